// What everyone does all day, with the program on the PATH.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";

import { SEEN, step } from "../editor.mjs";

const TODAY = ["--today", "2021-09-30"];

const FILES = {
  "shared/segments.amq": `let $dutch = where country is "Netherlands"
`,
  "demo.amq": `use "shared/segments.amq"

# Sign-up to purchase
signup_funnel: funnel ce:Signup -> Purchase
  where $dutch
  by platform
  window 3d
  last 30d

new_users: users nwe
  last 7d
`,
};

let amq;

export function options(given) {
  amq = given.amq;
  return {
    files: FILES,
    path: [path.dirname(amq)],
    machine: { "amq.server.arguments": TODAY },
    settings: { "[amq]": { "editor.formatOnSave": true } },
  };
}

/** What the command line makes of a query. */
function compiled(editor, query, ...more) {
  const given = ["compile", ...TODAY, ...more, query];
  return execFileSync(amq, given, { cwd: editor.workspace, encoding: "utf8" });
}

export const tries = {
  "a mistake is underlined": async (editor) => {
    await editor.open("demo.amq");
    await editor.sees(SEEN.error, undefined, 1);
  },

  "the cost and the dates stand in the text": async (editor) => {
    await editor.sees(SEEN.line, /^  last 30d ?2021-09-01 to 2021-09-30 ?cost 720$/);
  },

  "lenses stand above the query": async (editor) => {
    await editor.sees(SEEN.lens, "Copy URL", 1);
    await editor.sees(SEEN.lens, "cost 720 (72 % of 1000)");
    await editor.shot("1-opened");
  },

  "a hover tells what a query costs": async (editor) => {
    await editor.pointAt(".view-line span span", /^funnel$/);
    await editor.sees(SEEN.hover, "GET /api/2/funnels");
    await editor.shot("2-hover");
    await editor.goTo(10, 18);
    await editor.command("Show or Focus Hover");
    await editor.sees(SEEN.hover, "AMQ205");
    await editor.shot("3-hover-mistake");
  },

  "a quick fix mends the mistake": async (editor) => {
    await editor.goTo(10, 19);
    await editor.key("Control+.");
    await editor.sees(SEEN.action, "write `new`");
    await editor.shot("4-quick-fix");
    await editor.key("Enter");
    await editor.seesNo(SEEN.error);
    await editor.sees(SEEN.line, "new_users: users new");
    await editor.sees(SEEN.lens, "Copy URL", 2);
  },

  "the status bar follows the cursor": async (editor) => {
    await editor.goTo(11, 3);
    await editor.sees(SEEN.status, /^cost 7$/);
    await editor.goTo(6, 3);
    await editor.sees(SEEN.status, /^cost 720$/);
    await editor.shot("5-status-bar");
  },

  "completions are those that fit, and are taken": async (editor) => {
    await editor.goTo(11, 10);
    await editor.key("Enter");
    await editor.type("whe");
    await editor.sees(SEEN.suggestion, "where");
    await editor.shot("6-completion");
    await editor.key("Enter");
    await editor.type("$");
    await editor.sees(SEEN.suggestion, "$dutch");
    await editor.key("Control+Space");
    await editor.shot("7-completion-name");
    await editor.key("Enter");
    await editor.sees(SEEN.line, "where $dutch", 2);
    await editor.sees(SEEN.line, /where \$dutch ?cost 14$/);
  },

  "saving formats": async (editor) => {
    await editor.goTo(6, 3);
    await editor.type("   ");
    await editor.sees(SEEN.line, /^ {5}by platform/);
    await editor.key("Control+S");
    await editor.saved("demo.amq", /\n {2}by platform\n[^]*\nnew_users: users new where \$dutch last 7d\n$/);
  },

  "Copy URL puts the URL on the clipboard and says so": async (editor) => {
    // The form of the query may come up late, over the lens, while the cursor is in it.
    await editor.goTo(2, 1);
    await editor.click(SEEN.lens, "Copy URL");
    await editor.sees(SEEN.message, "Copied the URL: https://amplitude.com/api/2/funnels?");
    await editor.shot("8-copied");
    assert.equal(await editor.clipboard(), compiled(editor, "demo.amq:signup_funnel").trim());
  },

  "Copy curl does so too, and shows no key": async (editor) => {
    await editor.clear();
    await editor.click(SEEN.lens, "Copy curl");
    await editor.sees(SEEN.message, "Copied the curl command: curl");
    const said = compiled(editor, "demo.amq:signup_funnel", "--emit", "curl").trimEnd();
    const copied = (await editor.clipboard()).trimEnd();
    assert.ok(said.endsWith(copied), `${copied}\nis no part of\n${said}`);
    assert.match(copied, /\$AMPLITUDE_API_KEY/);
  },

  "the cost of a query is explained in a message": async (editor) => {
    await editor.clear();
    await editor.click(SEEN.lens, "cost 720");
    await editor.sees(SEEN.message, "signup_funnel: 720 = 30 days × 6 conditions × 4, 72 % of the 1000");
    await editor.shot("9-cost");
    await editor.clear();
  },

  "a name is renamed in both files": async (editor) => {
    await editor.goTo(5, 10);
    await editor.key("F2");
    await editor.page.locator(".rename-box input").waitFor();
    await editor.page.locator(".rename-box input").fill("$nl");
    await editor.shot("10-rename");
    await editor.key("Enter");
    await editor.sees(SEEN.line, "where $nl", 2);
    await editor.command("File: Save All Files");
    await editor.saved("shared/segments.amq", 'let $nl = where country is "Netherlands"');
    await editor.saved("demo.amq", /where \$nl\n[^]*where \$nl last/);
    await editor.seesNo(SEEN.error);
  },

  "the walkthrough has ticked what was done": async (editor) => {
    await editor.walkthrough();
    await editor.sees(step("Have amq installed", true));
    await editor.sees(step("Take the request with you", true));
    await editor.sees(step("Run it", false));
    await editor.shot("11-walkthrough");
  },
};
