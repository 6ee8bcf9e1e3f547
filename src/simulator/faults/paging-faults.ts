import type { Answer } from '../answer.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import type { Exchange } from '../exchange.ts';
import { alterRows } from './alter-json.ts';
import type { Fault } from './fault.ts';

export const pagingFaults = {
  'next-page-on-another-host': {
    kind: 'paging',
    summary: 'next_url points to another host',
    apply: {
      alter: (answer, exchange) =>
        withNext(
          answer,
          ownCursor(exchange, { page: '2' }).replace(exchange.origin, 'https://collector.invalid'),
        ),
    },
  },
  'next-page-without-end': {
    kind: 'paging',
    summary: 'every page, the last one too, has a new next_url, behind which the first page is served again',
    apply: {
      alter: (answer, exchange) =>
        withNext(answer, ownCursor(exchange, { turn: `${exchange.faultyRequest}` })),
    },
  },
  'repeated-cursor': {
    kind: 'paging',
    summary: 'next_url is the same on every page',
    apply: { alter: (answer, exchange) => withNext(answer, ownCursor(exchange, { page: '2' })) },
  },
  'next-page-with-a-wrong-port': {
    kind: 'paging',
    summary: 'next_url is no URL: its port is written twice',
    apply: {
      alter: (answer, { path }) => withNext(answer, `https://api.massive.com:443:443${path}?cursor=YXA9`),
    },
  },
  'page-2-without-filter': {
    kind: 'paging',
    summary: 'from the second page on the expiration filter is lost',
    apply: { rewrite: loseExpiration },
  },
  'duplicate-rows': {
    kind: 'paging',
    summary: 'every row of a list comes twice',
    apply: { alter: (answer) => alterRows(answer, (row) => [row, row]) },
  },
  'empty-page-between': {
    kind: 'paging',
    summary: 'first pages are empty and have a next_url that goes on as if asked anew',
    apply: {
      alter: (answer, exchange) =>
        exchange.query.has('cursor') || !hasRows(answer)
          ? answer
          : withNext(
              alterRows(answer, () => []),
              ownCursor(exchange, {}),
            ),
    },
  },
  'truncated-at-page-limit': {
    kind: 'paging',
    summary: 'a chain ends with its first page, which is full and names no next one',
    apply: {
      alter: (answer, { path }) => {
        if (!isChain(path)) return answer;
        const { next_url: _, ...json } = answer.json as { next_url?: unknown };
        return { ...answer, json };
      },
    },
  },
  'empty-second-page': {
    kind: 'paging',
    summary: 'from the second page on a chain has no rows, and no next page',
    apply: {
      alter: (answer, { path, query, requestId }) =>
        isChain(path) && query.has('cursor')
          ? { ...answer, json: { results: [], status: 'OK', request_id: requestId } }
          : answer,
    },
  },
  'vanished-contracts': {
    kind: 'paging',
    summary: 'every fourth contract is missing from a chain, whose pages end as they should',
    apply: {
      alter: (answer, { path }) =>
        isChain(path) ? alterRows(answer, (row, index) => (index % 4 === 3 ? [] : [row])) : answer,
    },
  },
} as const satisfies Record<string, Fault>;

/** Not the snapshot of one contract. */
function isChain(path: string): boolean {
  return /^\/v3\/snapshot\/options\/[^/]+$/.test(path);
}

/** An address that asks for the first page again, with marks that endpoints ignore. */
function ownCursor({ origin, path, query }: Exchange, marks: Record<string, string>): string {
  const cursor = query.get('cursor');
  const carried = new URLSearchParams((cursor === null ? null : decodeCursor(cursor)) ?? query);
  for (const name of ['cursor', 'ap']) carried.delete(name);
  carried.set('as', '');
  for (const [name, value] of Object.entries(marks)) carried.set(name, value);
  return `${origin}${path}?cursor=${encodeCursor(carried)}`;
}

function hasRows(answer: Answer): boolean {
  return Array.isArray((answer.json as { results?: unknown } | undefined)?.results);
}

function withNext(answer: Answer, next_url: string): Answer {
  return hasRows(answer) ? { ...answer, json: { ...(answer.json as object), next_url } } : answer;
}

function loseExpiration(exchange: Exchange) {
  const cursor = exchange.query.get('cursor');
  const carried = cursor === null ? null : decodeCursor(cursor);
  if (!carried) return;
  for (const name of [...carried.keys()]) if (name.startsWith('expiration_date')) carried.delete(name);
  exchange.query.set('cursor', encodeCursor(carried));
}
