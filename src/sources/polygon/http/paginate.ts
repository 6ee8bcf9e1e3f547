import { sanitizeText } from '../../../base/sanitize.ts';
import { isLoopback } from '../../../base/loopback.ts';
import { UpstreamError } from './upstream-error.ts';

/** A chain of one expiry has two or three pages of 250; more than this is a server that never ends. */
const maxPages = 20;

/** Hosts that a `next_url` may name other than the one that was asked; the key only ever goes to the latter. */
const vendorHosts = new Set(['api.massive.com', 'api.polygon.io']);

/** One page as the server gave it. */
export interface Page<Row> {
  rows: readonly Row[];
  /** As the server gave it: absent, `null` or anything else. */
  nextUrl: unknown;
}

/** The rows of all pages. */
export interface Paginated<Row> {
  rows: Row[];
  pages: number;
  /**
   * Why the server's own chain of pages was left before it ended, or ended as a whole one hardly does; `null` for
   * neither. `isWhole` says whether nothing is missing all the same; `null` that the pages do not say.
   */
  cutShort: { reason: string; isWhole: boolean | null } | null;
}

/** How pages are checked against each other. */
export interface PagingRules<Row> {
  /** Identifies a row, for leaving out repeated ones. */
  keyOf: (row: Row) => string | null;
  /** Rows of a full page: when pages come round again after one that was not full, all have been seen. */
  limit?: number;
  /** Whether a row lies beyond what was asked for, in the order that was asked for: servers have lost their filters. */
  isBeyond?: (row: Row) => boolean;
}

/**
 * Follows `next_url` with a page cap, stopping on a page seen before or a page that brings nothing new. Only path and
 * query of a `next_url` are used, on the base that was configured, so that no answer can send the key elsewhere.
 */
export async function paginate<Row>(
  baseUrl: string,
  firstTarget: string,
  fetchPage: (target: string) => Promise<Page<Row>>,
  rules: PagingRules<Row>,
): Promise<Paginated<Row>> {
  const { keyOf, limit = Number.POSITIVE_INFINITY, isBeyond = () => false } = rules;
  const rows: Row[] = [];
  const keys = new Set<string>();
  const seenTargets = new Set<string>();
  let target = firstTarget;
  let pages = 0;
  let isLastFull = false;
  const cutShort = (reason: string, isWhole: boolean | null) => ({
    ...{ rows, pages },
    cutShort: { reason, isWhole },
  });
  for (;;) {
    if (pages >= maxPages) return cutShort(`more than ${maxPages} pages`, false);
    seenTargets.add(target);
    const page: Page<Row> = await fetchPage(target);
    pages += 1;
    let fresh = 0;
    for (const row of page.rows) {
      const key = keyOf(row);
      if (key !== null && keys.has(key)) continue;
      if (key !== null) keys.add(key);
      rows.push(row);
      fresh += 1;
    }
    const last = page.rows.at(-1);
    const isBehindAll = last !== undefined && isBeyond(last);
    if (page.nextUrl === undefined || page.nextUrl === null || page.nextUrl === '') {
      const doubt = isBehindAll ? null : doubtOf(page.rows, rules, rows.length > 0);
      return doubt === null ? { rows, pages, cutShort: null } : cutShort(doubt, null);
    }
    // A page without rows may still lead on to one that has some.
    const isRepeated = fresh === 0 && page.rows.length > 0;
    if (isRepeated) return cutShort('a page that repeats earlier ones', !isLastFull);
    isLastFull = page.rows.length >= limit;
    if (isBehindAll) return cutShort('rows beyond those asked for', true);
    target = nextTarget(baseUrl, page.nextUrl);
    if (seenTargets.has(target)) return cutShort('a next page that was seen before', !isLastFull);
  }
}

/** How the last page speaks against being the last; `null` where it does not. */
function doubtOf<Row>(
  page: readonly Row[],
  { keyOf, limit = Number.POSITIVE_INFINITY }: PagingRules<Row>,
  isFollowUp: boolean,
): string | null {
  if (page.length === 0) return isFollowUp ? 'an empty last page' : null;
  const named = page.map(keyOf).filter((key) => key !== null);
  // A row that comes twice is one.
  const different = new Set(named).size + page.length - named.length;
  return different >= limit ? 'a full last page without a next one' : null;
}

/**
 * Refuses rows of which some are missing, or may be.
 * @param what was asked for, as the beginning of a sentence: `The bars are`
 * @throws UpstreamError `malformed`
 */
export function requireWhole({ cutShort }: Pick<Paginated<unknown>, 'cutShort'>, what: string): void {
  if (cutShort && !cutShort.isWhole)
    throw new UpstreamError('malformed', `${what} not complete: the API sent ${cutShort.reason}.`);
}

/** @throws UpstreamError `malformed` when the address leads anywhere but to the API. */
export function nextTarget(baseUrl: string, nextUrl: unknown): string {
  const base = new URL(baseUrl);
  if (typeof nextUrl !== 'string' || !URL.canParse(nextUrl, baseUrl)) {
    throw new UpstreamError('malformed', 'The API named a next page that is not an address.');
  }
  // A doubled port was served in 2021: `https://host:443:443/…` does not parse, so it ends above.
  const next = new URL(nextUrl, baseUrl);
  // One server of this machine may be named localhost, 127.0.0.1 or [::1].
  const isSameMachine = isLoopback(next.hostname) && isLoopback(base.hostname);
  if (next.hostname !== base.hostname && !isSameMachine && !vendorHosts.has(next.hostname)) {
    throw new UpstreamError(
      'malformed',
      `The API named a next page on another host: ${sanitizeText(next.hostname, 80)}.`,
    );
  }
  // Keys in a query end up in logs of every machine on the way; none is taken along.
  next.searchParams.delete('apiKey');
  const prefix = base.pathname.replace(/\/+$/, '');
  const path =
    prefix && next.pathname.startsWith(`${prefix}/`) ? next.pathname.slice(prefix.length) : next.pathname;
  return path + next.search;
}
