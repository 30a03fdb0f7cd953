// A workspace that nobody trusts: the installed program runs, and nothing of the workspace does.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

import { SEEN } from "../editor.mjs";

export function options({ amq }) {
  const settings = {
    "amq.server.path": "${workspace}/amq",
    "amq.server.arguments": ["--today", "1999-12-31"],
    "amq.server.environment": { AMQ_BASE_URL: "http://127.0.0.1:9" },
  };
  return {
    restricted: true,
    path: [path.dirname(amq)],
    machine: { "amq.server.arguments": ["--today", "2021-09-30"] },
    files: {
      "demo.amq": "users new last 30d\n\nusers nwe last 7d\n",
      ".vscode/settings.json": JSON.stringify(settings),
      amq: "#!/bin/sh\ntouch \"${workspace}/it-ran\"\necho amq 0.1.0\n",
    },
  };
}

export const tries = {
  "the workspace is restricted": async (editor) => {
    fs.chmodSync(path.join(editor.workspace, "amq"), 0o755);
    await editor.open("demo.amq");
    await editor.sees(SEEN.status, "Restricted Mode");
  },

  "the installed program runs, with the user's arguments": async (editor) => {
    await editor.sees(SEEN.error, undefined, 1);
    await editor.sees(SEEN.line, "2021-09-01 to 2021-09-30");
    await editor.shot("1-restricted");
  },

  "nothing is sent where the workspace says": async (editor) => {
    await editor.click(SEEN.lens, "Copy URL");
    await editor.sees(SEEN.message, "Copied the URL: https://amplitude.com/");
  },

  "no query runs, and it is said why": async (editor) => {
    await editor.clear();
    await editor.seesNo(SEEN.lens, /^Run$/);
    await editor.open("demo.amq");
    await editor.command("amq: Run Query at Cursor");
    await editor.sees(SEEN.message, "Queries run only in workspaces that you trust: this one is restricted.");
    await editor.sees(SEEN.button, "Manage Workspace Trust");
    await editor.shot("2-no-run");
    await editor.clear();
    await editor.command("amq: Run Query at Cursor in the Sandbox");
    await editor.sees(SEEN.message, "Queries run only in workspaces that you trust");
    await editor.clear();
  },

  "nothing of the workspace ran, not after a restart either": async (editor) => {
    await editor.command("amq: Restart Server");
    await editor.sees(SEEN.status, /^cost 30$/);
    assert.ok(!fs.existsSync(path.join(editor.workspace, "it-ran")));
  },
};
