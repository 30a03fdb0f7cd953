// Values along an axis, for several series.

import type { Column, Row } from "../run/answer";
import { human } from "./human";

export interface Point {
  /** The number of its place on the axis. */
  at: number;
  value: number;
  /** Whether it can still grow. */
  open: boolean;
}

export interface Series {
  name: string;
  points: Point[];
}

export interface Chart {
  /** The places of the axis. */
  x: string[];
  series: Series[];
  kind: Column["kind"];
}

/** The columns that play a part. */
export function of(columns: Column[], role: Column["role"]): Column[] {
  return columns.filter((it) => it.role === role);
}

/** What rows say along one of their columns, with a series for each value of others. */
export function series(rows: Row[], axis: Column, keys: Column[], measure: Column): Chart {
  const places = places_of(rows, axis);
  const found = new Map<string, Series>();
  for (const row of rows) {
    const value = row[measure.name];
    if (typeof value !== "number") {
      continue;
    }
    const name = keys.map((key) => human(row[key.name] ?? null, key)).join(", ");
    const one = found.get(name) ?? { name, points: [] };
    found.set(name, one);
    one.points.push({ at: places.get(row[axis.name] ?? null) ?? 0, value, open: row["incomplete"] === true });
  }
  const all = [...found.values()];
  all.forEach((it) => it.points.sort((one, other) => one.at - other.at));
  return { x: [...places.keys()].map((it) => human(it, axis)), series: all, kind: measure.kind };
}

/** The places of an axis. Numbers stand in their order: some rows have fewer of them. */
function places_of(rows: Row[], axis: Column): Map<Row[string], number> {
  const values = [...new Set(rows.map((row) => row[axis.name] ?? null))];
  if (axis.kind === "integer") {
    values.sort((one, other) => Number(one) - Number(other));
  }
  return new Map(values.map((value, at) => [value, at]));
}

/** The series that there is room for, and how many are left out: the smallest. */
export function largest(all: Series[], most: number): [Series[], number] {
  const size = ({ points }: Series): number => points.reduce((sum, it) => sum + Math.abs(it.value), 0);
  const kept = new Set([...all].sort((one, other) => size(other) - size(one)).slice(0, most));
  return [all.filter((it) => kept.has(it)), Math.max(0, all.length - most)];
}
