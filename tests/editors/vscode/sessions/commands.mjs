// The commands, the settings and typing, beyond what the short session does.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

import { SEEN } from "../editor.mjs";

export function options({ amq }) {
  return {
    path: [path.dirname(amq)],
    machine: { "amq.server.arguments": ["--today", "2021-09-30"] },
    files: {
      "dear.amq": `dear: funnel Signup -> Purchase
  by platform
  last 90d

cheap: users new last 7d

chart abc123

who: search "someone"
`,
      "deep/other.amq": "other: users new last 30d\n",
      "broken.amq": "users nwe\n",
      "typed.amq": "",
      "shared.amq": 'let $nl = where country is "NL"\n',
      "user.amq": 'use "shared.amq"\n\nusers where $nl last 10d\n',
    },
  };
}

/** Changes settings of the machine. */
function set(editor, changed) {
  const file = path.join(editor.workspace, "../data/Machine/settings.json");
  fs.writeFileSync(file, JSON.stringify({ ...JSON.parse(fs.readFileSync(file, "utf8")), ...changed }));
}

export const tries = {
  "a query that costs too much stands out": async (editor) => {
    await editor.open("dear.amq");
    await editor.sees(SEEN.warning);
    await editor.goTo(1, 1);
    await editor.sees(`${SEEN.status}.warning-kind`, /^cost 1800$/);
    await editor.click(SEEN.lens, "cost 1800 (180 % of 1000)");
    await editor.sees(SEEN.message, "dear: 1800 = 90 days × 5 conditions × 4, 180 % of the 1000");
    await editor.shot("1-dear");
    await editor.clear();
  },

  "what has no cost, or other limits, says so": async (editor) => {
    await editor.sees(SEEN.lens, "cost not known");
    await editor.sees(SEEN.lens, /^1 of 360 queries an hour$/);
    await editor.goTo(7, 1);
    await editor.sees(SEEN.status, /^cost not known$/);
    await editor.goTo(9, 8);
    await editor.sees(SEEN.status, /^1 of 360 queries an hour$/);
  },

  "a quick fix shortens the range": async (editor) => {
    await editor.goTo(1, 8);
    await editor.key("Control+.");
    await editor.sees(SEEN.action, "last 50d");
    await editor.shot("2-actions");
    await editor.key("Escape");
  },

  "the cost of the file is listed, the dearest first": async (editor) => {
    await editor.command("amq: Show Cost of File");
    await editor.sees(SEEN.choiceTitle, "Cost of this file: 1,807 in 2 queries, and 2 that are not counted in cost");
    await editor.sees(SEEN.choice, undefined, 4);
    assert.match((await editor.texts(SEEN.choice)).split(" ¦ ")[0], /cost 1800/);
    await editor.shot("3-cost-of-file");
    await editor.key("Escape");
  },

  "the cost of the workspace is listed, and choosing goes there": async (editor) => {
    await editor.command("amq: Show Cost of Workspace");
    await editor.sees(SEEN.choiceTitle, "Cost of this workspace: 1,857 in 4 queries");
    await editor.shot("4-cost-of-workspace");
    await editor.type("other");
    await editor.sees(SEEN.choice, undefined, 1);
    await editor.key("Enter");
    await editor.sees(".tab.active", "other.amq");
  },

  "the status bar leads to the cost of the file": async (editor) => {
    await editor.sees(SEEN.status, /^cost 30$/);
    await editor.click(SEEN.status, /^cost 30$/);
    await editor.sees(SEEN.choiceTitle, "Cost of this file: 30 in 1 query");
    await editor.key("Escape");
  },

  "the request at the cursor is copied by command": async (editor) => {
    await editor.goTo(1, 3);
    await editor.command("amq: Copy URL of Query");
    await editor.sees(SEEN.message, "Copied the URL: https://amplitude.com/api/2/users?");
    assert.equal(await editor.clipboard(), "https://amplitude.com/api/2/users?start=20210901&end=20210930&m=new");
    await editor.clear();
    await editor.command("amq: Copy curl Command of Query");
    await editor.sees(SEEN.message, "Copied the curl command:");
    await editor.clear();
  },

  "where there is no query to copy, that is said": async (editor) => {
    await editor.open("broken.amq");
    await editor.sees(SEEN.error);
    await editor.command("amq: Copy URL of Query");
    await editor.sees(SEEN.message, "Nothing copied: no query here, or one with a mistake.");
    await editor.shot("5-nothing");
    await editor.clear();
    await editor.command("amq: Show Cost of File");
    await editor.sees(SEEN.message, "There is no query without mistakes in this file");
    await editor.clear();
  },

  "lines after a head are indented, and an empty one goes back": async (editor) => {
    await editor.open("typed.amq");
    await editor.key("Control+1");
    const then = ["Ln 2, Col 3", "Ln 3, Col 3", "Ln 4, Col 1"];
    for (const [at, line] of ["q: users new", "last 7d", ""].entries()) {
      await editor.type(line);
      await editor.key("Escape");
      await editor.key("Enter");
      await editor.sees(SEEN.status, then[at]);
    }
    await editor.type('let $x = ("a');
    await editor.key("Escape");
    await editor.key("Control+S");
    await editor.saved("typed.amq", /^q: users new\n {2}last 7d\n\s*\nlet \$x = \("a"\)$/);
  },

  "a comment is made and unmade": async (editor) => {
    await editor.goTo(2, 3);
    await editor.key("Control+/");
    await editor.sees(SEEN.line, "  # last 7d");
    await editor.key("Control+/");
    await editor.sees(SEEN.line, /^ {2}last 7d/);
  },

  "a name is one word": async (editor) => {
    await editor.open("user.amq");
    await editor.goTo(3, 16);
    await editor.key("Control+D");
    await editor.sees(SEEN.status, "(3 selected)");
    await editor.key("Escape");
  },

  "an edit of a used file shows where it is used": async (editor) => {
    await editor.sees(SEEN.line, /last 10d.*cost 20$/);
    await editor.open("shared.amq");
    await editor.goTo(1, 32);
    await editor.type(" and paying is true");
    await editor.open("user.amq");
    await editor.sees(SEEN.line, /last 10d.*cost 30$/);
    await editor.sees(SEEN.lens, "cost 30");
  },

  "definitions and outlines": async (editor) => {
    await editor.goTo(3, 14);
    await editor.key("F12");
    await editor.sees(".tab.active", "shared.amq");
    await editor.key("Control+Shift+O");
    await editor.sees(SEEN.choice, "$nl");
    await editor.shot("6-outline");
    await editor.key("Escape");
  },

  "settings switch hints, lenses and the status bar": async (editor) => {
    await editor.open("user.amq");
    await editor.goTo(3, 1);
    await editor.sees(SEEN.lens, "Copy URL");
    set(editor, { "amq.codeLens.enable": false, "amq.inlayHints.cost": false, "amq.statusBar.cost": false });
    await editor.seesNo(SEEN.lens);
    await editor.seesNo(SEEN.line, /cost 30/);
    await editor.seesNo(SEEN.status, /^cost/);
    await editor.sees(SEEN.line, "2021-09-21 to 2021-09-30");
    set(editor, { "amq.codeLens.enable": true, "amq.inlayHints.cost": true, "amq.statusBar.cost": true });
    await editor.sees(SEEN.lens, "Copy URL");
  },

  "the server is started again": async (editor) => {
    await editor.command("amq: Restart Server");
    await editor.sees(SEEN.status, /^cost 30$/);
    await editor.command("amq: Show Log");
    await editor.sees(SEEN.panel, "from the PATH");
    await editor.shot("7-log");
  },

  "a new file is checked before it is saved": async (editor) => {
    await editor.command("amq: New Query File");
    await editor.sees(".tab.active", "Untitled-1");
    await editor.sees(SEEN.line, "cost 150");
    await editor.shot("8-new-file");
  },

  "the walkthrough opens": async (editor) => {
    await editor.walkthrough();
    await editor.sees(SEEN.walkthrough, "Take the request with you");
    await editor.shot("9-walkthrough");
  },
};
