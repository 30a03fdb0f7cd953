// What queries cost: one in a message, many in a list to choose from.

import * as vscode from "vscode";

import { here, type Of } from "./place";
import type { Server } from "./server";

/** A query's cost, as the server tells it. */
export interface Cost {
  uri: string;
  range: { start: { line: number; character: number } };
  label: string | null;
  /** The cost; `null` where it is not known. */
  total: number | null;
  /** What it counts against; `null` where it is not known or counts against another limit. */
  limit: number | null;
  /** A few words. */
  short: string;
  /** The factors and the share. */
  text: string;
}

/** Whether it is more than the API runs at a time. */
export function isOver(cost: Cost): boolean {
  return cost.limit !== null && (cost.total ?? 0) > cost.limit;
}

interface Item extends vscode.QuickPickItem {
  cost: Cost;
}

/** Shows the cost of the query at a place. */
export async function showOne(server: Server, of: Of): Promise<void> {
  const cost = await server.execute<Cost | null>("amq.cost", { ...of, show: false });
  if (!cost) {
    return;
  }
  const text = cost.label === null ? cost.text : `${cost.label}: ${cost.text}`;
  const tell = isOver(cost) ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  const all = "Cost of File";
  if ((await tell(text, all)) === all) {
    await showFile(server);
  }
}

/** Shows the costs of the file's queries. */
export async function showFile(server: Server): Promise<void> {
  const of = here();
  if (of === undefined) {
    void vscode.window.showInformationMessage("Open a file of queries first.");
    return;
  }
  await show("this file", await server.execute<Cost[]>("amq.cost", { uri: of.uri }));
}

/** Shows the costs of all queries of the workspace. */
export async function showWorkspace(server: Server): Promise<void> {
  await show("this workspace", await server.execute<Cost[]>("amq.cost", {}));
}

async function show(where: string, costs: Cost[] | undefined): Promise<void> {
  if (costs === undefined) {
    void vscode.window.showWarningMessage("amq does not run, so costs are not known.");
  } else if (costs.length === 0) {
    void vscode.window.showInformationMessage(`There is no query without mistakes in ${where}.`);
  } else {
    const title = `Cost of ${where}: ${sum(costs)}`;
    const placeHolder = "Queries with mistakes are left out. Choose one to go there";
    const options = { title, placeHolder, matchOnDescription: true };
    const chosen = await vscode.window.showQuickPick(items(costs), options);
    if (chosen) {
      await goTo(chosen.cost);
    }
  }
}

/** `1,842 in 4 queries` */
function sum(costs: Cost[]): string {
  const counted = costs.filter((it) => it.limit !== null);
  const total = counted.reduce((sum, it) => sum + (it.total ?? 0), 0);
  const others = costs.length - counted.length;
  const more = others === 0 ? "" : `, and ${others} that ${others === 1 ? "is" : "are"} not counted in cost`;
  const noun = counted.length === 1 ? "query" : "queries";
  return `${total.toLocaleString("en")} in ${counted.length} ${noun}${more}`;
}

/** The dearest first. */
function items(costs: Cost[]): Item[] {
  const weight = (cost: Cost): number => (cost.limit === null ? -1 : (cost.total ?? -1));
  const sorted = [...costs].sort((one, other) => weight(other) - weight(one));
  return sorted.map((cost) => {
    const icon = isOver(cost) ? "$(warning) " : "";
    const place = `${vscode.workspace.asRelativePath(vscode.Uri.parse(cost.uri))}:${cost.range.start.line + 1}`;
    const description = cost.label === null ? place : `${cost.label} · ${place}`;
    return { label: icon + cost.short, description, detail: cost.text, cost };
  });
}

async function goTo(cost: Cost): Promise<void> {
  const { line, character } = cost.range.start;
  const selection = new vscode.Range(line, character, line, character);
  await vscode.window.showTextDocument(vscode.Uri.parse(cost.uri), { selection });
}
