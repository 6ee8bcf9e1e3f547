import type { Cell, ColumnKind, ExportColumn } from '../columns/column.ts';
import type { RowFormat, TimeStyle } from './row-format.ts';
import { createTimeText } from './time-text.ts';

/**
 * CSV by RFC 4180, with a header: lines end in CR LF, fields with commas, quotes or line breaks are quoted, an unknown value is an empty field.
 * A text that a spreadsheet would take for a formula gets an apostrophe before it; numbers have none.
 */
export function createCsv(columns: readonly ExportColumn[], times: TimeStyle): RowFormat {
  const timeText = times === 'iso' ? createTimeText() : String;
  const fields = columns.map(({ kind }) => fieldOf(kind, timeText));
  return {
    start: () => `${columns.map(({ name }) => name).join(',')}\r\n`,
    rows({ shared, rows }) {
      let before = '';
      for (let index = 0; index < shared.length; index++) before += `${fields[index]!(shared[index]!)},`;
      const own = fields.slice(shared.length);
      let text = '';
      for (const row of rows) {
        text += before + own[0]!(row[0]!);
        for (let index = 1; index < own.length; index++) text += `,${own[index]!(row[index]!)}`;
        text += '\r\n';
      }
      return text;
    },
    end: () => '',
  };
}

/** A value of a column as a field. */
type Field = (value: Cell) => string;

function fieldOf(kind: ColumnKind, timeText: (at: number) => string): Field {
  switch (kind) {
    case 'instant':
      return (value) => (value === null ? '' : timeText(value as number));
    case 'flag':
      return (value) => (value === null ? '' : value === 1 ? 'true' : 'false');
    case 'text':
      return (value) => (value === null ? '' : textField(String(value)));
    default:
      return (value) => (value === null ? '' : `${value}`);
  }
}

/** An apostrophe keeps spreadsheets from reading a text as a formula (OWASP, CSV injection). */
function textField(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
