// The server's life: found, started, restarted, and said to be missing.

import { homedir } from "node:os";

import * as vscode from "vscode";
import {
  DidChangeConfigurationNotification,
  ExecuteCommandRequest,
  LanguageClient,
  type Middleware,
  State,
} from "vscode-languageclient/node";

import { find } from "./find";

/** How the server is. */
export type Health = { is: "starting" | "running" } | { is: "stopped"; problem: string };

/** A program that was found, and how it is started. */
export interface Program {
  path: string;
  /** The arguments that all commands take. */
  common: string[];
  environment: NodeJS.ProcessEnv;
}

/** What only the server takes. */
const OF_THE_SERVER = /^--(stdio|clientProcessId=.*)$/;

/** The commands of lenses and fixes that the extension sees to itself. */
const OWN = ["amq.run", "amq.pull"];

/** The settings that the server follows. */
const FOLLOWED = ["codeLens", "inlayHints"];

const INSTALL = "https://github.com/amq-lang/amq#try-it";

/** The server of this window. */
export class Server implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private starting: Promise<void> = Promise.resolve();
  private found: Program | undefined;
  private readonly changed = new vscode.EventEmitter<Health>();
  /** Tells how it is. */
  readonly onHealth = this.changed.event;
  health: Health = { is: "starting" };

  constructor(
    private readonly extension: string,
    readonly log: vscode.LogOutputChannel,
    private readonly middleware: Middleware,
  ) {}

  /** Starts it anew, after what is under way. */
  restart(): Promise<void> {
    this.starting = this.starting.then(async () => {
      await this.stop();
      await this.start();
    });
    return this.starting;
  }

  /** Has it run a command; `undefined` if it does not run. */
  async execute<T>(command: string, of: object): Promise<T | undefined> {
    await this.starting;
    const client = this.client;
    if (client?.state !== State.Running) {
      return undefined;
    }
    return client.sendRequest(ExecuteCommandRequest.type, { command, arguments: [of] });
  }

  /** The program that it runs on; `undefined` if there is none. */
  async program(): Promise<Program | undefined> {
    await this.starting;
    return this.found;
  }

  /** Tells it of settings that changed. */
  async follow(): Promise<void> {
    await this.client?.sendNotification(DidChangeConfigurationNotification.type, {
      settings: { amq: switches() },
    });
  }

  async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    // One that has crashed cannot be stopped, and need not be.
    await client?.dispose().catch((error: unknown) => this.log.warn(String(error)));
  }

  dispose(): void {
    void this.stop();
    this.changed.dispose();
  }

  private async start(): Promise<void> {
    this.become({ is: "starting" });
    this.found = undefined;
    const settings = vscode.workspace.getConfiguration("amq.server");
    const tell = (line: string): void => this.log.info(line);
    const found = await find(settings.get("path", "").trim(), this.extension, tell);
    if ("problem" in found) {
      this.fail(found.problem);
      return;
    }
    this.log.info(`amq ${found.version}, from ${found.from}: ${found.path}`);
    const given = settings.get<string[]>("arguments", []);
    const environment = { ...process.env, ...settings.get<Record<string, string>>("environment", {}) };
    const common = given.filter((it) => !OF_THE_SERVER.test(it));
    this.found = { path: found.path, common, environment };
    const client = this.connect(found.path, given, environment);
    this.client = client;
    try {
      await client.start();
    } catch (error) {
      this.client = undefined;
      this.fail(`amq did not start: ${String(error)}`);
    }
  }

  private connect(command: string, given: string[], env: NodeJS.ProcessEnv): LanguageClient {
    const run = { command, args: ["lsp", ...given], options: { env, cwd: homedir() } };
    const client = new LanguageClient("amq", "amq", run, {
      documentSelector: ["file", "untitled"].map((scheme) => ({ scheme, language: "amq" })),
      initializationOptions: { amq: switches() },
      outputChannel: this.log,
      middleware: this.middleware,
    });
    client.onDidChangeState(({ newState }) => {
      if (client !== this.client) {
        return;
      }
      if (newState === State.Running) {
        this.become({ is: "running" });
      } else if (newState === State.Stopped) {
        this.become({ is: "stopped", problem: "amq has stopped; its log says why." });
      }
    });
    return client;
  }

  private become(health: Health): void {
    this.health = health;
    // What holds already when VS Code reads the walkthrough never ticks a step. So each step with
    // such a key has two events, of which one holds once the walkthrough is opened and one before.
    void vscode.commands.executeCommand("setContext", "amq.serverRuns", health.is === "running");
    this.changed.fire(health);
  }

  private fail(problem: string): void {
    this.become({ is: "stopped", problem });
    this.log.error(problem);
    void offer(problem);
  }
}

/** Shows the setting, of the machine that the server runs on. */
export async function openSetting(): Promise<void> {
  const remote = vscode.env.remoteName !== undefined;
  const command = remote ? "workbench.action.openRemoteSettings" : "workbench.action.openSettings";
  await vscode.commands.executeCommand(command, { query: "amq.server.path" });
}

/** Says why there is no server, and offers what can be done about it. */
async function offer(problem: string): Promise<void> {
  const [install, setting, log] = ["How to Install", "Open Setting", "Show Log"];
  const answer = await vscode.window.showErrorMessage(problem, install, setting, log);
  if (answer === install) {
    await vscode.env.openExternal(vscode.Uri.parse(INSTALL));
  } else if (answer === setting) {
    await openSetting();
  } else if (answer === log) {
    await vscode.commands.executeCommand("amq.showLog");
  }
}

function switches(): Record<string, unknown> {
  const settings = vscode.workspace.getConfiguration("amq");
  const followed = Object.fromEntries(FOLLOWED.map((section) => [section, settings.get(section)]));
  // Nothing is sent from a restricted workspace, so nothing offers it.
  return { ...followed, commands: vscode.workspace.isTrusted ? OWN : [] };
}
