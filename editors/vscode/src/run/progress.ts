// What is shown while a program runs, and how it is cancelled.

import * as vscode from "vscode";

/** What runs: it can be cancelled, and tells what it does. */
export type Running<T> = (cancel: vscode.CancellationToken, tell: (what: string) => void) => Promise<T>;

/** What became of it. */
export interface Over<T> {
  ended: T;
  cancelled: boolean;
}

// A notification stays for a while, and would outlive something short.
const SHOWN_AFTER = 1000;

/** Shows that something runs, unless it is over at once. */
export async function showing<T>(title: string, run: Running<T>): Promise<Over<T>> {
  const source = new vscode.CancellationTokenSource();
  let last: string | undefined;
  let report = (what: string): void => void (last = what);
  const running = run(source.token, (what) => report(what));
  const show = (): void => {
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    void vscode.window.withProgress(options, async (progress, cancel) => {
      cancel.onCancellationRequested(() => source.cancel());
      report = (message) => progress.report({ message });
      if (last !== undefined) {
        report(last);
      }
      // What it fails with is the caller's.
      await running.then(undefined, () => undefined);
    });
  };
  const soon = setTimeout(show, SHOWN_AFTER);
  try {
    return { ended: await running, cancelled: source.token.isCancellationRequested };
  } finally {
    clearTimeout(soon);
    source.dispose();
  }
}
