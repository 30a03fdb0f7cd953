// A trusted workspace cannot name the program either: that is for the machine to say.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

import { SEEN } from "../editor.mjs";
import { options as restricted } from "./restricted.mjs";

export function options(given) {
  return { ...restricted(given), restricted: false };
}

export const tries = {
  "the workspace's program does not run": async (editor) => {
    fs.chmodSync(path.join(editor.workspace, "amq"), 0o755);
    await editor.open("demo.amq");
    await editor.sees(SEEN.line, "2021-09-01 to 2021-09-30");
    await editor.command("amq: Restart Server");
    await editor.sees(SEEN.status, /^cost 30$/);
    assert.ok(!fs.existsSync(path.join(editor.workspace, "it-ran")));
  },
};
