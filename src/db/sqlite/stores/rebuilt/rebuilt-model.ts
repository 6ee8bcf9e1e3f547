import { newYorkDate } from '../../../../market/calendar/new-york-time.ts';
import type { MinuteGreeks, RebuiltStore } from '../../../../recordings/rebuilt.ts';
import type { NativeDatabase } from '../../connection.ts';
import type { Writer } from '../../writer.ts';
import { fromLevels, type LevelsRow, levelsColumns, toLevels } from '../../../rows/levels-rows.ts';
import { minuteMs } from '../../../rows/rebuilt-rows.ts';
import { putUnlessRefused } from './rebuilt-bars.ts';

/** What our model makes of rebuilt minutes. */
export function createRebuiltModel(
  native: NativeDatabase,
  { write }: Writer,
): Pick<RebuiltStore, 'modelled' | 'levels' | 'minutes' | 'greeks'> {
  const names = levelsColumns.map(({ column }) => column);
  const key = ['underlying', 'timestamp', 'expiration_date'];
  const putLevels = native.prepare<[LevelsRow & { createdAt: number }]>(`
    insert into rebuilt_metrics (${names.join(', ')}, created_at)
    values (${levelsColumns.map(({ field }) => `@${field}`).join(', ')}, :createdAt)
    on conflict (${key.join(', ')}) do update set
      ${names
        .filter((name) => !key.includes(name))
        .map((name) => `${name} = excluded.${name}`)
        .join(', ')}`);
  const putGreeks = native.prepare<[MinuteGreeks & { modelVersion: number }]>(`
    update rebuilt_minutes set implied_volatility = :impliedVolatility, delta = :delta, gamma = :gamma, theta = :theta,
      vega = :vega, model_version = :modelVersion
    where symbol = :symbol and minute_start = :start`);
  const until = native.prepare<
    [{ underlying: string; date: string; expiration: string; until: number }],
    unknown
  >(`
    update rebuilt_days set modelled_until = :until
    where underlying = :underlying and date = :date and expiration_date = :expiration`);
  const selected = levelsColumns.map(({ column, field }) => `${column} as ${field}`).join(', ');
  const levelsOf = native.prepare<[string, number, number], LevelsRow>(`
    select ${selected} from rebuilt_metrics where underlying = ? and timestamp > ? and timestamp <= ?
    order by timestamp, expiration_date`);
  const minutesOf = native
    .prepare<[string, string, number, number], number>(`
    select timestamp from rebuilt_metrics
    where underlying = ? and expiration_date = ? and timestamp > ? and timestamp <= ? order by timestamp`)
    .pluck();

  const modelled = native.transaction((...[day, done]: Parameters<RebuiltStore['modelled']>) => {
    const { underlying, date, expiration } = day;
    const refused: { timestamp: number; reason: string }[] = [];
    for (const greeks of done.greeks) putGreeks.run({ ...greeks, modelVersion: done.modelVersion });
    for (const levels of done.levels) {
      const reason = putUnlessRefused(() => putLevels.run({ ...fromLevels(levels), createdAt: done.until }));
      if (reason !== null) refused.push({ timestamp: levels.timestamp, reason });
    }
    until.run({ underlying, date, expiration, until: done.until });
    return { refused };
  });

  return {
    modelled: (...args) => write(() => modelled.immediate(...args)),
    levels: async (underlying, from, asOf) => levelsOf.all(underlying, from, asOf).map(rebuiltLevels),
    greeks: createGreeksRead(native),
    minutes: async (underlying, expiration, from, asOf) => minutesOf.all(underlying, expiration, from, asOf),
  };
}

function createGreeksRead(native: NativeDatabase): RebuiltStore['greeks'] {
  const greeksOf = native.prepare<
    [{ underlying: string; date: string; expiration: string; start: number }],
    MinuteGreeks
  >(`
    select m.symbol, m.minute_start as start, m.implied_volatility as impliedVolatility, m.delta, m.gamma, m.theta, m.vega
    from rebuilt_contracts as c
    cross join rebuilt_minutes as m on m.symbol = c.symbol and m.minute_start = :start
    where c.underlying = :underlying and c.date = :date and c.expiration_date = :expiration`);
  return async (underlying, expiration, timestamp) => {
    const start = timestamp - minuteMs;
    return greeksOf.all({ underlying, date: newYorkDate(start), expiration, start });
  };
}

const rebuiltLevels = (row: LevelsRow) => ({ ...toLevels(row), isRebuilt: true as const });
