import type { Answer } from '../answer.ts';
import { alterPrices, type JsonRow } from './alter-json.ts';
import type { Fault } from './fault.ts';

/** A print so many dollars above SPY is out of line and not absurd: the day's range and more. */
const dollarsOff = 21.2;

const contingent = { stocks: [53, 52, 41], options: [247] };

/** Prices that are numbers, and are not the market's. */
export const priceFaults = {
  'out-of-line-print': {
    kind: 'values',
    summary: 'last trades of stocks lie 3 % above quote, minute and day, those of contracts as many dollars',
    apply: { alter: (answer) => alterTrades(answer, (trade) => trade) },
  },
  'print-without-price': {
    kind: 'values',
    summary: 'last trades lie as far off and are contingent ones, whose conditions set no price',
    apply: {
      alter: (answer) =>
        alterTrades(answer, (trade, traded) => ({
          ...trade,
          ...('p' in trade ? { c: contingent[traded] } : { conditions: contingent[traded] }),
        })),
    },
  },
  'impossible-prices': {
    kind: 'values',
    summary: 'every price is 5e-324 or 999,999.99999',
    apply: {
      alter: (answer) =>
        alterPrices(answer, (price) => (Math.round(price * 100) % 2 ? 5e-324 : 999_999.99999)),
    },
  },
  'cleared-snapshot': {
    kind: 'values',
    summary: 'snapshots of stocks are cleared as they are at night: zeros, and the day before',
    apply: { alter: (answer) => alterStocks(answer, cleared) },
  },
} as const satisfies Record<string, Fault>;

type Traded = keyof typeof contingent;

/** Moves the price of every last trade in a snapshot, and changes what else is wrong with it. */
function alterTrades(answer: Answer, change: (trade: JsonRow, traded: Traded) => JsonRow): Answer {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (!isObject(value)) return value;
    const traded: Traded = 'details' in value ? 'options' : 'stocks';
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => {
        const isTrade = name === 'lastTrade' || name === 'last_trade';
        return [
          name,
          isTrade && isObject(inner) && hasPrice(inner) ? change(moved(inner), traded) : walk(inner),
        ];
      }),
    );
  };
  return 'json' in answer ? { ...answer, json: walk(answer.json) } : answer;
}

function hasPrice(trade: JsonRow): boolean {
  return 'p' in trade || 'price' in trade;
}

function moved(trade: JsonRow): JsonRow {
  const name = 'p' in trade ? 'p' : 'price';
  return { ...trade, [name]: Math.round((Number(trade[name]) + dollarsOff) * 100) / 100 };
}

/** Changes the rows of stocks in both kinds of snapshots. */
function alterStocks(answer: Answer, change: (row: JsonRow) => JsonRow): Answer {
  const json = answer.json as { ticker?: unknown; tickers?: unknown; results?: unknown } | undefined;
  const one = (row: unknown) =>
    isObject(row) && ('prevDay' in row || row.type === 'stocks') ? change(row) : row;
  const many = (rows: unknown) => (Array.isArray(rows) ? rows.map(one) : rows);
  if (!json) return answer;
  return {
    ...answer,
    json: {
      ...json,
      ...('ticker' in json && { ticker: one(json.ticker) }),
      ...('tickers' in json && { tickers: many(json.tickers) }),
      ...('results' in json && { results: many(json.results) }),
    },
  };
}

/** Everything 0 but the day before. */
function cleared(row: JsonRow): JsonRow {
  const kept = new Set(['prevDay', 'previous_close']);
  const zero = (value: unknown): unknown => {
    if (typeof value === 'number' || isRaw(value)) return 0;
    if (Array.isArray(value)) return null;
    return isObject(value)
      ? Object.fromEntries(
          Object.entries(value).map(([name, inner]) => [name, kept.has(name) ? inner : zero(inner)]),
        )
      : value;
  };
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, kept.has(name) ? value : zero(value)]),
  );
}

function isRaw(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'rawJSON' in value;
}

function isObject(value: unknown): value is JsonRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isRaw(value);
}
