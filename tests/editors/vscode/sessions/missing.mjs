// No program anywhere but another one of the same name, then a setting that is wrong, then a right one.

import fs from "node:fs";
import path from "node:path";

import { SEEN, step } from "../editor.mjs";

let amq;

export function options(given) {
  amq = given.amq;
  // There is another program of that name, for automounters.
  const other = path.join(given.folder, "other", "amq");
  fs.mkdirSync(path.dirname(other), { recursive: true });
  fs.writeFileSync(other, "#!/bin/sh\necho 'amq: unrecognized option'\nexit 1\n", { mode: 0o755 });
  return { path: [path.dirname(other)], files: { "demo.amq": "users nwe last 7d\n" } };
}

export const tries = {
  "it is said plainly, with what to do": async (editor) => {
    await editor.open("demo.amq");
    await editor.sees(SEEN.message, "The program amq is not installed: it is not on your PATH");
    await editor.sees(SEEN.button, "How to Install");
    await editor.sees(SEEN.status, /^ ?amq$/);
    await editor.shot("1-missing");
  },

  "the log says where it was looked for, and what was passed over": async (editor) => {
    await editor.click(SEEN.button, "Show Log");
    await editor.sees(SEEN.panel, "is passed over: it does not say that it is amq");
    await editor.sees(SEEN.panel, "is in none of these folders");
    await editor.shot("2-log");
  },

  "files are coloured all the same": async (editor) => {
    await editor.open("demo.amq");
    const colours = await editor.page.evaluate(() => {
      const words = [...document.querySelectorAll(".editor-instance .view-line span span")];
      return new Set(words.map((word) => getComputedStyle(word).color)).size;
    });
    if (colours < 3) throw new Error(`there are ${colours} colours`);
  },

  "Open Setting opens the setting": async (editor) => {
    await editor.command("amq: Restart Server");
    await editor.click(SEEN.button, "Open Setting");
    await editor.sees(".settings-editor .setting-item-label", "Path");
    await editor.shot("3-setting");
    await editor.clear();
  },

  "the walkthrough does not say that it is installed": async (editor) => {
    await editor.walkthrough();
    await editor.click(`${SEEN.walkthrough} .monaco-button`, "Start the server");
    await editor.sees(SEEN.message, "The program amq is not installed");
    await editor.sees(step("Have amq installed", false));
    await editor.clear();
  },

  "a wrong path is named": async (editor) => {
    await machine(editor, { "amq.server.path": "/nowhere/amq" });
    await editor.sees(SEEN.message, 'The setting amq.server.path is "/nowhere/amq", and there is no such file');
    await editor.shot("4-wrong-path");
    await editor.clear();
    await machine(editor, { "amq.server.path": "/bin/true" });
    await editor.sees(SEEN.message, 'is "/bin/true", which is not amq');
    await editor.clear();
    await machine(editor, { "amq.server.path": "bin/amq" });
    await editor.sees(SEEN.message, "not an absolute path");
    await editor.clear();
  },

  "a right path starts it at once": async (editor) => {
    await machine(editor, { "amq.server.path": amq });
    await editor.open("demo.amq");
    await editor.sees(SEEN.error, undefined, 1);
    await editor.walkthrough();
    await editor.sees(step("Have amq installed", true));
  },
};

/** Changes the settings of the machine. */
async function machine(editor, settings) {
  fs.writeFileSync(path.join(editor.workspace, "../data/Machine/settings.json"), JSON.stringify(settings));
}
