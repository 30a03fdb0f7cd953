// A bar for each value.

import type { Column } from "../run/answer";
import { element, shape } from "./element";
import { amount } from "./human";

const [ROW, VALUES] = [24, 130];
/** How many are drawn. */
const MOST = 25;

export interface Bar {
  name: string;
  value: number;
}

/** Bars; none for a single one, or where values are below zero. */
export function bars(all: Bar[], kind: Column["kind"], width: number): Node | undefined {
  const most = Math.max(0, ...all.map((it) => it.value));
  if (all.length < 2 || most <= 0 || all.some((it) => it.value < 0)) {
    return undefined;
  }
  const shown = all.slice(0, MOST);
  const picture = shape("svg", { width, height: shown.length * ROW, role: "img", class: "bars" });
  shown.forEach(({ name, value }, at) => picture.append(...row(name, value / most, amount(value, kind), at * ROW, width)));
  const page = document.createDocumentFragment();
  page.append(picture);
  if (all.length > MOST) {
    page.append(element("p", { class: "rest" }, `and ${all.length - MOST} more in the table`));
  }
  return page;
}

/** How much of a width names take. */
export function names(width: number): number {
  return Math.min(190, width / 3);
}

/** A bar with its name and its value. */
export function row(name: string, share: number, value: string, top: number, width: number): SVGElement[] {
  const left = names(width);
  const long = Math.max(share > 0 ? 1 : 0, (width - left - VALUES) * share);
  const text = name === "" ? "all" : name;
  return [
    shape("text", { class: "label end", x: left - 8, y: top + 16 }, shortened(text, left), shape("title", {}, text)),
    shape("rect", { class: "bar c0", x: left, y: top + 3, width: long, height: ROW - 6 }),
    shape("text", { class: "label", x: left + long + 8, y: top + 16 }, value),
  ];
}

/** As much of a name as there is room for. */
function shortened(name: string, width: number): string {
  const most = Math.floor(width / 7);
  return name.length > most ? `${name.slice(0, most - 1)}…` : name;
}
