import type { EntityManager, InferEntity, MikroORM } from '@mikro-orm/sqlite';
import { messageOf } from '../../../base/errors.ts';
import { type Bar, type Timeframe, timeframeMs } from '../../../market/quotes/bar.ts';
import type { BarStore } from '../../../recordings/bars.ts';
import type { NativeDatabase } from '../connection.ts';
import type { Writer } from '../writer.ts';
import { HistoricalPrice } from '../../schema/historical-prices.ts';
import { recordedWord } from '../../schema/enum-values.ts';
import { isConstraintError } from '../sqlite-error.ts';

/** Rows of one statement: long enough to cost little each, short enough to hold nothing up (about 2 ms). */
const batchRows = 200;

export function createBarStore(orm: MikroORM, native: NativeDatabase, { write }: Writer): BarStore {
  const dates = native
    .prepare<[string, Timeframe, number, number], string>(`
      select distinct date from historical_prices
      where symbol = ? and timeframe = ? and (created_at <= ? or bar_start <= ?) order by date`)
    .pluck();
  const insert = async (em: EntityManager, bars: readonly Bar[], createdAt: number) => {
    await em
      .createQueryBuilder(HistoricalPrice)
      .insert(bars.map((bar) => ({ ...toRow(bar), createdAt })))
      .onConflict(['symbol', 'timeframe', 'barStart'])
      .merge(replacedFields)
      .execute('run');
  };

  const upsert = async (bars: readonly Bar[], receivedAt: number) => {
    const em = orm.em.fork();
    const refused: { bar: Bar; reason: string }[] = [];
    for (let start = 0; start < bars.length; start += batchRows) {
      const batch = bars.slice(start, start + batchRows);
      try {
        await insert(em, batch, receivedAt);
      } catch (error) {
        if (!isConstraintError(error)) throw error;
        // One bad bar fails its whole statement: find it by taking them one at a time.
        for (const bar of batch) {
          await insert(em, [bar], receivedAt).catch((cause: unknown) => {
            if (!isConstraintError(cause)) throw cause;
            refused.push({ bar, reason: messageOf(cause) });
          });
        }
      }
    }
    return { stored: bars.length - refused.length, refused };
  };

  return {
    upsert: (bars, receivedAt) => write(() => upsert(bars, receivedAt)),
    async range(symbol, timeframe, fromMs, toMs, asOf) {
      const rows = await orm.em
        .fork()
        .find(
          HistoricalPrice,
          { symbol, timeframe, barStart: { $gte: fromMs, $lt: toMs }, ...knownBy(timeframe, asOf) },
          { orderBy: { barStart: 'asc' }, disableIdentityMap: true },
        );
      return rows.map(toBar);
    },
    async at(symbol, timeframe, starts, asOf) {
      const rows = await orm.em
        .fork()
        .find(
          HistoricalPrice,
          { symbol, timeframe, barStart: { $in: [...starts] }, ...knownBy(timeframe, asOf) },
          { disableIdentityMap: true },
        );
      return rows.map(toBar);
    },
    dates: async (symbol, timeframe, asOf) =>
      dates.all(symbol, timeframe, asOf, asOf - timeframeMs[timeframe]),
    remove: (symbol, timeframe, starts) =>
      write(async () => {
        const em = orm.em.fork();
        await em.nativeDelete(HistoricalPrice, { symbol, timeframe, barStart: { $in: [...starts] } });
      }),
    async lastStart(symbol, timeframe, asOf) {
      const row = await orm.em
        .fork()
        .findOne(
          HistoricalPrice,
          { symbol, timeframe, ...knownBy(timeframe, asOf) },
          { orderBy: { barStart: 'desc' }, fields: ['barStart'] },
        );
      return row?.barStart ?? null;
    },
  };
}

/** See `BarStore`. */
function knownBy(timeframe: Timeframe, asOf: number) {
  return { $or: [{ createdAt: { $lte: asOf } }, { barStart: { $lte: asOf - timeframeMs[timeframe] } }] };
}

function toBar(row: InferEntity<typeof HistoricalPrice>): Bar {
  return {
    symbol: row.symbol,
    date: row.date,
    timeframe: row.timeframe,
    start: row.barStart,
    open: row.openPrice,
    high: row.highPrice,
    low: row.lowPrice,
    close: row.closePrice,
    volume: row.volume,
    vwap: row.vwap ?? null,
    source: row.source,
  };
}

function toRow(bar: Bar) {
  return {
    symbol: bar.symbol,
    date: bar.date,
    timeframe: bar.timeframe,
    barStart: bar.start,
    openPrice: bar.open,
    highPrice: bar.high,
    lowPrice: bar.low,
    closePrice: bar.close,
    volume: bar.volume,
    vwap: bar.vwap,
    source: recordedWord(bar.source),
  };
}

const replacedFields = [
  'date',
  'openPrice',
  'highPrice',
  'lowPrice',
  'closePrice',
  'volume',
  'vwap',
  'source',
  'createdAt',
] as const satisfies (keyof ReturnType<typeof toRow> | 'createdAt')[];
