// What the tests have in the place of the editor: it notes which notifications it shows.

type Listener = () => void;

class Source {
  private listeners: Listener[] = [];
  readonly token = {
    isCancellationRequested: false,
    onCancellationRequested: (listener: Listener): void => void this.listeners.push(listener),
  };

  cancel(): void {
    this.token.isCancellationRequested = true;
    for (const listener of this.listeners) {
      listener();
    }
  }

  dispose(): void {
    this.listeners = [];
  }
}

/** A notification: what it says, its button, and whether it is there still. */
interface Shown {
  title: string;
  messages: string[];
  cancel: () => void;
  isThere: boolean;
}

const all: Shown[] = [];
(globalThis as { notifications?: Shown[] }).notifications = all;

export const CancellationTokenSource = Source;
export const ProgressLocation = { Notification: 15 };
export const window = {
  async withProgress(
    { title }: { title: string },
    task: (progress: { report: (of: { message: string }) => void }, token: Source["token"]) => Promise<void>,
  ): Promise<void> {
    const source = new Source();
    const shown: Shown = { title, messages: [], cancel: () => source.cancel(), isThere: true };
    all.push(shown);
    await task({ report: ({ message }) => void shown.messages.push(message) }, source.token);
    shown.isThere = false;
  },
};
