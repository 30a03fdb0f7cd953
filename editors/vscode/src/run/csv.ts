// A table as `amq run --format csv` writes it.

import type { Answer, Cell, Column } from "./answer";

/** The rows of an answer, with a line of names above them. */
export function csv(answer: Answer): string {
  const head = answer.columns.map((column) => quoted(disarmed(column.name)));
  const rows = answer.rows.map((row) => answer.columns.map((column) => field(row[column.name] ?? null, column)));
  return [head, ...rows].map((fields) => `${fields.length === 1 && fields[0] === "" ? '""' : fields.join(",")}\r\n`).join("");
}

function field(cell: Cell, column: Column): string {
  if (cell === null) {
    return "";
  }
  return quoted(column.kind === "text" ? disarmed(String(cell)) : String(cell));
}

/** A text that a spreadsheet takes for text, and not for a formula. */
function disarmed(text: string): string {
  const isFormula = /^'*[=+\-@\t\r\n]/.test(text);
  const isNumber = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text);
  return isFormula && !isNumber ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
