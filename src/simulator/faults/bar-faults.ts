import { addDays, isDate, newYorkDate, newYorkInstant } from '../../market/calendar/new-york-time.ts';
import type { Answer } from '../answer.ts';
import type { Exchange } from '../exchange.ts';
import { rawDigits, volumeNumber } from '../json-numbers.ts';
import { alterRows, type JsonRow } from './alter-json.ts';
import type { Fault } from './fault.ts';

/** Wrong values that only bars can have. */
export const barFaults = {
  'bars-of-another-range': {
    kind: 'values',
    summary: 'bars of 2017, and one at 555.55 of the day before, stand before those asked for',
    apply: {
      alter: (answer, { path }) => {
        const from = rangeOf(path);
        if (from === null) return answer;
        const foreign = [newYorkInstant('2017-06-01', '00:00'), newYorkInstant('2017-06-02', '10:00')];
        const before = newYorkInstant(addDays(from, -1), /\/day\//.test(path) ? '00:00' : '10:00');
        const rows = [...foreign, before].map((t) => ({
          t,
          o: 555,
          h: 556,
          l: 554,
          c: 555.55,
          v: 1000,
          vw: 555,
        }));
        return alterRows(answer, (row, index) => (index === 0 ? [...rows, row] : [row]));
      },
    },
  },
  'bars-of-another-symbol': {
    kind: 'values',
    summary: 'bars are those of another symbol, and say so',
    apply: {
      alter: (answer, { path }) =>
        rangeOf(path) === null ? answer : { ...answer, json: { ...(answer.json as object), ticker: 'QQQ' } },
    },
  },
  'unadjusted-bars': {
    kind: 'values',
    summary: 'bars are not adjusted for splits, and say so',
    apply: {
      alter: (answer, { path }) =>
        rangeOf(path) === null
          ? answer
          : { ...answer, json: { ...(answer.json as object), adjusted: false } },
    },
  },
  split: {
    kind: 'values',
    summary: 'a split of 4 for 1 today: all bars of earlier days are adjusted to it',
    apply: { alter: adjusted },
  },
} as const satisfies Record<string, Fault>;

/** First date of the bars that a path asks for; `null` for a path that asks for something else. */
function rangeOf(path: string): string | null {
  const from = /^\/v2\/aggs\/ticker\/[^/]+\/range\/\d+\/[a-z]+\/([^/]+)\/[^/]+$/.exec(path)?.[1];
  if (from === undefined) return null;
  return isDate(from) ? from : newYorkDate(Number(from));
}

const splitShares = 4;

function adjusted(answer: Answer, { path, now }: Exchange): Answer {
  if (rangeOf(path) === null) return answer;
  const today = newYorkInstant(newYorkDate(now), '00:00');
  const price = (value: unknown) => Math.round((Number(value) / splitShares) * 1e4) / 1e4;
  return alterRows(answer, (row: JsonRow) => {
    // Bars of an index have no volume: nothing is split.
    if (Number(row.t) >= today || !('v' in row)) return [row];
    const { o, h, l, c, vw } = row;
    const prices = { o: price(o), h: price(h), l: price(l), c: price(c), vw: price(vw) };
    return [{ ...row, ...prices, v: volumeNumber(Number(rawDigits(row.v) ?? row.v) * splitShares) }];
  });
}
