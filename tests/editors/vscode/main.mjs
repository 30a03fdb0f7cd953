// Runs the sessions: the short one and that of running queries, and with `--long` all of them.
// usage: main.mjs FOLDER [--long] [--only NAME]     FOLDER is what `install` and `pack` filled

import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { start } from "./editor.mjs";

const [given, ...flags] = process.argv.slice(2);
const folder = path.resolve(given);
const only = flags.includes("--only") ? flags[flags.indexOf("--only") + 1] : undefined;
const wanted = (name) => (only === undefined ? flags.includes("--long") || ["short", "running"].includes(name) : name === only);

const shots = path.join(folder, "screenshots");
fs.rmSync(shots, { recursive: true, force: true });
fs.mkdirSync(shots, { recursive: true });

let passed = 0;
const failed = [];
const sessions = path.join(path.dirname(fileURLToPath(import.meta.url)), "sessions");
const names = fs.readdirSync(sessions).map((file) => path.basename(file, ".mjs"));
names.sort((one, other) => Number(other === "short") - Number(one === "short") || one.localeCompare(other));
for (const name of names.filter(wanted)) {
  const began = Date.now();
  await session(name);
  console.log(`   (${name}: ${((Date.now() - began) / 1000).toFixed(0)} s)`);
}
console.log(`VS Code: ${passed} passed, ${failed.length} failed; screenshots in ${shots}`);
for (const name of failed) console.log(`  FAILED ${name}`);
process.exit(failed.length === 0 && passed > 0 ? 0 : 1);

/** A session: an editor of its own, and what is tried in it, one after the other. */
async function session(name) {
  const { options, tries } = await import(path.join(sessions, `${name}.mjs`));
  let editor;
  try {
    editor = await start({ folder, name, vsix: path.join(folder, "amq.vsix"), ...options({ folder, amq: process.env.AMQ }) });
  } catch (error) {
    failed.push(`${name}: it does not start`);
    console.log(`FAIL ${name}: ${error.stack}`);
    return;
  }
  let inRow = 0;
  for (const [what, attempt] of Object.entries(tries)) {
    try {
      await attempt(editor);
      passed += 1;
      inRow = 0;
      console.log(`ok   ${name}: ${what}`);
    } catch (error) {
      failed.push(`${name}: ${what}`);
      console.log(`FAIL ${name}: ${what}\n     ${error.message}`);
      await editor.shot(`FAILED-${what.replaceAll(/\W+/g, "-")}`);
      for (const _ of [1, 2, 3]) await editor.key("Escape");
      inRow += 1;
      if (inRow === 3) {
        console.log(`     ${name}: given up`);
        break;
      }
    }
  }
  await editor.stop();
}
