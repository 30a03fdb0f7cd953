// What happens before anything is sent: what it would be is found out, and someone agrees to it.

import * as vscode from "vscode";

import type { Program } from "../server";
import type { Host, Plan } from "./answer";
import { consent, type Decision } from "./consent";
import { problemOf, run } from "./program";

/** What is to be asked of the API. */
export interface Asked {
  name: string;
  /** The command and its arguments. */
  given: string[];
  text: string;
  /** Whether a sandbox can answer instead. */
  sandbox: boolean;
}

/** What would be sent, and whether someone wants that. */
export async function mayBeSent(
  program: Program,
  memory: vscode.Memento,
  log: vscode.LogOutputChannel,
  asked: Asked,
): Promise<Decision> {
  const never = new vscode.CancellationTokenSource();
  const planned = await run(program, [...asked.given, "--dry-run"], asked.text, never.token);
  if (planned.code !== 0) {
    await failed(problemOf(planned.messages));
    return "nothing";
  }
  const plan = JSON.parse(planned.output) as Plan;
  for (const { base, sent, cost } of plan.hosts) {
    log.info(`${asked.name}: ${sent} to send to ${base}, cost ${cost}`);
  }
  const locked = plan.hosts.find((it) => it.key === null);
  if (locked !== undefined) {
    return noKey(program, locked, asked.sandbox);
  }
  return consent(memory, plan, asked.sandbox);
}

/** Says how a key is had. */
async function noKey(program: Program, host: Host, sandbox: boolean): Promise<Decision> {
  const [login, instead] = ["Log In", "Use the Sandbox"];
  // What the program says of it names options of the command line.
  const also = sandbox ? "; “Use the Sandbox” answers from made-up events, on this machine" : "";
  const help = `“${login}” keeps a key in the keyring${also}`;
  const message = `Nothing was sent to ${host.base}: ${host.problem}. ${help}.`;
  const chosen = await vscode.window.showErrorMessage(message, login, ...(sandbox ? [instead] : []));
  if (chosen === login) {
    const profile = vscode.workspace.getConfiguration("amq.run").get("profile", "").trim();
    const shellArgs = ["login", ...(profile === "" ? [] : ["--profile", profile])];
    const options = { name: "amq login", shellPath: program.path, shellArgs, env: program.environment };
    vscode.window.createTerminal(options).show();
  }
  return chosen === instead ? "sandbox" : "nothing";
}

/** Says that nothing is sent from a workspace that is not trusted. */
export async function distrusted(): Promise<void> {
  const manage = "Manage Workspace Trust";
  const message = "Queries run only in workspaces that you trust: this one is restricted.";
  if ((await vscode.window.showWarningMessage(message, manage)) === manage) {
    await vscode.commands.executeCommand("workbench.trust.manage");
  }
}

/** Says what went wrong. */
export async function failed(problem: { message: string; help?: string } | undefined): Promise<void> {
  const message = problem?.message ?? "amq ended without an answer; its log may say why";
  const help = problem?.help === undefined ? "" : ` Help: ${problem.help}`;
  await vscode.window.showErrorMessage(`${message}.${help}`);
}
