// A funnel: how many get to each step, and how many are lost between.

import type { Answer, Row } from "../run/answer";
import { bars, names, row } from "./bars";
import { shape } from "./element";
import { amount } from "./human";
import { of } from "./series";

const [STEP, BETWEEN] = [24, 20];
/** About how wide one is. */
const LETTER = 6.5;

export function funnel(answer: Answer, width: number): Node | undefined {
  const { rows } = answer;
  const starts = rows.filter((it) => it["step"] === 1).length;
  if (starts > 1) {
    return groups(answer, width);
  }
  const users = (it: Row): number => Number(it["users"] ?? 0);
  const most = Math.max(0, ...rows.map(users));
  if (rows.length < 2 || most === 0) {
    return undefined;
  }
  const height = rows.length * STEP + (rows.length - 1) * BETWEEN;
  const picture = shape("svg", { width, height, role: "img", class: "funnel" });
  rows.forEach((it, at) => {
    const top = at * (STEP + BETWEEN);
    const value = `${users(it).toLocaleString("en")} · ${amount(Number(it["of_first"] ?? 0), "percent")}`;
    picture.append(...row(`${it["step"]} ${it["event"]}`, users(it) / most, value, top, width));
    if (at > 0) {
      const said = between(it, users(rows[at - 1]!) - users(it));
      const x = Math.max(0, Math.min(names(width), width - said.length * LETTER));
      picture.append(shape("text", { class: "label lost", x, y: top - 5 }, said));
    }
  });
  return picture;
}

/** What happens on the way to a step. */
function between(it: Row, lost: number): string {
  const said = [`↓ ${amount(Number(it["of_previous"] ?? 0), "percent")} go on`];
  if (lost > 0) {
    said.push(`${lost.toLocaleString("en")} do not`);
  }
  if (typeof it["median_seconds"] === "number") {
    said.push(`half within ${amount(it["median_seconds"], "seconds")}`);
  }
  return said.join(", ");
}

/** How many of each group get to the last step. */
function groups({ rows, columns }: Answer, width: number): Node | undefined {
  const last = Math.max(...rows.map((it) => Number(it["step"] ?? 0)));
  const keys = of(columns, "key").filter((it) => it.name !== "event");
  const ends = rows.filter((it) => it["step"] === last);
  const bar = (it: Row): { name: string; value: number } => ({
    name: keys.map((key) => String(it[key.name] ?? "")).join(", "),
    value: Number(it["of_first"] ?? 0),
  });
  return bars(ends.map(bar), "percent", width);
}
