// What the project has, for its taxonomy: `amq pull` asks the API for it, in a process of its own.

import { homedir } from "node:os";
import * as path from "node:path";

import * as vscode from "vscode";

import type { Server } from "../server";
import { distrusted, failed, mayBeSent } from "./before";
import { own, problemOf, run } from "./program";
import { showing } from "./progress";

/** What a quick fix asks for: the values of properties, beside the names of events. */
export interface OfPull {
  uri: string;
  values: string[];
}

/** Asks for what the project of a file has, and adds it to the taxonomy. */
export async function pull(server: Server, memory: vscode.Memento, of: OfPull | undefined): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    await distrusted();
    return;
  }
  const program = await server.program();
  if (program === undefined) {
    void vscode.window.showWarningMessage("amq is not there, so nothing can be asked for.");
    return;
  }
  const values = (of?.values ?? []).map((it) => `--values=${it}`);
  const given = ["pull", "--messages", "json", ...own(), ...values, folder(of?.uri)];
  // Made-up names have no place in a taxonomy, so no sandbox is offered.
  const asked = { name: "amq pull", given: [...given, "--format", "json"], text: "", sandbox: false };
  if ((await mayBeSent(program, memory, server.log, asked)) !== "send") {
    return;
  }
  const title = "amq: asking which events and values there are";
  const { ended } = await showing(title, (cancel, tell) => run(program, given, "", cancel, tell));
  const { code, messages } = ended;
  const notes = messages.flatMap((it) => (it.kind === "note" ? [it.message] : []));
  for (const note of notes) {
    server.log.info(note);
  }
  if (code === 0) {
    void vscode.window.showInformationMessage(notes.at(-1) ?? "Nothing was asked for.");
  } else {
    await failed(problemOf(messages) ?? { message: notes.at(-1) ?? "nothing was added" });
  }
}

/** A folder of the project. */
function folder(uri: string | undefined): string {
  const file = uri === undefined ? vscode.window.activeTextEditor?.document.uri : vscode.Uri.parse(uri);
  if (file?.scheme === "file") {
    return path.dirname(file.fsPath);
  }
  return vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? homedir();
}
