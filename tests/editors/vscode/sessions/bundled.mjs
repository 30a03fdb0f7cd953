// An extension that brings the program along, on a machine that has none.

import path from "node:path";

import { SEEN } from "../editor.mjs";

export function options({ folder }) {
  return { vsix: path.join(folder, "amq-bundled.vsix"), files: { "demo.amq": "users nwe last 7d\n" } };
}

export const tries = {
  "it runs": async (editor) => {
    await editor.open("demo.amq");
    await editor.sees(SEEN.error, undefined, 1);
  },

  "the log says which one": async (editor) => {
    await editor.command("amq: Show Log");
    await editor.sees(SEEN.panel, /amq \d+\.\d+\.\d+, from the extension: .*server\/amq/);
    await editor.shot("1-log");
  },
};
