// What the API says of a query, as diagnostics on it: until it is edited or run again.

import * as vscode from "vscode";

import type { Diagnostic } from "./answer";

/** The code of what the API says. */
const OF_THE_API = "API";

/** The diagnostics of runs. */
export class Refused implements vscode.Disposable {
  private readonly said = vscode.languages.createDiagnosticCollection("amq run");
  private readonly listeners: vscode.Disposable[];

  constructor() {
    this.listeners = [
      this.said,
      vscode.workspace.onDidChangeTextDocument((change) => {
        if (change.contentChanges.length > 0) {
          this.clear(change.document.uri);
        }
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.clear(document.uri)),
    ];
  }

  /** Shows what the API said of a text that was sent; the server says the rest. */
  show(document: vscode.TextDocument, text: string, said: Diagnostic[]): void {
    if (document.getText() !== text) {
      return;
    }
    const bytes = Buffer.from(text);
    const place = (offset: number): vscode.Position =>
      document.positionAt(bytes.subarray(0, offset).toString().length);
    const own = said.filter((it) => it.code === OF_THE_API);
    const shown = own.map((it) => {
      const range = new vscode.Range(place(it.span.start.offset), place(it.span.end.offset));
      const message = it.help === null ? it.message : `${it.message}\nhelp: ${it.help}`;
      const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Error);
      diagnostic.source = "amq run";
      return diagnostic;
    });
    this.said.set(document.uri, shown);
  }

  clear(uri: vscode.Uri): void {
    this.said.delete(uri);
  }

  dispose(): void {
    vscode.Disposable.from(...this.listeners).dispose();
  }
}
