import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { Answer } from '../answer.ts';
import { rawNumber } from '../json-numbers.ts';
import { alterContracts, alterLeaves, alterPrices, alterTimestamps, type JsonRow } from './alter-json.ts';
import type { Fault } from './fault.ts';

const dayMs = 86_400_000;

/** Above this a timestamp is in nanoseconds. */
const smallestNanoseconds = 1e15;

export const valueFaults = {
  'wrong-types': {
    kind: 'values',
    summary: 'numbers come as words or lists, texts as numbers',
    apply: {
      alter: (answer) =>
        alterLeaves(answer, (name, value) => {
          if (name === 'status' || name === 'request_id') return value;
          if (typeof value === 'number') return value % 2 < 1 ? `about ${value}` : [value];
          return typeof value === 'string' ? 42 : value;
        }),
    },
  },
  nulls: {
    kind: 'values',
    summary: 'every value is null',
    apply: {
      alter: (answer) => alterLeaves(answer, (name, value) => (name === 'status' ? value : null)),
    },
  },
  'empty-objects': {
    kind: 'values',
    summary: 'every object within a row is {}',
    apply: {
      alter: (answer) => ({
        ...answer,
        json: mapObjects(answer.json, (row) =>
          Object.fromEntries(
            Object.entries(row).map(([name, value]) => [name, isObject(value) ? {} : value]),
          ),
        ),
      }),
    },
  },
  'negative-prices': {
    kind: 'values',
    summary: 'every price is negative',
    apply: { alter: (answer) => alterPrices(answer, (price) => -Math.abs(price) - 0.01) },
  },
  'zero-prices': {
    kind: 'values',
    summary: 'every price is 0',
    apply: { alter: (answer) => alterPrices(answer, () => 0) },
  },
  'nan-prices': {
    kind: 'values',
    summary: 'every price is the text "NaN"',
    apply: { alter: (answer) => alterPrices(answer, () => 'NaN') },
  },
  'huge-numbers': {
    kind: 'values',
    summary: 'numbers are beyond what a double holds',
    apply: {
      alter: (answer) =>
        alterLeaves(answer, (_, value) => (typeof value === 'number' ? rawNumber('1e999') : value)),
    },
  },
  'milliseconds-for-nanoseconds': {
    kind: 'values',
    summary: 'timestamps that should be nanoseconds are milliseconds',
    apply: {
      alter: (answer) =>
        alterTimestamps(answer, (stamp) => (stamp >= smallestNanoseconds ? Math.floor(stamp / 1e6) : stamp)),
    },
  },
  'nanoseconds-for-milliseconds': {
    kind: 'values',
    summary: 'timestamps that should be milliseconds are nanoseconds',
    apply: {
      alter: (answer) =>
        alterTimestamps(answer, (stamp) =>
          stamp < smallestNanoseconds ? rawNumber(`${stamp}000000`) : stamp,
        ),
    },
  },
  'future-timestamps': {
    kind: 'values',
    summary: 'timestamps are two days ahead',
    apply: {
      alter: (answer) =>
        alterTimestamps(answer, (stamp) => stamp + 2 * dayMs * (stamp >= smallestNanoseconds ? 1e6 : 1)),
    },
  },
  'stale-day': {
    kind: 'values',
    summary: 'the day’s bars are those of the session before, settled',
    apply: {
      alter: (answer, { simulated, now }) => {
        const { close } = simulated.calendar.previousSession(newYorkDate(now));
        return staleStock(
          alterContracts(answer, (row) => ({
            ...row,
            ...('day' in row && { day: settled(row.day, close) }),
          })),
        );
      },
    },
  },
  'crossed-quotes': {
    kind: 'values',
    summary: 'bids are above asks',
    apply: {
      alter: (answer) => ({
        ...answer,
        json: mapObjects(answer.json, (row) => {
          if ('bid' in row && 'ask' in row) return { ...row, bid: Number(row.ask) + 0.11, ask: row.bid };
          return 'p' in row && 'P' in row ? { ...row, p: Number(row.P) + 0.11, P: row.p } : row;
        }),
      }),
    },
  },
  'escape-sequences': {
    kind: 'values',
    summary: 'texts carry terminal escape sequences and control characters',
    apply: {
      alter: (answer) =>
        alterText(
          answer,
          (text) => `\x1b[2J\x1b[1;31m${text}\x1b]8;;http://evil.invalid\x07click\x1b]8;;\x07\r\b\x07\x9b5m`,
        ),
    },
  },
  'bidi-text': {
    kind: 'values',
    summary: 'texts carry bidirectional overrides and zero-width characters',
    apply: { alter: (answer) => alterText(answer, (text) => `\u202e${text}\u202c\u200b\u2066\ufeff\u00ad`) },
  },
} as const satisfies Record<string, Fault>;

function isObject(value: unknown): value is JsonRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !('rawJSON' in value);
}

/** Changes every object of an answer, inner ones first. */
function mapObjects(json: unknown, change: (object: JsonRow) => JsonRow): unknown {
  if (Array.isArray(json)) return json.map((item) => mapObjects(item, change));
  if (!isObject(json)) return json;
  return change(
    Object.fromEntries(Object.entries(json).map(([name, value]) => [name, mapObjects(value, change)])),
  );
}

function alterText(answer: Answer, change: (text: string) => string): Answer {
  const fixed = new Set([
    'status',
    'next_url',
    'expiration_date',
    'contract_type',
    'serverTime',
    'date',
    'open',
    'close',
  ]);
  return alterLeaves(answer, (name, value) =>
    typeof value === 'string' && !fixed.has(name) ? change(value) : value,
  );
}

function settled(day: unknown, closedAt: number): unknown {
  if (!isObject(day) || !('close' in day)) return day;
  const stamp = rawNumber(`${closedAt}000000`);
  return { ...day, previous_close: day.close, change: 0, change_percent: 0, last_updated: stamp };
}

/** The stock snapshot's day becomes yesterday's bar. */
function staleStock(answer: Answer): Answer {
  const json = answer.json as { ticker?: unknown; tickers?: unknown } | undefined;
  const stale = (row: unknown) => (isObject(row) && 'prevDay' in row ? { ...row, day: row.prevDay } : row);
  if (isObject(json?.ticker)) return { ...answer, json: { ...json, ticker: stale(json.ticker) } };
  if (Array.isArray(json?.tickers)) return { ...answer, json: { ...json, tickers: json.tickers.map(stale) } };
  return answer;
}
