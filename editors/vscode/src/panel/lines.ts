// A line for each series.

import { element, shape } from "./element";
import { amount, compact } from "./human";
import { type Chart, largest, type Point, type Series } from "./series";

const HEIGHT = 240;
const [LEFT, RIGHT, TOP, BOTTOM] = [56, 12, 10, 24];
/** As many as there are colours. */
const MOST = 6;
/** Dots nearer to each other than this are left out. */
const NEAREST = 8;
/** What a label of the axis takes. */
const LABEL = 100;

export function lines(chart: Chart, width: number): Node | undefined {
  const [shown, more] = largest(chart.series, MOST);
  const values = shown.flatMap((it) => it.points.map((point) => point.value));
  if (values.length === 0) {
    return undefined;
  }
  const ticks = scale(Math.min(0, ...values), Math.max(0, ...values));
  const [low, high] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  const x = (at: number): number => LEFT + (at / Math.max(1, chart.x.length - 1)) * (width - LEFT - RIGHT);
  const y = (value: number): number => HEIGHT - BOTTOM - ((value - low) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const grid = ticks.flatMap((tick) => [
    shape("line", { class: "grid", x1: LEFT, x2: width - RIGHT, y1: y(tick), y2: y(tick) }),
    shape("text", { class: "label end", x: LEFT - 6, y: y(tick) + 4 }, compact(tick, chart.kind)),
  ]);
  const dots = (x(1) - x(0) >= NEAREST) || chart.x.length === 1;
  const drawn = shown.map((it, number) => line(it, number, chart, x, y, dots));
  const title = shape("title", {}, `${shown.length} lines over ${chart.x.length} places`);
  const picture = shape("svg", { width, height: HEIGHT, role: "img", class: "lines" });
  picture.append(title, ...grid, ...labels(chart.x, x, Math.max(1, Math.floor((width - LEFT) / LABEL))), ...drawn);
  const page = document.createDocumentFragment();
  page.append(picture, ...legend(shown, more));
  return page;
}

function line(
  { name, points }: Series,
  number: number,
  chart: Chart,
  x: (at: number) => number,
  y: (value: number) => number,
  dots: boolean,
): SVGElement {
  const path = (some: Point[]): string =>
    some.map((it, at) => `${at === 0 ? "M" : "L"}${x(it.at).toFixed(1)} ${y(it.value).toFixed(1)}`).join("");
  const firstOpen = points.findIndex((it) => it.open);
  const sure = firstOpen < 0 ? points : points.slice(0, firstOpen);
  const open = firstOpen < 0 ? [] : points.slice(Math.max(0, firstOpen - 1));
  const group = shape("g", { class: `series c${number}` });
  group.append(shape("path", { d: path(sure) }), shape("path", { class: "open", d: path(open) }));
  for (const point of dots || points.length === 1 ? points : []) {
    const said = `${chart.x[point.at]}: ${amount(point.value, chart.kind)}${point.open ? ", not complete" : ""}`;
    const dot = shape("circle", { cx: x(point.at), cy: y(point.value), r: 3 });
    dot.append(shape("title", {}, name === "" ? said : `${name}, ${said}`));
    group.append(dot);
  }
  return group;
}

/** As many of the places as there is room for. */
function labels(places: string[], x: (at: number) => number, most: number): SVGElement[] {
  const step = Math.max(1, Math.ceil((places.length - 1) / most));
  const chosen = places.map((text, at) => ({ text, at })).filter(({ at }) => at % step === 0);
  return chosen.map(({ text, at }) => {
    const side = at === 0 ? "" : at === places.length - 1 ? " end" : " middle";
    return shape("text", { class: `label${side}`, x: x(at), y: HEIGHT - 6 }, text);
  });
}

function legend(shown: Series[], more: number): Node[] {
  if (shown.length < 2) {
    return [];
  }
  const items = shown.map((it, number) => element("li", { class: `c${number}` }, it.name === "" ? "all" : it.name));
  if (more > 0) {
    items.push(element("li", { class: "rest" }, `and ${more} more in the table`));
  }
  return [element("ul", { class: "legend" }, ...items)];
}

/** Round numbers from at or below one to at or above another. */
export function scale(low: number, high: number): number[] {
  if (high === low) {
    return [low, low + 1];
  }
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((it) => it * power).find((it) => it >= rough) ?? rough;
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, at) => (first + at) * step);
}
