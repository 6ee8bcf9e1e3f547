import type { Cell, ColumnKind, FormatColumn } from '../columns/column.ts';
import type { RowFormat, TimeStyle } from './row-format.ts';
import { createTextPieces } from './text-pieces.ts';
import { createTimeText } from './time-text.ts';

/** One JSON object a line, every column in it; an unknown value is `null`. */
export function createNdjson(columns: readonly FormatColumn[], times: TimeStyle): RowFormat {
  const isoText = createTimeText();
  const timeText = times === 'iso' ? (at: number) => `"${isoText(at)}"` : String;
  const text = createTextPieces();
  const names = columns.map(({ name }, index) => `${index === 0 ? '{' : ','}${JSON.stringify(name)}:`);
  const values = columns.map(({ kind }) => jsonOf(kind, timeText));
  return {
    start: () => '',
    rows({ shared, rows }) {
      let before = '';
      for (let index = 0; index < shared.length; index++)
        before += names[index]! + values[index]!(shared[index]!);
      for (const row of rows) {
        let line = before;
        for (let index = 0; index < row.length; index++) {
          const column = shared.length + index;
          line += names[column]! + values[column]!(row[index]!);
        }
        text.add(`${line}}\n`);
      }
      return text.piece();
    },
    end: text.rest,
  };
}

function jsonOf(kind: ColumnKind, timeText: (at: number) => string): (value: Cell) => string {
  switch (kind) {
    case 'instant':
      return (value) => (value === null ? 'null' : timeText(value as number));
    case 'flag':
      return (value) => (value === null ? 'null' : value === 1 ? 'true' : 'false');
    case 'word':
    case 'date':
      return (value) => (value === null ? 'null' : `"${value}"`);
    case 'text':
      return (value) => JSON.stringify(value);
    default:
      return (value) => `${value}`;
  }
}
