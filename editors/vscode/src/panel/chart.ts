// A picture of an answer, where one says more than its table: the same that a terminal gets.

import type { Answer } from "../run/answer";
import { bars } from "./bars";
import { funnel } from "./funnel";
import { lines } from "./lines";
import { retention } from "./retention";
import { of, series } from "./series";

/** A picture so many pixels wide, if the answer is of a kind that has one. */
export function picture(answer: Answer, width: number): Node | undefined {
  const { rows, shape } = answer;
  const axes = of(answer.columns, "axis");
  const keys = of(answer.columns, "key");
  const [measure] = of(answer.columns, "measure");
  const [axis] = axes;
  if (measure === undefined) {
    return undefined;
  }
  switch (shape) {
    case "series":
    case "realtime": {
      if (axis === undefined) {
        return undefined;
      }
      const chart = series(rows, axis, keys, measure);
      return chart.x.length > 1
        ? lines(chart, width)
        : bars(chart.series.map((it) => ({ name: it.name, value: it.points[0]?.value ?? 0 })), measure.kind, width);
    }
    case "lifetime": {
      const day = axes[1];
      return axis && day && lines(series(rows, day, [axis, ...keys], measure), width);
    }
    case "bins":
    case "composition": {
      const text = (row: (typeof rows)[number], of: typeof keys, between: string): string =>
        of.map((it) => String(row[it.name] ?? "")).join(between);
      const bar = (row: (typeof rows)[number]): { name: string; value: number } => ({
        name: text(row, axes, "–") + text(row, keys, ", "),
        value: Number(row[measure.name] ?? 0),
      });
      return bars(rows.map(bar), measure.kind, width);
    }
    case "funnel":
      return funnel(answer, width);
    case "retention":
      return retention(answer, width);
    default:
      return undefined;
  }
}
