// What a command of the server is about.

import * as vscode from "vscode";

/** A document, and a place in a query of it. */
export interface Of {
  uri: string;
  position?: { line: number; character: number };
  emit?: string;
  show?: boolean;
}

/** The cursor, if it stands in a file of queries. */
export function here(): Required<Pick<Of, "uri" | "position">> | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== "amq") {
    return undefined;
  }
  const { line, character } = editor.selection.active;
  return { uri: editor.document.uri.toString(), position: { line, character } };
}
