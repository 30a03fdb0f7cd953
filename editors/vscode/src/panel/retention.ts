// Retention: a line for each cohort, a column for each interval, the darker the more come back.

import type { Answer, Column, Row } from "../run/answer";
import { shape } from "./element";
import { human } from "./human";
import { of } from "./series";

const [NAMES, SIZES, CELL, ROW] = [100, 60, 66, 22];
/** How many intervals and lines are drawn. */
const [WIDEST, HIGHEST] = [31, 40];

/** How much a triangle shrinks to fit before it is scrolled. */
const SMALLEST = 0.65;

interface Line {
  name: string;
  size: string;
  cells: Map<string, { share: number; open: boolean }>;
}

export function retention(answer: Answer, room: number): Node | undefined {
  const interval = of(answer.columns, "axis").at(-1);
  if (interval === undefined) {
    return undefined;
  }
  const total = answer.parts["total"] ?? [];
  const keys = of(answer.columns, "key");
  const cohort = answer.columns.filter((it) => it.name === "cohort");
  const all = keys.length === 0
    ? [...read(total, interval, [], "all"), ...read(answer.rows, interval, cohort, "")]
    : read(total, interval, keys, "");
  const intervals = [...new Set(all.flatMap((it) => [...it.cells.keys()]))].slice(0, WIDEST);
  const shown = all.slice(0, HIGHEST);
  if (shown.length < 2 || intervals.length < 2) {
    return undefined;
  }
  const [width, height] = [NAMES + SIZES + intervals.length * CELL, (shown.length + 1) * ROW];
  const scale = Math.max(SMALLEST, Math.min(1, room / width));
  const size = { width: width * scale, height: height * scale, viewBox: `0 0 ${width} ${height}` };
  const picture = shape("svg", { ...size, role: "img", class: "retention" });
  picture.append(text(interval.title.replaceAll("_", " "), NAMES - 8, 0), text("users", NAMES + SIZES - 8, 0));
  intervals.forEach((it, at) => picture.append(text(it, left(at) + CELL - 8, 0)));
  shown.forEach((it, at) => picture.append(...drawn(it, intervals, (at + 1) * ROW)));
  return picture;
}

function read(rows: Row[], interval: Column, names: Column[], fixed: string): Line[] {
  const found = new Map<string, Line>();
  for (const row of rows) {
    const name = names.length === 0 ? fixed : names.map((it) => human(row[it.name] ?? null, it)).join(", ");
    const size = Number(row["of"] ?? 0).toLocaleString("en");
    const line = found.get(name) ?? { name, size, cells: new Map() };
    found.set(name, line);
    if (typeof row["retained"] === "number") {
      const open = row["incomplete"] === true;
      line.cells.set(human(row[interval.name] ?? null, interval), { share: row["retained"], open });
    }
  }
  return [...found.values()];
}

function drawn(line: Line, intervals: string[], top: number): SVGElement[] {
  const cells = intervals.flatMap((interval, at) => {
    const cell = line.cells.get(interval);
    if (cell === undefined) {
      return [];
    }
    const said = `${(cell.share * 100).toFixed(1)} %`;
    const title = shape("title", {}, `${line.name}, ${interval}: ${said}${cell.open ? ", can still grow" : ""}`);
    const shade = 0.08 + 0.72 * Math.min(1, Math.max(0, cell.share));
    return [
      shape("rect", { class: "cell", x: left(at) + 1, y: top + 1, width: CELL - 2, height: ROW - 2, "fill-opacity": shade }, title),
      text(cell.open ? `${said}*` : said, left(at) + CELL - 8, top, "value"),
    ];
  });
  return [text(line.name, NAMES - 8, top), text(line.size, NAMES + SIZES - 8, top), ...cells];
}

function left(at: number): number {
  return NAMES + SIZES + at * CELL;
}

function text(said: string, right: number, top: number, kind = "label"): SVGElement {
  return shape("text", { class: `${kind} end`, x: right, y: top + 15 }, said);
}
