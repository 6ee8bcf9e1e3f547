import { lastInstant } from '../../market/calendar/instants.ts';
import { tradeDateEnd, tradeDateOf } from '../../market/calendar/trade-date.ts';
import { addDays } from '../../market/calendar/new-york-time.ts';
import { type Timeframe, timeframes } from '../../market/quotes/bar.ts';
import { barCells } from '../columns/bar-columns.ts';
import type { Cell, RowBatch } from '../columns/column.ts';
import { usageCells } from '../columns/usage-columns.ts';
import type { ExportReader } from '../sources/export-sources.ts';
import type { ExportRange } from '../export-request.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Rows that share nothing. */
export const batchOf = (rows: Cell[][]): RowBatch => ({ shared: [], rows });

/** Time that bars are read at once, so that each read brings a few thousand. */
const stretchMs: Record<Timeframe, number> = {
  daily: 3000 * dayMs,
  '1hour': 300 * dayMs,
  '15min': 60 * dayMs,
  '1min': 4 * dayMs,
};

/** Bars of a symbol by timeframe, those of one by their start,. */
export async function* barBatches(
  { bars }: Pick<ExportReader, 'bars'>,
  request: ExportRange & { symbol: string; timeframe: Timeframe | null },
): AsyncGenerator<RowBatch> {
  const { symbol } = request;
  for (const timeframe of request.timeframe === null ? timeframes : [request.timeframe]) {
    const dates = await bars.dates(symbol, timeframe, lastInstant);
    if (dates.length === 0) continue;
    const { from, to } = within(request, dates[0]!, dates.at(-1)!);
    const stretch = stretchMs[timeframe];
    for (let start = from; start <= to; start += stretch) {
      const end = Math.min(start + stretch, to + 1);
      const received = await bars.received(symbol, timeframe, start, end, lastInstant);
      if (received.length > 0) yield batchOf(received.map(barCells));
    }
  }
}

/** The part of a range that lies in some trade dates. */
function within({ from, to }: ExportRange, first: string, last: string): ExportRange {
  return {
    from: Math.max(from, tradeDateEnd(addDays(first, -1)) + 1),
    to: Math.min(to, tradeDateEnd(addDays(last, 1))),
  };
}

/** Requests to the API, oldest first. */
export async function* usageBatches(
  { apiLog, status }: Pick<ExportReader, 'apiLog' | 'status'>,
  { from, to }: ExportRange,
): AsyncGenerator<RowBatch> {
  const log = (await status()).tables.find(({ table }) => table === 'api_requests_log');
  if (log?.oldest == null || log.newest === null) return;
  const last = Math.min(to, log.newest);
  for (let start = Math.max(from, log.oldest) - 1; start < last; start += hourMs) {
    const calls = await apiLog.since(start, Math.min(start + hourMs, last));
    if (calls.length > 0) yield batchOf(calls.map(usageCells));
  }
}

/** The trade dates of a range. */
export function datesIn({ from, to }: ExportRange): string[] {
  const dates: string[] = [];
  const last = tradeDateOf(to);
  for (let date = tradeDateOf(from); date <= last; date = addDays(date, 1)) dates.push(date);
  return dates;
}
