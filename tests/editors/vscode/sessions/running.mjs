// Queries are run: what is asked before, what the panel shows, what goes wrong.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

import { SEEN } from "../editor.mjs";

const TODAY = ["--today", "2021-09-30"];

const FILES = {
  "amq.toml": "language = 1\n",
  "shared.amq": "let $all = where platform is (\"iOS\", \"Android\")\n",
  "demo.amq": `use "shared.amq"

# New people
new_people: users new by platform last 28d

to_purchase: funnel ce:Signup -> Purchase last 28d

came_back: retention _new -> _active where $all last 14d

versions: composition version last 7d

refused: users new by plan last 7d

saved: chart abc123
`,
};

let amq;
const servers = [];

export function options(given) {
  amq = given.amq;
  return {
    files: FILES,
    path: [path.dirname(amq)],
    machine: { "amq.server.arguments": TODAY },
    settings: { "files.simpleDialog.enable": true },
  };
}

/** Starts a sandbox; gives its address. */
async function sandbox(...more) {
  const server = spawn(amq, ["sandbox", "--port", "0", ...TODAY, ...more], { stdio: ["ignore", "pipe", "ignore"] });
  servers.push(server);
  process.on("exit", () => server.kill());
  for await (const said of server.stdout) return String(said).split("\n")[0];
  throw new Error("the sandbox ends");
}

/** Changes settings of the machine. */
function set(editor, changed) {
  const file = path.join(editor.workspace, "../data/Machine/settings.json");
  fs.writeFileSync(file, JSON.stringify({ ...JSON.parse(fs.readFileSync(file, "utf8")), ...changed }));
}

/** Has queries go to an address, with the keys of sandboxes. */
async function goTo(editor, address) {
  const environment = { AMQ_BASE_URL: address, AMPLITUDE_API_KEY: "sandbox", AMPLITUDE_SECRET_KEY: "sandbox" };
  set(editor, { "amq.server.environment": environment });
  // The server starts anew, and its lenses go and come.
  await editor.page.waitForTimeout(1500);
  await editor.sees(SEEN.lens, "Run", 6);
}

/** Goes back to the file, from a click into the answer, which takes the focus late. */
async function back(editor) {
  const line = editor.page.locator(SEEN.line, { hasText: /New.people/ }).first();
  for (const _ of [1, 2, 3, 4, 5]) {
    // Lines are wider than what is seen of them, and scrolled.
    const [pane, box] = [await editor.page.locator(".editor-instance").first().boundingBox(), await line.boundingBox()];
    await editor.page.mouse.click(pane.x + 120, box.y + 8);
    await editor.page.waitForTimeout(400);
    const isThere = await editor.page.evaluate(() => Boolean(document.activeElement?.closest(".monaco-editor")));
    if (isThere) return;
  }
  throw new Error("the file does not get the focus");
}

/** Runs the query at a line, by command. */
async function run(editor, line) {
  await back(editor);
  await editor.goTo(line, 1);
  await editor.command("amq: Run Query at Cursor");
}

let address;

export const tries = {
  "Run stands above each query": async (editor) => {
    await editor.open("demo.amq");
    await editor.sees(SEEN.lens, /^Run$/, 6);
  },

  "without a key it is said how one is had, and nothing is sent": async (editor) => {
    await editor.click(SEEN.lens, /^Run$/);
    await editor.sees(SEEN.message, "Nothing was sent to https://amplitude.com: there is no key");
    await editor.sees(SEEN.message, "“Log In” keeps a key in the keyring");
    await editor.sees(SEEN.button, "Log In");
    await editor.shot("1-no-key");
  },

  "the sandbox answers without an account": async (editor) => {
    await editor.click(SEEN.button, "Use the Sandbox");
    await editor.answers("header", "new_people");
    await editor.answers(".facts", "sandbox: made-up numbers");
    await editor.answers(".facts", /cost 140/);
    await editor.answers(".facts", /took \d+/);
    await editor.answers("thead", "platform");
    await editor.answers("tbody", "2021-09-30");
    await editor.answers("svg.lines .series", undefined, 3);
    await editor.shot("2-sandbox");
  },

  "before the first query is sent it is asked, with host and key": async (editor) => {
    address = await sandbox();
    await goTo(editor, address);
    await run(editor, 6);
    await editor.sees(SEEN.dialog, `Send queries of this workspace to ${address}?`);
    await editor.sees(SEEN.dialog, "the key that stands in the environment");
    await editor.shot("3-consent");
    await editor.key("Escape");
    await editor.seesNo(SEEN.dialog);
    await editor.answers("header", "new_people");
  },

  "a funnel is drawn": async (editor) => {
    await run(editor, 6);
    await editor.click(SEEN.dialogButton, "Send");
    await editor.answers("header", "to_purchase");
    await editor.answers(".facts", new URL(address).host);
    await editor.answers("svg.funnel .lost", /go on.*do not/, 1);
    await editor.shot("4-funnel");
  },

  "it is asked once; a triangle is drawn, in the dark too": async (editor) => {
    await run(editor, 8);
    await editor.answers("header", "came_back");
    await editor.answers("svg.retention .cell");
    await editor.answers(".notes", "still have time to return");
    await editor.shot("5-retention");
    set(editor, { "workbench.colorTheme": "Default Dark Modern" });
    await editor.answers("svg.retention .cell");
    await editor.shot("6-retention-dark");
    await run(editor, 4);
    await editor.answers("header", "new_people");
    await editor.shot("7-lines-dark");
    set(editor, { "workbench.colorTheme": "Default Light Modern" });
  },

  "bars are drawn; the table is exported": async (editor) => {
    await run(editor, 10);
    await editor.answers("header", "versions");
    await editor.answers("svg.bars .bar");
    await editor.shot("8-bars");
    await editor.press("button", "Export CSV");
    await editor.page.locator(".quick-input-widget:visible input").first().waitFor();
    await editor.shot("9-export");
    await editor.key("Enter");
    await editor.sees(SEEN.message, "Wrote versions.csv");
    const keys = { AMPLITUDE_API_KEY: "sandbox", AMPLITUDE_SECRET_KEY: "sandbox" };
    const asked = ["run", ...TODAY, "--base-url", address, "--no-cache", "--format", "csv", "demo.amq:versions"];
    const env = { ...process.env, ...keys, XDG_CACHE_HOME: path.join(editor.workspace, "../other-cache") };
    assert.equal(editor.disk("versions.csv"), execFileSync(amq, asked, { cwd: editor.workspace, env, encoding: "utf8" }));
    await editor.clear();
  },

  "an answer that was kept says so, and is asked for anew": async (editor) => {
    await run(editor, 10);
    await editor.answers(".facts", /kept for \d/);
    await editor.press("button", "Ask Anew");
    await editor.answers(".facts", /took \d/);
  },

  "what was typed and not saved is run": async (editor) => {
    await back(editor);
    await editor.goTo(6, 43);
    await editor.type("by platform");
    await editor.key("Escape");
    await editor.type(" ");
    await editor.sees(SEEN.lens, "cost 560");
    await run(editor, 6);
    await editor.answers("header", "to_purchase");
    await editor.answers("thead", "platform");
    await editor.answers(".request", "GET");
    await editor.shot("10-unsaved");
  },

  "what the API refuses is underlined, until it is edited": async (editor) => {
    await run(editor, 12);
    await editor.sees(SEEN.message, "the API refuses this query (400: Invalid user property plan)");
    await editor.sees(SEEN.error, undefined, 1);
    await editor.goTo(12, 24);
    await editor.command("Show or Focus Hover");
    await editor.sees(SEEN.hover, "one of yours is written `gp:plan`");
    await editor.shot("11-refused");
    await editor.goTo(12, 1);
    await editor.key("End");
    await editor.type(" ");
    await editor.seesNo(SEEN.error);
    await editor.clear();
  },

  "a query that costs much is asked about": async (editor) => {
    set(editor, { "amq.run.askAboveCost": 100 });
    await editor.page.waitForTimeout(500);
    await run(editor, 4);
    await editor.seesNo(SEEN.dialog);
    await editor.answers("header", "new_people");
    await editor.press("button", /Run Again|Ask Anew/);
    await editor.sees(SEEN.dialog, "This query costs 140. Send it?");
    await editor.shot("12-cost");
    await editor.key("Escape");
    await editor.seesNo(SEEN.dialog);
  },

  "a query whose cost nobody knows is asked about": async (editor) => {
    await run(editor, 14);
    await editor.sees(SEEN.dialog, "What this query costs is not known. Send it?");
    await editor.shot("13-unknown-cost");
    await editor.key("Escape");
    await editor.seesNo(SEEN.dialog);
  },

  "an event that the taxonomy lacks is asked for": async (editor) => {
    fs.writeFileSync(path.join(editor.workspace, "taxonomy.toml"), 'events = ["ce:Signup"]\n');
    // That a property is not among those of the project is said of `plan` all along.
    await editor.sees(SEEN.warning, undefined, 2);
    await back(editor);
    await editor.goTo(6, 36);
    await editor.command("Quick Fix...");
    await editor.sees(SEEN.action, "ask the API which events there are");
    await editor.shot("14-pull");
    await editor.click(SEEN.action, "ask the API which events there are");
    await editor.sees(SEEN.message, "taxonomy.toml: 21 events added");
    await editor.sees(SEEN.warning, undefined, 1);
    assert.match(editor.disk("taxonomy.toml"), /"Purchase"/);
    await editor.clear();
  },

  "a run is cancelled, and its process ends": async (editor) => {
    await goTo(editor, await sandbox("--delay", "90s"));
    await run(editor, 10);
    await editor.click(SEEN.dialogButton, "Send");
    await editor.sees(SEEN.message, "waiting for 1 answer");
    await editor.shot("15-running");
    assert.equal(processes(editor).length, 1);
    await editor.click(SEEN.button, "Cancel");
    await editor.sees(SEEN.message, "The run of demo.amq:10 was cancelled.");
    await editor.page.waitForTimeout(500);
    assert.deepEqual(processes(editor), []);
    servers.forEach((it) => it.kill());
  },
};

/** The runs of this workspace that go on. */
function processes(editor) {
  const all = fs.readdirSync("/proc").filter((it) => /^\d+$/.test(it));
  const lines = all.map((id) => {
    try {
      return fs.readFileSync(`/proc/${id}/cmdline`, "utf8").replaceAll("\0", " ");
    } catch {
      return "";
    }
  });
  return lines.filter((it) => it.includes(" run ") && it.includes(editor.workspace) && it.includes("--stdin-name"));
}
