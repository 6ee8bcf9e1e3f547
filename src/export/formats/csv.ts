import type { Cell, ColumnKind, FormatColumn } from '../columns/column.ts';
import type { RowFormat, TimeStyle } from './row-format.ts';
import { createTextPieces } from './text-pieces.ts';
import { createTimeText } from './time-text.ts';

/**
 * CSV by RFC 4180, with a header: lines end in CR LF, fields with commas, quotes or line breaks are quoted, an unknown value is an empty field.
 * A text that a spreadsheet would take for a formula gets an apostrophe before it; numbers have none.
 */
export function createCsv(columns: readonly FormatColumn[], times: TimeStyle): RowFormat {
  const timeText = times === 'iso' ? createTimeText() : String;
  const text = createTextPieces();
  const fields = columns.map(({ kind }) => fieldOf(kind, timeText));
  return {
    start: () => `${columns.map(({ name }) => name).join(',')}\r\n`,
    rows({ shared, rows }) {
      let before = '';
      for (let index = 0; index < shared.length; index++) {
        before += `${fieldText(fields[index]!, shared[index]!)},`;
      }
      const own = fields.slice(shared.length);
      for (const row of rows) {
        let line = before + fieldText(own[0]!, row[0]!);
        for (let index = 1; index < own.length; index++) line += `,${fieldText(own[index]!, row[index]!)}`;
        text.add(`${line}\r\n`);
      }
      return text.piece();
    },
    end: text.rest,
  };
}

/** How a value of a column is written; `null`: as it is. */
type Field = ((value: Cell) => string) | null;

function fieldText(field: Field, value: Cell): Cell {
  if (value === null) return '';
  return field === null ? value : field(value);
}

function fieldOf(kind: ColumnKind, timeText: (at: number) => string): Field {
  if (kind === 'instant') return (value) => timeText(value as number);
  if (kind === 'flag') return (value) => (value === 1 ? 'true' : 'false');
  return kind === 'text' ? (value) => textField(String(value)) : null;
}

/** An apostrophe keeps spreadsheets from reading a text as a formula (OWASP, CSV injection). */
function textField(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
