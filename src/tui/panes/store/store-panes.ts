import { newYorkDate } from '../../../market/calendar/new-york-time.ts';
import type { JobCoverage, Status } from '../../../protocol/state.ts';
import type { RebuildState } from '../../../protocol/rebuild.ts';
import type { PruneReport } from '../../../recordings/reports.ts';
import type { TableStatus } from '../../../recordings/status.ts';
import type { KeyOf } from '../../keys/key-of.ts';
import { boxFrameColumns, boxFrameRows, drawBox } from '../../render/box.ts';
import type { Line, Span } from '../../render/line.ts';
import { alignLeft, alignRight, shortenText } from '../../render/width.ts';
import type { Rect } from '../../layout/rect.ts';
import { dash, formatBytes, formatCount, plural } from '../../present/number.ts';
import { daysBetween, formatAge, formatMoment } from '../../present/time.ts';
import { upstreamText } from '../../present/upstream-text.ts';
import type { FailureText } from '../../state/failure-text.ts';
import type { Token } from '../../theme/tokens.ts';
import { keyHints } from '../frame/key-hints.ts';
import { absentLine } from '../frame/absent.ts';
import { titleToken } from '../frame/title.ts';

/** What the panes of the store screen are drawn from. */
export interface StorePaneInput {
  rect: Rect;
  isFocused: boolean;
  status: Status | null;
  retention: PruneReport | null;
  coverage: readonly JobCoverage[];
  failure: FailureText | null;
  rebuild?: RebuildState | null;
  /** A recording is shown: what the daemon says of its tables is of now. */
  isPlayback?: boolean;
  now: number;
  /** The user's keys, for hints. */
  keyOf: KeyOf;
}

const insideOf = (rect: Rect) => ({
  width: rect.width - boxFrameColumns,
  height: rect.height - boxFrameRows,
});

function absent({ failure, isPlayback }: StorePaneInput): Line {
  if (isPlayback) return absentLine(true);
  if (failure) return [[upstreamText(`${failure.message} ${failure.hint}`), 'warning']];
  return [['Asking the daemon…', 'dim']];
}

interface Column {
  header: string;
  cells: number;
  text: (table: TableStatus, input: StorePaneInput) => string;
  token: (table: TableStatus, input: StorePaneInput) => Token;
}

const momentText = (at: number | null, now: number) => (at === null ? dash : formatMoment(at, now));

const columns: readonly Column[] = [
  {
    header: 'rows',
    cells: 11,
    text: ({ rows }) => formatCount(rows),
    token: ({ rows }) => (rows > 0 ? 'strong' : 'faint'),
  },
  {
    header: 'oldest',
    cells: 13,
    text: ({ oldest }, { now }) => momentText(oldest, now),
    token: () => 'dim',
  },
  {
    header: 'newest',
    cells: 13,
    text: ({ newest }, { now }) => momentText(newest, now),
    token: () => 'dim',
  },
  {
    header: 'kept',
    cells: 9,
    text: ({ table }, { retention }) => keptOf(table, retention).kept,
    token: () => 'dim',
  },
  {
    header: 'past it',
    cells: 9,
    text: ({ table }, { retention }) => formatCount(keptOf(table, retention).past),
    token: ({ table }, { retention }) => (keptOf(table, retention).past ? 'warning' : 'faint'),
  },
];

/** The first column that is left out on narrow terminals. */
const dispensable = ['oldest', 'newest', 'past it'];

/** Columns that leave `name` cells for the names of the tables. */
function columnsFor(width: number, name: number): readonly Column[] {
  let shown = columns;
  for (const header of dispensable) {
    if (name + shown.reduce((sum, { cells }) => sum + cells, 0) <= width) break;
    shown = shown.filter((column) => column.header !== header);
  }
  return shown;
}

interface Kept {
  kept: string;
  past: number | null;
}

/** How long rows of a table are kept, and how many are older than that. */
function keptOf(table: string, report: PruneReport | null): Kept {
  const found = report?.tables.find((other) => other.table === table);
  if (!report || !found) return { kept: dash, past: null };
  if (found.cutoff === null) return { kept: 'for ever', past: null };
  // Market tables are cut at midnight; the hours of today do not count as a day.
  const days = daysBetween(newYorkDate(found.cutoff), newYorkDate(report.at));
  // Only the cache keeps less than a day: each of its entries has its own end.
  return { kept: days > 0 ? plural(days, 'day') : 'its TTL', past: found.rows };
}

function tablesBody({ database, uptimeMs, startedAt, clients }: Status, input: StorePaneInput): Line[] {
  const { width, height } = insideOf(input.rect);
  const { now } = input;
  const name = Math.max(8, ...database.tables.map(({ table }) => table.length)) + 1;
  const shown = columnsFor(width, name);
  const head: Line = [
    [alignLeft('table', name), 'faint'],
    ...shown.map(({ header, cells }): Span => [alignRight(header, cells), 'faint']),
  ];
  const rows = database.tables.map(
    (table): Line => [
      [alignLeft(upstreamText(table.table, 40), name), table.rows > 0 ? 'text' : 'faint'],
      ...shown.map(
        ({ cells, text, token }): Span => [alignRight(text(table, input), cells), token(table, input)],
      ),
    ],
  );
  const total = database.tables.reduce((sum, table) => sum + table.rows, 0);
  const sum: Line = [
    [alignLeft('all', name), 'dim'],
    [alignRight(formatCount(total), columns[0]!.cells), 'strong'],
  ];
  const file: Line = [
    ['file ', 'dim'],
    [formatBytes(database.bytes), 'strong'],
    [' · schema ', 'dim'],
    [upstreamText(database.schemaVersion, 40)],
    [' · ', 'dim'],
    [shortenText(upstreamText(database.path, 200), Math.max(10, width - 40)), 'dim'],
  ];
  const daemon: Line = [
    ['daemon up ', 'dim'],
    [formatAge(uptimeMs)],
    [` since ${formatMoment(startedAt, now)} · ${plural(clients, 'client')}`, 'dim'],
  ];
  // Where rows are short, the tables come first.
  const forms: Line[][] = [
    [file, [], head, ...rows, sum, [], daemon],
    [file, head, ...rows, sum, daemon],
    [file, head, ...rows, sum],
    [head, ...rows, [...sum, [' in ', 'dim'], [formatBytes(database.bytes), 'strong']]],
  ];
  return forms.find((form) => form.length <= height) ?? [head, ...rows];
}

/** Rows of each table with the times they span, the file they are in, and the daemon that writes it. */
export function tablesPaneLines(input: StorePaneInput): Line[] {
  const { rect, isFocused, status } = input;
  return drawBox({
    width: rect.width,
    height: rect.height,
    isFocused,
    title: [['Recorded', titleToken(isFocused)]],
    status: status ? [[`${formatAge(input.now - status.hello.now)} ago`, 'dim']] : [],
    note: input.isPlayback ? [] : keyHints(input.keyOf, [['prune', 'prune what is past it']]),
    body: status ? tablesBody(status, input) : [absent(input)],
  });
}
