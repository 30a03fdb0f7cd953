// Values the way people read them: as `amq run` shows them in a terminal.

import type { Cell, Column } from "../run/answer";

const UNITS: [string, number][] = [
  ["d", 86_400],
  ["h", 3600],
  ["min", 60],
  ["s", 1],
];

/** A cell of a column. */
export function human(cell: Cell, column: Column): string {
  if (cell === null) {
    return "–";
  }
  if (typeof cell === "boolean") {
    return cell ? "yes" : "";
  }
  if (typeof cell === "number") {
    return column.role === "key" ? String(cell) : amount(cell, column.kind);
  }
  return column.kind === "datetime" ? cell.replace("T", " ").slice(0, 16) : cell;
}

/** A number of a kind of column. */
export function amount(number: number, kind: Column["kind"]): string {
  if (kind === "percent") {
    return `${(number * 100).toFixed(1)} %`;
  }
  return kind === "seconds" ? duration(number) : decimal(number);
}

/** A length of time in its two largest units. */
export function duration(seconds: number): string {
  if (Math.abs(seconds) < 60) {
    return `${Number(seconds.toFixed(1))} s`;
  }
  let left = Math.round(Math.abs(seconds));
  const first = UNITS.findIndex(([, unit]) => left >= unit);
  const said: string[] = [];
  for (const [name, unit] of UNITS.slice(first, first + 2)) {
    const count = Math.floor(left / unit);
    left -= count * unit;
    if (count > 0) {
      said.push(`${count} ${name}`);
    }
  }
  return (seconds < 0 ? "−" : "") + said.join(" ");
}

/** A number in a few characters, for an axis. */
export function compact(number: number, kind: Column["kind"]): string {
  if (kind === "percent") {
    return `${Number((number * 100).toFixed(1))} %`;
  }
  if (kind === "seconds") {
    return duration(number);
  }
  return number.toLocaleString("en", { notation: "compact", maximumFractionDigits: 2 });
}

function decimal(number: number): string {
  const size = Math.abs(number);
  const digits = Number.isInteger(number) || size >= 1e6 ? 0 : size >= 1 ? 2 : size >= 0.01 ? 4 : 8;
  return number.toLocaleString("en", { maximumFractionDigits: digits });
}
