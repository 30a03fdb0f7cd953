// The panel that shows an answer: a page that runs nothing but the extension's own script.

import { randomBytes } from "node:crypto";

import * as vscode from "vscode";

import type { Shown, Wish } from "./answer";
import { csv } from "./csv";

/** The panel, made when it is needed. */
export class Panel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private shown: Shown | undefined;
  private uri: vscode.Uri | undefined;
  private again: (anew: boolean) => void = () => undefined;

  constructor(private readonly extension: vscode.Uri) {}

  /** Shows an answer; `again` has its query run again. */
  show(shown: Shown, uri: vscode.Uri, again: (anew: boolean) => void): void {
    Object.assign(this, { shown, uri, again });
    const { query } = shown.answer;
    const panel = this.panel ?? this.make();
    panel.title = `Answer: ${query.label ?? `line ${query.line}`}`;
    panel.reveal(undefined, true);
    void panel.webview.postMessage(shown);
  }

  dispose(): void {
    this.panel?.dispose();
  }

  private make(): vscode.WebviewPanel {
    const roots = [vscode.Uri.joinPath(this.extension, "dist")];
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const options = { enableScripts: true, localResourceRoots: roots };
    const panel = vscode.window.createWebviewPanel("amq.answer", "Answer", column, options);
    panel.iconPath = vscode.Uri.joinPath(this.extension, "images", "file.svg");
    panel.webview.onDidReceiveMessage((wish: Wish) => this.grant(wish));
    panel.onDidDispose(() => (this.panel = undefined));
    this.panel = panel;
    panel.webview.html = page(panel.webview, this.extension);
    return panel;
  }

  private grant({ wish }: Wish): void {
    const shown = this.shown;
    if (shown === undefined) {
      return;
    }
    if (wish === "ready") {
      void this.panel?.webview.postMessage(shown);
    } else if (wish === "again" || wish === "anew") {
      this.again(wish === "anew");
    } else if (wish === "export") {
      void save(shown, this.uri);
    } else if (wish === "copyUrl") {
      void vscode.env.clipboard.writeText(shown.answer.query.url);
      void vscode.window.showInformationMessage("Copied the URL.");
    } else if (wish === "goTo" && this.uri !== undefined) {
      const line = shown.answer.query.line - 1;
      const selection = new vscode.Range(line, 0, line, 0);
      void vscode.window.showTextDocument(this.uri, { selection, viewColumn: vscode.ViewColumn.One });
    }
  }
}

async function save(shown: Shown, uri: vscode.Uri | undefined): Promise<void> {
  const { label, line } = shown.answer.query;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? (uri && vscode.Uri.joinPath(uri, ".."));
  const name = `${label ?? `line-${line}`}.csv`;
  const defaultUri = folder && vscode.Uri.joinPath(folder, name);
  const filters = { CSV: ["csv"] };
  const chosen = await vscode.window.showSaveDialog({ ...(defaultUri && { defaultUri }), filters });
  if (chosen !== undefined) {
    await vscode.workspace.fs.writeFile(chosen, Buffer.from(csv(shown.answer)));
    void vscode.window.showInformationMessage(`Wrote ${vscode.workspace.asRelativePath(chosen)}.`);
  }
}

function page(webview: vscode.Webview, extension: vscode.Uri): string {
  const nonce = randomBytes(16).toString("hex");
  const of = (name: string): vscode.Uri =>
    webview.asWebviewUri(vscode.Uri.joinPath(extension, "dist", name));
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="${of("panel.css")}">
<title>Answer</title>
</head>
<body><main id="answer"></main><script nonce="${nonce}" src="${of("panel.js")}"></script></body>
</html>`;
}
