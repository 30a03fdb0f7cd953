// Where the `amq` program is: the setting, the PATH, the extension itself.

import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access, chmod, stat } from "node:fs/promises";
import * as path from "node:path";
import { promisify } from "node:util";

/** The program that will run. */
export interface Found {
  path: string;
  version: string;
  /** Where it was found, in words. */
  from: string;
}

/** Why none will run, for the user to read. */
export interface Missing {
  problem: string;
}

const NAME = process.platform === "win32" ? "amq.exe" : "amq";

/** Finds the program. `tell` hears of each that is passed over. */
export async function find(
  setting: string,
  extension: string,
  tell: (line: string) => void,
): Promise<Found | Missing> {
  return setting === "" ? search(extension, tell) : named(setting);
}

/** The program that the setting names. If that is not to be had, no other one runs in its place. */
async function named(setting: string): Promise<Found | Missing> {
  const wrong = (what: string): Missing => ({
    problem: `The setting amq.server.path ${what}. Correct it, or empty it to use the amq on your PATH.`,
  });
  if (!path.isAbsolute(setting)) {
    return wrong(`is "${setting}", which is not an absolute path`);
  }
  if (!(await isFile(setting))) {
    return wrong(`is "${setting}", and there is no such file`);
  }
  const version = await versionOf(setting);
  if (version === undefined) {
    return wrong(`is "${setting}", which is not amq: it does not answer to --version`);
  }
  return { path: setting, version, from: "the setting amq.server.path" };
}

async function search(extension: string, tell: (line: string) => void): Promise<Found | Missing> {
  // A relative folder would be one of the workspace.
  const folders = (process.env["PATH"] ?? "").split(path.delimiter).filter(path.isAbsolute);
  const places = folders.map((folder) => ({ path: path.join(folder, NAME), from: "the PATH" }));
  const bundled = path.join(extension, "server", NAME);
  if (await isFile(bundled)) {
    await makeExecutable(bundled);
  }
  places.push({ path: bundled, from: "the extension" });
  for (const place of places) {
    if (!(await isFile(place.path))) {
      continue;
    }
    const version = await versionOf(place.path);
    if (version !== undefined) {
      return { ...place, version };
    }
    tell(`${place.path} is passed over: it does not say that it is amq when asked for --version`);
  }
  tell(`${NAME} is in none of these folders: ${folders.join(", ")}, ${path.dirname(bundled)}`);
  return {
    problem:
      "The program amq is not installed: it is not on your PATH, and this extension came without it. " +
      "Until it is, files are coloured but not checked.",
  };
}

/** The version of a program, if it is amq. Others have that name too. */
async function versionOf(program: string): Promise<string | undefined> {
  try {
    const options = { timeout: 10_000, cwd: path.dirname(program) };
    const { stdout } = await promisify(execFile)(program, ["--version"], options);
    return /^amq (\d+\.\d+\.\d+\S*)\s*$/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}

async function isFile(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

/** Archives that were packed on Windows lose the permission. */
async function makeExecutable(file: string): Promise<void> {
  try {
    await access(file, constants.X_OK);
  } catch {
    await chmod(file, 0o755).catch(() => undefined);
  }
}
