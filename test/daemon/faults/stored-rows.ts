import type Database from 'better-sqlite3';

/** What the rows of a run are held against; the simulated SPY stays well inside of these prices. */
export interface TrueWorld {
  expiration: string;
  strikes: ReadonlySet<number>;
  prices: { low: number; high: number };
  now: number;
  /** What SPY cost at an instant. */
  spotAt: (at: number) => number;
  /** Finished bars as the API serves them when nothing is wrong: close by timeframe and start. */
  bars: ReadonlyMap<string, number>;
  /** What a split has multiplied the prices of earlier bars by meanwhile. */
  adjustment: { before: number; factor: number } | null;
}

const yearMs = 365 * 86_400_000;
/** The simulated vendor's seconds are whole. */
const clockMs = 1000;
/** Quotes are in whole cents, and so is what they imply. */
const parityCents = 5;
/**
 * What the simulated market carries in a year and the model does not know: it pays a yield where we know dividends by
 * date. It only shows where quotes of a day before are read.
 */
const unknownCarry = 0.01;

type Row = Record<string, number | string | null>;

/** Rows that cannot be true, each with what is wrong with it. */
export function wrongRows(database: Database.Database, world: TrueWorld): string[] {
  const { prices, now } = world;
  const wrong: string[] = [];
  const check = (table: string, row: Row, rules: Record<string, boolean>, besides = '') => {
    for (const [rule, holds] of Object.entries(rules))
      if (!holds) wrong.push(`${table}: ${rule}: ${JSON.stringify(row)}${besides}`);
  };
  const inside = (price: unknown) =>
    price === null || (typeof price === 'number' && price >= prices.low && price <= prices.high);
  const past = (at: unknown) => at === null || (typeof at === 'number' && at > 1.6e12 && at <= now + 60_000);

  for (const row of database.prepare<[], Row>('select * from spy_quotes').all()) {
    check('spy_quotes', row, {
      symbol: row.symbol === 'SPY',
      prices: [
        row.price,
        row.bid,
        row.ask,
        row.day_open,
        row.day_high,
        row.day_low,
        row.previous_close,
      ].every(inside),
      'a price': row.price !== null,
      'a price near its quote': isNear(row.price, row.bid, row.ask),
      'no close': row.price_kind !== 'close' || row.tier === 'end-of-day',
      times: past(row.timestamp) && past(row.received_at),
      volume: row.volume === null || Number(row.volume) >= 0,
    });
  }
  for (const row of database.prepare<[], Row>('select * from option_contracts').all()) {
    const below = (price: unknown) =>
      price === null || (Number(price) >= 0 && Number(price) < prices.high - 300);
    check('option_contracts', row, {
      expiration: row.expiration_date === world.expiration,
      underlying: row.underlying === 'SPY' && inside(row.underlying_price ?? null),
      strike: world.strikes.has(Number(row.strike)),
      symbol: /^SPY\d{6}[CP]\d{8}$/.test(String(row.symbol)),
      prices: [row.bid, row.ask, row.last_price, row.previous_close].every(below),
      volatility:
        row.implied_volatility === null ||
        (Number(row.implied_volatility) >= 0.005 && Number(row.implied_volatility) <= 5),
      delta: row.delta === null || Math.abs(Number(row.delta)) <= 1,
      times: past(row.timestamp) && past(row.quoted_at ?? null),
      'nothing newer than its poll': Number(row.quoted_at ?? 0) <= Number(row.timestamp) + clockMs,
      'listed all day': row.is_listed === 1,
    });
  }
  for (const row of database.prepare<[], Row>('select * from chain_polls').all()) {
    const { underlying_price: spot, underlying_price_at: spotAt, timestamp } = row;
    const off = Math.abs(Number(spot) - world.spotAt(Number(spotAt ?? timestamp)));
    const years = (Date.parse(`${row.expiration_date}T21:15Z`) - Number(spotAt ?? timestamp)) / yearMs;
    const allowed = parityCents / 100 + unknownCarry * Number(spot) * Math.max(years, 0);
    check(
      'chain_polls',
      row,
      {
        times: past(timestamp) && past(spotAt ?? null),
        'no spot newer than its poll': Number(spotAt ?? 0) <= Number(timestamp) + clockMs,
        'a spot as it was at its time': spot === null || off <= allowed,
        'a spot with its source': (spot === null) === (row.underlying_price_source === null),
      },
      ` beside ${world.spotAt(Number(spotAt ?? timestamp))}, at most ${allowed} away`,
    );
  }
  const oldest = Math.min(...[...world.bars.keys()].map((key) => Number(key.split(' ')[1])));
  for (const row of database.prepare<[], Row>('select * from historical_prices').all()) {
    const { adjustment } = world;
    const factor = adjustment && Number(row.bar_start) < adjustment.before ? adjustment.factor : 1;
    const unadjusted = world.bars.get(`${row.timeframe} ${row.bar_start}`) ?? closeOfQuarter(world, row);
    const truth = unadjusted === undefined ? undefined : unadjusted * factor;
    check('historical_prices', row, {
      'a bar that there is':
        truth !== undefined ||
        isInsideQuarter(world, row) ||
        Number(row.bar_start) < oldest ||
        Number(row.bar_start) > now - 24 * 3_600_000,
      close: truth === undefined || Math.abs(truth - Number(row.close_price)) < (factor === 1 ? 1e-9 : 1e-4),
      prices: [row.open_price, row.high_price, row.low_price, row.close_price].every((price) =>
        inside(Number(price) / factor),
      ),
      times: past(row.bar_start),
    });
  }
  return wrong;
}

/** Of a quote that is not crossed: half a per cent is ten times what the simulated market moves in a minute. */
function isNear(price: unknown, bid: unknown, ask: unknown): boolean {
  if (bid === null || ask === null || Number(bid) > Number(ask)) return true;
  return Number(price) >= Number(bid) * 0.995 && Number(price) <= Number(ask) * 1.005;
}

const quarterMs = 15 * 60_000;
const quarterOf = (row: Row) => Math.floor(Number(row.bar_start) / quarterMs) * quarterMs;

/** Whether a minute of an earlier session lies in a quarter of an hour that there is. */
function isInsideQuarter(world: TrueWorld, row: Row): boolean {
  return row.timeframe === '1min' && world.bars.has(`15min ${quarterOf(row)}`);
}

/** The true close of the last minute in a quarter of an hour is the quarter's. */
function closeOfQuarter(world: TrueWorld, row: Row): number | undefined {
  const isLast = Number(row.bar_start) + 60_000 === quarterOf(row) + quarterMs;
  return row.timeframe === '1min' && isLast ? world.bars.get(`15min ${quarterOf(row)}`) : undefined;
}

/** Finished bars of earlier days that are stored now. */
export function storedBars(database: Database.Database, before: number): Map<string, number> {
  const rows = database
    .prepare<[number], Row>(
      'select timeframe, bar_start, close_price from historical_prices where bar_start < ?',
    )
    .all(before);
  return new Map(rows.map((row) => [`${row.timeframe} ${row.bar_start}`, Number(row.close_price)]));
}

/** Strikes of the expiration that are stored now. */
export function storedStrikes(database: Database.Database): Set<number> {
  return new Set(database.prepare<[], number>('select distinct strike from option_contracts').pluck().all());
}
