// A line of the log, and the two forms in which it is written.
import type { LogFields, LogLevel } from "#base/logger.ts";

export type LogFormat = "standard" | "json";

export interface LogLine {
  atMs: number;
  level: LogLevel;
  /** Of the logger; "" for the server's own. */
  name: string;
  message: string;
  fields: LogFields;
}

/** With its newline. */
export function formatLine(line: LogLine, format: LogFormat): string {
  return format === "json" ? jsonLine(line) : textLine(line);
}

function textLine({ atMs, level, name, message, fields }: LogLine): string {
  const pairs = Object.entries(fields).filter(([, value]) => value !== undefined);
  const tail = pairs.map(([field, value]) => ` ${field}=${quoted(String(value))}`).join("");
  const room = name === "" ? "" : `${name}: `;
  const label = `[${level.toUpperCase()}]`.padEnd(7);
  return `${timeOf(atMs)} ${label} ${room}${oneLine(message)}${pairs.length > 0 ? ":" : ""}${tail}\n`;
}

function jsonLine({ atMs, level, name, message, fields }: LogLine): string {
  const head = { "@level": level, "@message": message, "@module": name, "@timestamp": timeOf(atMs) };
  return `${JSON.stringify({ ...head, ...fields })}\n`;
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}

function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, " ");
}

function quoted(value: string): string {
  return /^[\w.:/@%+,-]+$/.test(value) ? value : JSON.stringify(value);
}
