// `amq run` and `amq pull` as processes: a text goes in, an answer and messages come out.

import { spawn } from "node:child_process";
import { homedir } from "node:os";

import * as vscode from "vscode";

import type { Diagnostic, Message } from "./answer";
import type { Program } from "../server";

/** How long a process that was told to stop has for it. */
const LAST_WORDS = 2000;

/** What became of a process. */
export interface Ended {
  /** Its exit code; `null` if it was ended. */
  code: number | null;
  output: string;
  messages: Message[];
}

/** The arguments that the settings have for what is asked of the API. */
export function own(): string[] {
  const settings = vscode.workspace.getConfiguration("amq.run");
  const profile = settings.get("profile", "").trim();
  return [...settings.get<string[]>("arguments", []), ...(profile === "" ? [] : ["--profile", profile])];
}

/** Has the program do a command with a text on its standard input. */
export function run(
  program: Program,
  [command, ...given]: string[],
  text: string,
  cancel: vscode.CancellationToken,
  progress: (what: string) => void = () => undefined,
): Promise<Ended> {
  const options = { cwd: homedir(), env: program.environment, windowsHide: true };
  const child = spawn(program.path, [command ?? "", ...program.common, ...given], options);
  let output = "";
  let rest = "";
  const messages: Message[] = [];
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const message of lines.map(read)) {
      if (message.kind === "progress") {
        progress(message.message);
      } else {
        messages.push(message);
      }
    }
  });
  // It may end before it has read everything.
  child.stdin.on("error", () => undefined).end(text);
  let last: NodeJS.Timeout | undefined;
  const cancelled = cancel.onCancellationRequested(() => {
    // The first says that nothing more is to be sent, the second that nothing is waited for.
    child.kill("SIGINT");
    setTimeout(() => child.kill("SIGINT"), 200);
    last = setTimeout(() => child.kill("SIGKILL"), LAST_WORDS);
  });
  return new Promise((resolve) => {
    const end = (code: number | null): void => {
      cancelled.dispose();
      clearTimeout(last);
      if (rest !== "") {
        messages.push(read(rest));
      }
      resolve({ code, output, messages });
    };
    child.on("close", end);
    child.on("error", (error) => {
      messages.push({ kind: "error", message: `${program.path} does not start: ${error.message}` });
      end(2);
    });
  });
}

/** What went wrong, in words. */
export function problemOf(messages: Message[]): { message: string; help?: string } | undefined {
  const said = messages.find((it) => it.kind === "error") ?? diagnosticsOf(messages)[0];
  if (said === undefined) {
    return undefined;
  }
  const { message, help } = said as { message: string; help?: string | null };
  return help ? { message, help } : { message };
}

/** What is wrong with the text. */
export function diagnosticsOf(messages: Message[]): Diagnostic[] {
  return messages.filter((it) => it.kind === "diagnostic" && it.severity === "error") as Diagnostic[];
}

/** A line of the program. One that is no message, such as that of a crash, is an error. */
function read(line: string): Message {
  try {
    const message = JSON.parse(line) as Message;
    if (typeof message.kind === "string") {
      return message;
    }
  } catch {
    // It is said as it is.
  }
  return { kind: "error", message: line };
}
