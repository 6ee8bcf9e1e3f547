import type { Answer } from '../answer.ts';
import { rawDigits } from '../json-numbers.ts';

type Leaf = string | number | boolean | null;

/** Changes every plain value of an answer by the name it stands under; items of a list have the list's name and `[]`. */
export function alterLeaves(answer: Answer, change: (name: string, value: Leaf) => unknown): Answer {
  return 'json' in answer ? { ...answer, json: walk(answer.json, '', change) } : answer;
}

function walk(value: unknown, name: string, change: (name: string, value: Leaf) => unknown): unknown {
  const digits = rawDigits(value);
  if (digits !== null) {
    const changed = change(name, Number(digits));
    return changed === Number(digits) ? value : changed;
  }
  if (Array.isArray(value)) return value.map((item) => walk(item, `${name}[]`, change));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, key, change)]));
  }
  return value === undefined ? undefined : change(name, value as Leaf);
}

/** Names under which the API puts prices. */
const priceNames = new Set([
  ...[
    'o',
    'h',
    'l',
    'c',
    'vw',
    'p',
    'P',
    'open',
    'high',
    'low',
    'close',
    'vwap',
    'price',
    'value',
    'bid',
    'ask',
    'midpoint',
  ],
  ...['previous_close', 'break_even_price', 'afterHours', 'preMarket'],
]);

/** Changes prices; the conditions of a trade, a list that shares the name `c` with closing prices, are left alone. */
export function alterPrices(answer: Answer, change: (price: number) => unknown): Answer {
  return alterLeaves(answer, (name, value) =>
    typeof value === 'number' && priceNames.has(name) ? change(value) : value,
  );
}

const timestampNames = new Set(['t', 'y', 'updated', 'last_updated', 'sip_timestamp']);

/** Changes timestamps, whichever unit they are in. */
export function alterTimestamps(answer: Answer, change: (stamp: number) => unknown): Answer {
  return alterLeaves(answer, (name, value) =>
    typeof value === 'number' && value > 0 && timestampNames.has(name) ? change(value) : value,
  );
}

/** One row of an answer, as anything may stand in it. */
export type JsonRow = Record<string, unknown>;

/** Changes each row of `results` that is an array; a row may become any number of rows. */
export function alterRows(answer: Answer, change: (row: JsonRow, index: number) => JsonRow[]): Answer {
  const json = answer.json as { results?: unknown } | undefined;
  if (!json || !Array.isArray(json.results)) return answer;
  return {
    ...answer,
    json: { ...json, results: json.results.flatMap((row: JsonRow, index) => change(row, index)) },
  };
}

/** Changes the option rows of an answer, be they many or one. */
export function alterContracts(answer: Answer, change: (row: JsonRow, index: number) => JsonRow): Answer {
  const json = answer.json as { results?: unknown } | undefined;
  const isContract = (row: unknown): row is JsonRow =>
    typeof row === 'object' && row !== null && 'details' in row;
  if (isContract(json?.results)) return { ...answer, json: { ...json, results: change(json.results, 0) } };
  return alterRows(answer, (row, index) => [isContract(row) ? change(row, index) : row]);
}
