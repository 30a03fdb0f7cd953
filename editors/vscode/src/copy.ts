// A query's request onto the clipboard.

import * as vscode from "vscode";

import { here, type Of } from "./place";
import type { Server } from "./server";

const NOUNS = { url: "URL", curl: "curl command" };

/** Copies the request of the query at a place, and says so. */
export async function copy(server: Server, of: Of | undefined): Promise<void> {
  if (of === undefined) {
    void vscode.window.showInformationMessage("Open a file of queries first.");
    return;
  }
  const emit = of.emit === "curl" ? "curl" : "url";
  const text = await server.execute<string | null>("amq.compile", { ...of, emit, show: false });
  if (text === undefined) {
    void vscode.window.showWarningMessage("amq does not run, so there is nothing to copy.");
  } else if (text === null) {
    void vscode.window.showWarningMessage(
      "Nothing copied: no query here, or one with a mistake.",
    );
  } else {
    await vscode.env.clipboard.writeText(text);
    await vscode.commands.executeCommand("setContext", "amq.hasCopied", true);
    void vscode.window.showInformationMessage(`Copied the ${NOUNS[emit]}: ${shortened(text)}`);
  }
}

/** Copies the request of the query at the cursor. */
export function copyHere(server: Server, emit: string): Promise<void> {
  const of = here();
  return copy(server, of && { ...of, emit });
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
