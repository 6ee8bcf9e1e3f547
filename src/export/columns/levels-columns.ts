import { levelsColumns as archived } from '../../archive/tables/levels-columns.ts';
import { levelsTable } from '../../archive/tables/levels-table.ts';
import type { ColumnKind as ArchivedKind } from '../../archive/tables/column.ts';
import { tradeDateOf } from '../../market/calendar/trade-date.ts';
import type { RecordedLevels } from '../../market/levels/levels.ts';
import type { Cell, ColumnKind, ExportColumn } from './column.ts';
import { type LevelsColumnName, levelsMeanings } from './levels-meanings.ts';

/** Texts of levels are our own words. */
const kindOf = (kind: ArchivedKind): ColumnKind => (kind === 'text' ? 'word' : kind);

const names = Object.keys(archived) as LevelsColumnName[];
const { flat } = levelsTable('');

/** The columns of levels, those of the archive after date and symbol; the order of `levelsCells`. */
export const levelsColumns: readonly ExportColumn[] = [
  { name: 'date', kind: 'date', meaning: 'trade date of the poll; the archive’s partition' },
  { name: 'underlying', kind: 'word', meaning: '`SPY`, or `I:SPX` for an index' },
  ...names.map((name) => ({ name, kind: kindOf(archived[name].kind), meaning: levelsMeanings[name] })),
];

/** With `--rebuilt`: whose levels they are. */
export const levelsProvenance: ExportColumn = {
  name: 'provenance',
  kind: 'word',
  meaning: 'with `--rebuilt`: `recorded`, or `rebuilt` from the minute bars of the options',
};

/** The columns with their provenance as the last one; its values, too. */
export const provenLevelsCells = (levels: RecordedLevels): Cell[] => [
  ...levelsCells(levels),
  levels.isRebuilt ? 'rebuilt' : 'recorded',
];

export function levelsCells(levels: RecordedLevels): Cell[] {
  const row = flat(levels);
  const cells: Cell[] = [tradeDateOf(levels.timestamp), levels.underlying];
  for (const name of names) {
    const value = row[name];
    cells.push(typeof value === 'boolean' ? Number(value) : value);
  }
  return cells;
}
