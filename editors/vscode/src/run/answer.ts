// What `amq run --format json` gives, as far as it is shown.

/** A column of a table. */
export interface Column {
  name: string;
  title: string;
  kind: "flag" | "integer" | "float" | "percent" | "seconds" | "date" | "datetime" | "text";
  role: "axis" | "key" | "measure" | "mark";
}

/** A cell; `null` where there is nothing. */
export type Cell = string | number | boolean | null;
export type Row = Record<string, Cell>;

/** A query that was asked. */
export interface Query {
  name: string;
  file: string;
  line: number;
  label: string | null;
  url: string;
  cost: { days: number; conditions: number; query_type: number; total: number } | null;
  asked: { from: "api" | "cache" | "resumed"; attempts: number; milliseconds: number | null; age: number | null } | null;
}

/** Its answer. */
export interface Answer {
  query: Query;
  shape: string;
  columns: Column[];
  rows: Row[];
  parts: Record<string, Row[]>;
  part_columns: Record<string, Column[]>;
  notes: { name: string; text: string }[];
}

/** What a run would be: `amq run --dry-run --format json`. */
export interface Plan {
  queries: Query[];
  hosts: Host[];
}

/** Who would be asked. */
export interface Host {
  base: string;
  key: { from: "environment" } | { from: "keyring"; profile: string } | null;
  problem: string | null;
  help: string | null;
  sent: number;
  cost: number;
  /** How many of those that are sent have a cost that is not known. */
  unknown: number;
}

/** A line that the program says beside its result. */
export type Message =
  | { kind: "note" | "progress" | "error"; message: string; help?: string }
  | Diagnostic
  | { kind: "end"; answered: number; failed: number };

/** Something that is wrong with a part of the text; offsets are bytes of UTF-8. */
export interface Diagnostic {
  kind: "diagnostic";
  code: string;
  severity: "error" | "warning" | "info";
  message: string;
  help: string | null;
  span: { start: { offset: number }; end: { offset: number } };
}

/** What the panel is handed. */
export interface Shown {
  answer: Answer;
  sandbox: boolean;
  /** What else is to be known of the run. */
  remarks: string[];
}

/** What the panel asks for. */
export type Wish = { wish: "ready" | "again" | "anew" | "export" | "copyUrl" | "goTo" };
