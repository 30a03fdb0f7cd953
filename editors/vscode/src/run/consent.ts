// Nothing is sent that nobody agreed to: once for each workspace, host and key, and for each query
// that costs much.

import * as vscode from "vscode";

import type { Host, Plan } from "./answer";

/** Where the answers are kept, of this workspace alone. */
const AGREED = "amq.run.agreed";

/** What someone decided. */
export type Decision = "send" | "sandbox" | "nothing";

/** Asks, where it has to be asked. */
export async function consent(memory: vscode.Memento, plan: Plan, sandbox: boolean): Promise<Decision> {
  for (const host of plan.hosts) {
    const decision = await ofHost(memory, host, sandbox);
    if (decision !== "send") {
      return decision;
    }
  }
  return ofCost(plan);
}

/** Forgets what was agreed to in this workspace. */
export async function forget(memory: vscode.Memento): Promise<void> {
  await memory.update(AGREED, undefined);
  void vscode.window.showInformationMessage("amq asks again before it sends queries of this workspace.");
}

async function ofHost(memory: vscode.Memento, host: Host, sandbox: boolean): Promise<Decision> {
  const agreed = memory.get<string[]>(AGREED, []);
  const whose = key(host);
  const what = `${host.base} ${whose}`;
  if (agreed.includes(what)) {
    return "send";
  }
  const message = `Send queries of this workspace to ${host.base}?`;
  const once = `They go with ${whose}. You are asked once for this workspace, host and key.`;
  const more = sandbox ? " The sandbox answers from made-up events, on this machine." : "";
  const [send, instead] = ["Send", "Use the Sandbox"];
  const options = { modal: true, detail: once + more };
  const chosen = await vscode.window.showWarningMessage(message, options, send, ...(sandbox ? [instead] : []));
  if (chosen === send) {
    await memory.update(AGREED, [...agreed, what]);
    return "send";
  }
  return chosen === instead ? "sandbox" : "nothing";
}

function key(host: Host): string {
  if (host.key?.from === "keyring") {
    return `the key of the profile “${host.key.profile}” in the keyring`;
  }
  return "the key that stands in the environment";
}

async function ofCost(plan: Plan): Promise<Decision> {
  const most = vscode.workspace.getConfiguration("amq.run").get<number>("askAboveCost") ?? 0;
  const cost = plan.hosts.reduce((sum, host) => sum + host.cost, 0);
  const unknown = plan.hosts.some((host) => host.unknown > 0);
  if (cost <= most && !unknown) {
    return "send";
  }
  const said = (number: number): string => number.toLocaleString("en");
  const asks = `the setting amq.run.askAboveCost has amq ask above ${said(most)}`;
  const [message, detail] =
    cost > most
      ? [`This query costs ${said(cost)}. Send it?`, `That is much: ${asks}.`]
      : ["What this query costs is not known. Send it?", `It may be much: ${asks}.`];
  const send = "Send";
  const chosen = await vscode.window.showWarningMessage(message, { modal: true, detail }, send);
  return chosen === send ? "send" : "nothing";
}
