// The status bar: what the query at the cursor costs, and whether the server runs.

import * as vscode from "vscode";

import { type Cost, isOver } from "./cost";
import { here } from "./place";
import type { Server } from "./server";

/** How long the cursor rests before the server is asked. */
const REST = 150;

/** The item in the status bar. */
export class Status implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;
  private readonly listeners: vscode.Disposable[];
  private timer: NodeJS.Timeout | undefined;
  /** The number of the last question; answers to others come too late. */
  private asked = 0;

  constructor(private readonly server: Server) {
    this.item = vscode.window.createStatusBarItem("amq", vscode.StatusBarAlignment.Right, 90);
    this.item.name = "amq: cost of the query at the cursor";
    const soon = (): void => this.soon();
    this.listeners = [
      this.item,
      server.onHealth(soon),
      vscode.window.onDidChangeActiveTextEditor(soon),
      vscode.window.onDidChangeTextEditorSelection(soon),
      vscode.workspace.onDidChangeTextDocument(soon),
      vscode.workspace.onDidChangeConfiguration(soon),
    ];
    this.soon();
  }

  dispose(): void {
    clearTimeout(this.timer);
    vscode.Disposable.from(...this.listeners).dispose();
  }

  private soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.show(), REST);
  }

  private async show(): Promise<void> {
    const number = ++this.asked;
    const of = here();
    if (of === undefined) {
      this.item.hide();
      return;
    }
    const health = this.server.health;
    const wanted = vscode.workspace.getConfiguration("amq").get("statusBar.cost", true);
    let cost: Cost | null | undefined;
    if (health.is === "running" && wanted) {
      cost = await this.server.execute<Cost | null>("amq.cost", of).catch(() => undefined);
    }
    if (number !== this.asked) {
      return;
    }
    if (!cost && this.server.health.is === "running") {
      // The language's own item says the rest.
      this.item.hide();
      return;
    }
    this.draw(cost ?? undefined);
    this.item.show();
  }

  private draw(cost: Cost | undefined): void {
    const health = this.server.health;
    this.item.backgroundColor = undefined;
    this.item.command = "amq.showFileCost";
    if (health.is === "stopped") {
      this.item.text = "$(error) amq";
      this.item.tooltip = `${health.problem}\nClick to start it again.`;
      this.item.command = "amq.restartServer";
      this.item.backgroundColor = new vscode.ThemeColor("statusBarItem.errorBackground");
    } else if (cost === undefined) {
      this.item.text = "$(loading~spin) amq";
      this.item.tooltip = "amq is starting.";
    } else {
      this.item.text = cost.short;
      this.item.tooltip = `${cost.label ?? "This query"}: ${cost.text}\nClick for the cost of the file.`;
      if (isOver(cost)) {
        this.item.backgroundColor = new vscode.ThemeColor("statusBarItem.warningBackground");
      }
    }
  }
}
