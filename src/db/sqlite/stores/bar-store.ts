import type { MikroORM } from '@mikro-orm/sqlite';
import { messageOf } from '../../../base/errors.ts';
import { type Bar, type Timeframe, timeframeMs } from '../../../market/quotes/bar.ts';
import type { BarStore, ReceivedBar } from '../../../recordings/bars.ts';
import type { NativeDatabase } from '../connection.ts';
import type { Writer } from '../writer.ts';
import { HistoricalPrice } from '../../schema/historical-prices.ts';
import { barValueColumns, fromBar, toBar } from '../../rows/bar-rows.ts';
import { isConstraintError } from '../sqlite-error.ts';

/** Rows of one transaction: enough to cost little each, few enough to hold nothing up (about 2 ms). */
const batchRows = 200;

export function createBarStore(orm: MikroORM, native: NativeDatabase, { write }: Writer): BarStore {
  const dates = native
    .prepare<[string, Timeframe, number, number], string>(`
      select distinct date from historical_prices
      where symbol = ? and timeframe = ? and (created_at <= ? or bar_start <= ?) order by date`)
    .pluck();
  const insert = native.prepare<[ReturnType<typeof fromBar> & { receivedAt: number }]>(`
    insert into historical_prices (symbol, timeframe, bar_start, date, open_price, high_price, low_price, close_price,
      volume, vwap, source, created_at, received_at)
    values (@symbol, @timeframe, @barStart, @date, @openPrice, @highPrice, @lowPrice, @closePrice,
      @volume, @vwap, @source, @receivedAt, @receivedAt)
    on conflict (symbol, timeframe, bar_start) do update set
      ${barValueColumns.map((name) => `${name} = excluded.${name}`).join(', ')}, created_at = excluded.created_at,
      received_at = case when ${barValueColumns.map((name) => `historical_prices.${name} is excluded.${name}`).join(' and ')}
        then historical_prices.received_at else excluded.received_at end`);
  const insertBatch = native.transaction((bars: readonly Bar[], receivedAt: number) => {
    const refused: { bar: Bar; reason: string }[] = [];
    for (const bar of bars) {
      try {
        insert.run({ ...fromBar(bar), receivedAt });
      } catch (error) {
        if (!isConstraintError(error)) throw error;
        refused.push({ bar, reason: messageOf(error) });
      }
    }
    return refused;
  });

  const upsert = (bars: readonly Bar[], receivedAt: number) => {
    const refused: { bar: Bar; reason: string }[] = [];
    for (let start = 0; start < bars.length; start += batchRows) {
      refused.push(...insertBatch.immediate(bars.slice(start, start + batchRows), receivedAt));
    }
    return { stored: bars.length - refused.length, refused };
  };

  const range = async (symbol: string, timeframe: Timeframe, fromMs: number, toMs: number, asOf: number) =>
    await orm.em
      .fork()
      .find(
        HistoricalPrice,
        { symbol, timeframe, barStart: { $gte: fromMs, $lt: toMs }, ...knownBy(timeframe, asOf) },
        { orderBy: { barStart: 'asc' }, disableIdentityMap: true },
      );

  return {
    upsert: (bars, receivedAt) => write(() => upsert(bars, receivedAt)),
    range: async (...of) => (await range(...of)).map(toBar),
    received: async (...of) =>
      (await range(...of)).map((row): ReceivedBar => ({ ...toBar(row), receivedAt: row.receivedAt ?? null })),
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
