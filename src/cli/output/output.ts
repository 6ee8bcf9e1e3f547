import { terminalJson, terminalText } from '../../base/sanitize.ts';
import type { Environment } from '../invocation/environment.ts';

/*
 * The one place where text leaves for a terminal: rows of the database, names of settings and arguments in error texts
 * may hold escape sequences, and none gets out.
 */

/** Results go to stdout, everything else to stderr. */
export function printJson({ stdout }: Environment, value: unknown): void {
  stdout.write(`${terminalJson(JSON.stringify(value, null, 2))}\n`);
}

/** One JSON value on one line. */
export function printJsonLine({ stdout }: Environment, value: unknown): void {
  stdout.write(`${terminalJson(JSON.stringify(value))}\n`);
}

/** A line of the result, on stdout; foreign text is cleaned. */
export function printLine({ stdout }: Environment, text = ''): void {
  stdout.write(`${terminalText(text)}\n`);
}

/** A line for the person, on stderr; foreign text is cleaned. */
export function note({ stderr }: Environment, text: string): void {
  stderr.write(`${terminalText(text)}\n`);
}

/** Columns as wide as their widest cell; a column is right-aligned where the header starts with `>`. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const titles = header.map((title) => title.replace(/^>/, ''));
  const widths = titles.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        header[column]?.startsWith('>') ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join('  ')
      .trimEnd();
  return [line(titles), ...rows.map(line)].join('\n');
}
