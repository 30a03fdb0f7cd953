// Runs the query at a place: in the program that the server runs in, never in the server.

import * as path from "node:path";

import * as vscode from "vscode";

import { here } from "../place";
import type { Program, Server } from "../server";
import type { Answer, Shown } from "./answer";
import { distrusted, failed, mayBeSent } from "./before";
import type { Panel } from "./panel";
import { diagnosticsOf, type Ended, own, problemOf, run } from "./program";
import { showing } from "./progress";
import type { Refused } from "./refused";

/** Which query, as the lens above it says. */
export interface OfRun {
  uri: string;
  range: { start: { line: number } };
}

/** How it is asked for. */
export interface How {
  /** Of a sandbox. */
  sandbox?: boolean;
  /** Not of what was kept. */
  anew?: boolean;
}

/** Runs queries, and shows what comes of it. */
export class Runner {
  constructor(
    private readonly server: Server,
    private readonly memory: vscode.Memento,
    private readonly panel: Panel,
    private readonly refused: Refused,
  ) {}

  /** Runs the query that a lens stands above, or the one at the cursor. */
  async run(of: OfRun | undefined, how: How = {}): Promise<void> {
    if (!vscode.workspace.isTrusted) {
      await distrusted();
      return;
    }
    const query = await find(of);
    if (query === undefined) {
      void vscode.window.showInformationMessage("Put the cursor into a query first.");
      return;
    }
    const program = await this.server.program();
    if (program === undefined) {
      void vscode.window.showWarningMessage("amq is not there, so nothing can be run.");
      return;
    }
    const settings = vscode.workspace.getConfiguration("amq.run");
    let sandbox = how.sandbox ?? settings.get("sandbox", false);
    if (!sandbox) {
      const asked = { name: query.name, given: given(query, how), text: query.text, sandbox: true };
      const decision = await mayBeSent(program, this.memory, this.server.log, asked);
      if (decision === "nothing") {
        return;
      }
      sandbox = decision === "sandbox";
    }
    await this.ask(program, query, { ...how, sandbox });
  }

  private async ask(program: Program, query: Found, how: How): Promise<void> {
    this.refused.clear(query.document.uri);
    const title = `amq: ${query.name}${how.sandbox === true ? ", sandbox" : ""}`;
    const { ended, cancelled } = await showing(title, (cancel, tell) =>
      run(program, given(query, how), query.text, cancel, (message) => {
        const what = waiting(message);
        if (what !== undefined) {
          tell(what);
        }
      }),
    );
    if (cancelled) {
      void vscode.window.showInformationMessage(`The run of ${query.name} was cancelled.`);
      return;
    }
    await this.show(query, how, ended);
  }

  private async show(query: Found, how: How, ended: Ended): Promise<void> {
    const { code, output, messages } = ended;
    const [answer] = code === 2 || output === "" ? [] : (JSON.parse(output) as Answer[]);
    this.refused.show(query.document, query.text, diagnosticsOf(messages));
    if (answer === undefined) {
      await failed(problemOf(messages));
      return;
    }
    const remarks = messages.flatMap((it) => (it.kind === "note" ? [it.message.replace(/^note: /, "")] : []));
    if (unsavedBeside(query.document)) {
      remarks.push("other files have changes that are not saved; they were read as they are on disk");
    }
    const shown: Shown = { answer, sandbox: how.sandbox === true, remarks };
    const again = (anew: boolean): void => void this.run(query.of, { ...how, anew });
    this.panel.show(shown, query.document.uri, again);
  }
}

/** What the program says of requests under way, in the words of someone who waits for them. */
function waiting(message: string): string | undefined {
  const [, count] = /^(\d+) in flight$/.exec(message) ?? [];
  if (count === "0") {
    return undefined;
  }
  return count === undefined ? message : `waiting for ${count} ${count === "1" ? "answer" : "answers"}`;
}

/** A query that was found. */
interface Found {
  document: vscode.TextDocument;
  text: string;
  /** Its line, from 1. */
  line: number;
  name: string;
  of: OfRun;
}

async function find(of: OfRun | undefined): Promise<Found | undefined> {
  const cursor = here();
  if (of === undefined && cursor === undefined) {
    return undefined;
  }
  const uri = of?.uri ?? cursor?.uri ?? "";
  const line = of?.range.start.line ?? cursor?.position.line ?? 0;
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  const name = `${path.basename(document.fileName)}:${line + 1}`;
  const again = { uri, range: { start: { line } } };
  return { document, text: document.getText(), line: line + 1, name, of: again };
}

/** The arguments for a query. */
function given(query: Found, how: How): string[] {
  const { document } = query;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
  const file = document.isUntitled ? path.join(folder, "untitled.amq") : document.fileName;
  return [
    ...["run", "--format", "json", "--messages", "json", "--stdin-name", file],
    ...(how.sandbox === true ? ["--sandbox"] : own()),
    ...(how.anew === true ? ["--no-cache"] : []),
    `-:${query.line}`,
  ];
}

function unsavedBeside(document: vscode.TextDocument): boolean {
  const others = vscode.workspace.textDocuments.filter((it) => it !== document && !it.isUntitled);
  return others.some((it) => it.languageId === "amq" && it.isDirty);
}
