// Starts the server and gives its commands a place in the editor. What is said of queries, the
// server says.

import * as vscode from "vscode";

import { copy, copyHere } from "./copy";
import { showFile, showOne, showWorkspace } from "./cost";
import type { Of } from "./place";
import { forget } from "./run/consent";
import { Panel } from "./run/panel";
import { type OfPull, pull } from "./run/pull";
import { Refused } from "./run/refused";
import { type OfRun, Runner } from "./run/run";
import { openSetting, Server } from "./server";
import { Status } from "./status";

const FIRST_FILE = `# What the file is about.

# What the query below tells
signups: segmentation Signup
  by platform
  last 30d
`;

let server: Server | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel("amq", { log: true });
  const own = new Server(context.extensionPath, log, {
    executeCommand: (command, args, next) => shown(own, command, args) ?? next(command, args),
  });
  server = own;
  const [panel, refused] = [new Panel(context.extensionUri), new Refused()];
  const runner = new Runner(own, context.workspaceState, panel, refused);
  const register = (name: string, run: () => unknown): vscode.Disposable =>
    vscode.commands.registerCommand(name, run);
  context.subscriptions.push(
    log,
    own,
    panel,
    refused,
    new Status(own),
    register("amq.run", (of?: unknown) => runner.run(lens(of))),
    register("amq.runInSandbox", () => runner.run(undefined, { sandbox: true })),
    register("amq.pull", (of?: unknown) => pull(own, context.workspaceState, fix(of))),
    register("amq.forgetAgreement", () => forget(context.workspaceState)),
    register("amq.copyUrl", () => copyHere(own, "url")),
    register("amq.copyCurl", () => copyHere(own, "curl")),
    register("amq.showFileCost", () => showFile(own)),
    register("amq.showWorkspaceCost", () => showWorkspace(own)),
    register("amq.newFile", newFile),
    register("amq.openSetting", openSetting),
    register("amq.restartServer", () => own.restart()),
    register("amq.showLog", () => log.show()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => own.follow()),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("amq.server")) {
        void own.restart();
      } else if (change.affectsConfiguration("amq")) {
        void own.follow();
      }
    }),
  );
  void own.restart();
}

export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}

/** What a lens says; a menu says only which file. */
function lens(of: unknown): OfRun | undefined {
  return typeof of === "object" && of !== null && "range" in of ? (of as OfRun) : undefined;
}

/** What a quick fix says; the palette says nothing. */
function fix(of: unknown): OfPull | undefined {
  return typeof of === "object" && of !== null && "values" in of ? (of as OfPull) : undefined;
}

/** Does what lenses ask for: they want something shown, which the server could do in words only. */
function shown(server: Server, command: string, args: unknown[]): Promise<void> | undefined {
  const of = args[0] as Of | undefined;
  if (of?.show !== true) {
    return undefined;
  }
  return command === "amq.compile" ? copy(server, of) : showOne(server, of);
}

async function newFile(): Promise<void> {
  const options = { language: "amq", content: FIRST_FILE };
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(options));
}
