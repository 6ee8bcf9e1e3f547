import type { Exchange } from './exchange.ts';

/** Address of the following page: the same path on the host that was asked, everything else within the cursor, no key. */
export function nextUrl(exchange: Exchange, query: URLSearchParams, after: string): string {
  const carried = new URLSearchParams(query);
  for (const name of ['cursor', 'ap']) carried.delete(name);
  carried.set('ap', after);
  carried.sort();
  return `${exchange.origin}${exchange.path}?cursor=${encodeCursor(carried)}`;
}

/** The query that counts: the cursor's own if there is one, as parameters beside it do not. `null`: no cursor of ours. */
export function effectiveQuery(query: URLSearchParams): URLSearchParams | null {
  const cursor = query.get('cursor');
  return cursor === null ? query : decodeCursor(cursor);
}

/** A query as the vendor’s `cursor`. */
export function encodeCursor(query: URLSearchParams): string {
  return Buffer.from(query.toString()).toString('base64url');
}

/** The query of a `cursor`; `null` for a text that is none. */
export function decodeCursor(cursor: string): URLSearchParams | null {
  const text = Buffer.from(cursor, 'base64url').toString();
  return /^[\x20-\x7e]+=/.test(text) ? new URLSearchParams(text) : null;
}
