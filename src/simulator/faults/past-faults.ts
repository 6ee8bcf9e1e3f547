import { type Answer, notEntitled, notFound, tooManyRequests } from '../answer.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import type { Exchange } from '../exchange.ts';
import { alterRows, type JsonRow } from './alter-json.ts';
import type { Fault } from './fault.ts';

/** Rows of a page, whatever was asked for. */
const pageRows = 100;
/** Every so many contracts, or minutes, are wrong. */
const [everyContract, everyMinute] = [7, 5];
/** Requests that are answered well before the first refusal. */
const goodRequests = 10;

const dayMs = 86_400_000;

/** What a day is rebuilt from goes wrong: lists of contracts of the past, and minute bars of options. */
export const pastFaults = {
  'past-contracts-cut-short': {
    kind: 'past',
    summary: 'a list of contracts of the past ends after 100 rows, all calls, and names no next page',
    apply: { alter: (answer, exchange) => (isPastList(exchange) ? cutShort(answer) : answer) },
  },
  'past-contracts-without-a-page': {
    kind: 'past',
    summary: 'a list of contracts of the past comes in pages of 100 rows, and the second one is empty',
    apply: { rewrite: inSmallPages, alter: withoutSecondPage },
  },
  'past-contracts-repeat-a-page': {
    kind: 'past',
    summary: 'a list of contracts of the past comes in pages of 100 rows, and the first is served for ever',
    apply: { rewrite: inSmallPages, alter: firstPageAgain },
  },
  'option-bars-missing': {
    kind: 'past',
    summary: 'every seventh strike’s options have no bars, although they traded',
    apply: {
      alter(answer, exchange) {
        if (!isChosen(exchange)) return answer;
        const { results: _, next_url, ...head } = answer.json as JsonRow;
        return { ...answer, json: { ...head, queryCount: 0, resultsCount: 0, count: 0 } };
      },
    },
  },
  'option-bars-not-found': {
    kind: 'past',
    summary: 'bars of every seventh strike’s options get 404',
    apply: {
      replace: (exchange) => (isChosen(exchange) ? notFound(exchange.requestId, 'Ticker not found.') : null),
    },
  },
  'option-bars-of-other-minutes': {
    kind: 'past',
    summary: 'every fifth bar of an option begins in the middle of a minute, or on the day before',
    apply: { alter: forBars((row, index) => [isWrong(index) ? misplaced(row, index) : row]) },
  },
  'option-bars-at-zero': {
    kind: 'past',
    summary: 'all prices of every fifth bar of an option are 0',
    apply: {
      alter: forBars((row, index) => [isWrong(index) ? { ...row, o: 0, h: 0, l: 0, c: 0, vw: 0 } : row]),
    },
  },
  'option-bars-corrected': {
    kind: 'past',
    summary: 'every fifth minute of an option comes twice: without its last trade, and corrected',
    apply: {
      alter: forBars((row, index) => (isWrong(index) ? [{ ...row, c: row.o, v: 1, n: 1 }, row] : [row])),
    },
  },
  'option-bars-refused': {
    kind: 'past',
    summary: 'bars of options get 403: the plan does not include them',
    apply: {
      replace: (exchange) => (tickerOf(exchange) === null ? null : notEntitled(exchange.requestId)),
    },
  },
  'option-bars-rate-limited': {
    kind: 'past',
    summary: 'after ten good requests every third one for bars of an option gets 429',
    startsAfter: goodRequests,
    apply: {
      replace: (exchange) =>
        tickerOf(exchange) !== null && exchange.faultyRequest % 3 === 1
          ? tooManyRequests(exchange.requestId)
          : null,
    },
  },
  'option-bars-without-end': {
    kind: 'past',
    summary: 'bars of an option name a next page, behind which the same bars are served again',
    apply: {
      alter: (answer, exchange) => {
        if (tickerOf(exchange) === null || !rowsOf(answer)) return answer;
        const marked = new URLSearchParams({
          limit: '50000',
          sort: 'asc',
          turn: `${exchange.faultyRequest}`,
        });
        const next_url = `${exchange.origin}${exchange.path}?cursor=${encodeCursor(marked)}`;
        return { ...answer, json: { ...(answer.json as object), next_url } };
      },
    },
  },
} as const satisfies Record<string, Fault>;

/** The contract whose minute bars are asked for; `null` for any other request. */
function tickerOf({ path }: Exchange): string | null {
  const ticker = /^\/v2\/aggs\/ticker\/([^/]+)\/range\/\d+\/minute\//.exec(path)?.[1] ?? '';
  return /^O(:|%3A)/i.test(ticker) ? ticker : null;
}

/** Whether it is one of the contracts that the fault has chosen: by the strike, in thousandths. */
function isChosen(exchange: Exchange): boolean {
  const ticker = tickerOf(exchange);
  return ticker !== null && Math.floor(Number(ticker.slice(-8)) / 1000) % everyContract === 0;
}

function isWrong(index: number): boolean {
  return index % everyMinute === 2;
}

function forBars(change: (row: JsonRow, index: number) => JsonRow[]) {
  return (answer: Answer, exchange: Exchange): Answer =>
    tickerOf(exchange) === null ? answer : alterRows(answer, change);
}

/** In the middle of the minute, or at the same time of the day before. */
function misplaced(row: JsonRow, index: number): JsonRow {
  const isEarlier = Math.floor(index / everyMinute) % 2 === 1;
  return { ...row, t: Number(row.t) + (isEarlier ? -dayMs : 17_000) };
}

/** The query that counts, be it the cursor's. */
function queryOf({ query }: Exchange): URLSearchParams {
  const cursor = query.get('cursor');
  return (cursor === null ? null : decodeCursor(cursor)) ?? query;
}

function isPastList(exchange: Exchange): boolean {
  if (exchange.path !== '/v3/reference/options/contracts') return false;
  const query = queryOf(exchange);
  return query.has('as_of') || query.get('expired') === 'true';
}

function rowsOf(answer: Answer): JsonRow[] | null {
  const rows = (answer.json as { results?: unknown } | undefined)?.results;
  return Array.isArray(rows) ? (rows as JsonRow[]) : null;
}

function cutShort(answer: Answer): Answer {
  const rows = rowsOf(answer);
  if (!rows) return answer;
  const { next_url: _, ...json } = answer.json as JsonRow;
  return { ...answer, json: { ...json, results: rows.slice(0, pageRows) } };
}

function inSmallPages(exchange: Exchange) {
  if (!isPastList(exchange) || exchange.query.has('cursor')) return;
  exchange.query.set('limit', String(pageRows));
}

/** The page that is asked for by a cursor without the mark is the second one. */
function withoutSecondPage(answer: Answer, exchange: Exchange): Answer {
  if (!isPastList(exchange) || queryOf(exchange).has('second')) return answer;
  const { next_url, ...json } = answer.json as { next_url?: string };
  const isSecond = exchange.query.has('cursor');
  if (next_url === undefined) return answer;
  const following = isSecond ? marked(next_url, 'second') : next_url;
  return { ...answer, json: { ...json, ...(isSecond && { results: [] }), next_url: following } };
}

/** The same next page, with a mark that all pages after it carry on. */
function marked(next_url: string, mark: string): string {
  const url = new URL(next_url);
  const carried = decodeCursor(url.searchParams.get('cursor') ?? '') ?? new URLSearchParams();
  carried.set(mark, '1');
  url.searchParams.set('cursor', encodeCursor(carried));
  return url.href;
}

function firstPageAgain(answer: Answer, exchange: Exchange): Answer {
  if (!isPastList(exchange) || !rowsOf(answer)) return answer;
  const carried = new URLSearchParams(queryOf(exchange));
  for (const name of ['cursor', 'ap']) carried.delete(name);
  carried.set('turn', String(exchange.faultyRequest));
  const next_url = `${exchange.origin}${exchange.path}?cursor=${encodeCursor(carried)}`;
  return { ...answer, json: { ...(answer.json as object), next_url } };
}
