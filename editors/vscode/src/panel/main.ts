// The page of an answer: picture, notes, tables, request.

import type { Answer, Column, Row, Shown, Wish } from "../run/answer";
import { picture } from "./chart";
import { element } from "./element";
import { duration, human } from "./human";

declare function acquireVsCodeApi(): { postMessage(wish: Wish): void };

/** How many rows are shown before more are asked for. */
const ROWS = 500;

/** How wide pictures are, in pixels. */
const [NARROWEST, WIDEST] = [220, 900];
/** What the page keeps free on both sides. */
const EDGES = 8;

/** The parts that are long, and for who looks closer. */
const FOLDED = ["days"];

const PARTS: Record<string, string> = {
  total: "The whole range",
  days: "By day",
  cohorts: "The cohorts",
  user: "The user",
  heading: "Above the table",
};

const editor = acquireVsCodeApi();
const wish = (what: Wish["wish"]): void => editor.postMessage({ wish: what });
const root = document.getElementById("answer") as HTMLElement;
const figure = element("figure", {});
let last: Answer | undefined;

window.addEventListener("message", (event: MessageEvent<Shown>) => show(event.data));
new ResizeObserver(draw).observe(root);
wish("ready");

/** Draws the picture as wide as there is room. */
function draw(): void {
  const width = Math.min(WIDEST, Math.max(NARROWEST, root.clientWidth - EDGES));
  const drawn = last && picture(last, width);
  figure.replaceChildren(...(drawn === undefined ? [] : [drawn]));
}

function show(shown: Shown): void {
  const { answer } = shown;
  last = answer;
  draw();
  root.replaceChildren(
    head(shown),
    figure,
    ...notes(shown),
    table(answer.columns, answer.rows),
    ...parts(answer),
    request(answer),
  );
  window.scrollTo(0, 0);
}

function head(shown: Shown): HTMLElement {
  const { query, rows } = shown.answer;
  const name = button(query.label ?? query.name, "goTo", "name");
  name.title = "Go to the query";
  const facts = [
    shown.sandbox ? "sandbox: made-up numbers" : new URL(query.url).host,
    query.cost === null ? "cost not known" : `cost ${query.cost.total.toLocaleString("en")}`,
    time(shown.answer),
    `${rows.length.toLocaleString("en")} ${rows.length === 1 ? "row" : "rows"}`,
  ];
  const chips = facts.map((it) => element("li", {}, it));
  if (query.cost !== null) {
    const { days, conditions, query_type: type } = query.cost;
    chips[1]!.title = `${days} days × ${conditions} conditions × ${type}`;
  }
  const kept = query.asked?.from === "cache";
  const buttons = [
    kept ? button("Ask Anew", "anew") : button("Run Again", "again"),
    button("Export CSV", "export"),
    button("Copy URL", "copyUrl"),
  ];
  return element(
    "header",
    {},
    element("h1", {}, name),
    element("ul", { class: "facts" }, ...chips),
    element("p", { class: "buttons" }, ...buttons),
  );
}

/** How long the answer took, or for how long it was kept. */
function time({ query: { asked } }: Answer): string {
  if (asked?.from === "cache" && asked.age !== null) {
    return `kept for ${duration(asked.age)}`;
  }
  const took = asked?.milliseconds ?? null;
  if (took === null) {
    return "kept from a run that was stopped";
  }
  const times = asked !== null && asked.attempts > 1 ? `, asked ${asked.attempts} times` : "";
  return `took ${took < 1000 ? `${took} ms` : duration(took / 1000)}${times}`;
}

function button(title: string, what: Wish["wish"], kind = "action"): HTMLButtonElement {
  const made = element("button", { class: kind }, title);
  made.addEventListener("click", () => wish(what));
  return made;
}

function notes({ answer, remarks }: Shown): HTMLElement[] {
  const all = [...answer.notes.map((it) => it.text), ...remarks];
  return all.length === 0 ? [] : [element("ul", { class: "notes" }, ...all.map((it) => element("li", {}, it)))];
}

function parts(answer: Answer): HTMLElement[] {
  return Object.entries(answer.parts).map(([name, rows]) => {
    const title = element("summary", {}, PARTS[name] ?? name);
    const part = element("details", { class: "part" }, title, table(answer.part_columns[name] ?? [], rows));
    part.open = !FOLDED.includes(name);
    return part;
  });
}

/** A table without marks that mark nothing. */
function table(all: Column[], rows: Row[]): HTMLElement {
  const marksNothing = ({ name, role }: Column): boolean => role === "mark" && rows.every((row) => !row[name]);
  const columns = all.filter((it) => !marksNothing(it));
  const titles = columns.map((it) => element("th", { scope: "col", class: side(it) }, it.title.replaceAll("_", " ")));
  const body = element("tbody", {});
  const made = element("table", {}, element("thead", {}, element("tr", {}, ...titles)), body);
  const add = (some: Row[]): void => body.append(...some.map((row) => line(columns, row)));
  add(rows.slice(0, ROWS));
  const box = element("div", { class: "table" }, made);
  if (rows.length > ROWS) {
    const more = element("button", { class: "more" }, `Show all ${rows.length.toLocaleString("en")} rows`);
    more.addEventListener("click", () => {
      add(rows.slice(ROWS));
      more.remove();
    });
    box.append(more);
  }
  return box;
}

function line(columns: Column[], row: Row): HTMLElement {
  const cells = columns.map((column) => element("td", { class: side(column) }, human(row[column.name] ?? null, column)));
  return element("tr", {}, ...cells);
}

function side({ kind }: Column): string {
  return ["integer", "float", "percent", "seconds"].includes(kind) ? "number" : "text";
}

function request({ query }: Answer): HTMLElement {
  const url = new URL(query.url);
  const names = [...url.searchParams].map(([name, value]) =>
    element("tr", {}, element("th", { scope: "row" }, name), element("td", {}, value)),
  );
  return element(
    "details",
    { class: "request" },
    element("summary", {}, "Request"),
    element("p", {}, element("code", {}, `GET ${url.origin}${url.pathname}`)),
    element("div", { class: "table" }, element("table", {}, element("tbody", {}, ...names))),
    element("p", { class: "url" }, element("code", {}, query.url)),
  );
}
