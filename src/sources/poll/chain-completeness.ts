import { messageOf } from '../../base/errors.ts';
import { sanitizeText } from '../../base/sanitize.ts';
import { steadyTime } from '../../base/steady-time.ts';
import type { PollRequest } from '../request.ts';
import {
  type AskedContracts,
  identify,
  termsOfChainRow,
} from '../polygon/parse/options/contract-identity.ts';
import type { RawRows } from '../polygon/endpoints/queries.ts';
import { requireWhole } from '../polygon/http/paginate.ts';
import { parseContractRows } from '../polygon/parse/options/parse-contracts.ts';
import { UpstreamError } from '../polygon/http/upstream-error.ts';
import type { PollContext } from './poll-context.ts';

/** How long the exchange's list of an expiration proves that a chain is whole: it changes by a few strikes a day. */
const listingTtlMs = 12 * 3_600_000;
/** While it does not, it is asked again this often: a contract may have been delisted, or listed, since. */
const askAgainMs = 15 * 60_000;
/** The same for somebody who presses a key. */
const userAskAgainMs = 60_000;
/** With the rest of the sentence it is to fit on a line of the dashboard. */
const longestReason = 90;

/** A chain as it was answered, by the contracts that its rows name. */
export interface NamedRows {
  named: ReadonlySet<string>;
  /** Rows that name none of the contracts asked for, and may stand for any of those missing. */
  unnamed: number;
}

/** What the contracts reference lists; a text is why it could not be asked. */
export type Listing = ReadonlySet<string> | string;

/** Whether a chain is complete. */
export type Verdict =
  /** `stillListed`: contracts that are missing although they are listed. */
  { isComplete: true; stillListed: string[] } | { isComplete: false; reason: string };

/**
 * Whether a chain holds all that is listed.
 * @param doubt what its pages say against it, if anything
 * @param missing contracts of the poll before that it lacks
 */
export function verdictOn(
  { named, unnamed }: NamedRows,
  { doubt, missing }: { doubt: string | null; missing: readonly string[] },
  listing: Listing,
): Verdict {
  const isExplained = doubt === null && missing.length <= unnamed;
  const contracts = `${missing.length} contract${missing.length === 1 ? '' : 's'}`;
  const what = doubt ?? `a chain without ${contracts} of the last one`;
  if (typeof listing === 'string') {
    if (isExplained) return { isComplete: true, stillListed: [...missing] };
    return { isComplete: false, reason: `${what}, and the list of contracts could not be asked: ${listing}` };
  }
  const lacking = [...listing].filter((symbol) => !named.has(symbol));
  const isOfToday = [...named].every((symbol) => listing.has(symbol));
  if (isOfToday && lacking.length <= unnamed)
    return { isComplete: true, stillListed: missing.filter((symbol) => listing.has(symbol)) };
  if (isExplained) return { isComplete: true, stillListed: [...missing] };
  const why =
    lacking.length > unnamed
      ? `${lacking.length} of ${listing.size} listed contracts are not in it.`
      : 'the list of contracts is another one.';
  return { isComplete: false, reason: `${what}, and ${why}` };
}

/** Finds out which contracts the rows of an answer are about, without parsing their values. */
export function nameRows(rows: readonly unknown[], asked: AskedContracts): NamedRows {
  const named = new Set<string>();
  let unnamed = 0;
  for (const row of rows) {
    const terms = termsOfChainRow(row);
    const identity = terms && identify(terms, asked);
    if (identity?.kind === 'listed') named.add(identity.symbol);
    else if (identity?.kind !== 'adjusted') unnamed += 1;
  }
  return { named, unnamed };
}

/** Checks that a polled chain holds every listed contract. */
export interface ChainCompleteness {
  /**
   * @returns contracts of the last chain that this one lacks although they are listed; their rows were rejected
   * @throws UpstreamError `malformed` for a chain that is not whole
   */
  check(body: RawRows, expiration: string, answeredAt: number, request: PollRequest): Promise<string[]>;
}

/**
 * Rejects chains of which a part is missing: recorded, the missing contracts would count as no longer listed. Where a
 * chain's pages end as whole ones hardly do, or contracts of the last chain are not in it, the contracts reference is
 * asked, which every plan may: once a day where it proves the chain whole, every quarter of an hour while it does not.
 */
export function createChainCompleteness(context: PollContext): ChainCompleteness {
  const time = steadyTime(context.clock);
  let failed: { expiration: string; at: number; message: string } | null = null;
  const listed = rememberListed(context);

  /** The verdict by the list as it is known, and by a newer one where that is due and the known one proves nothing. */
  const judge = async (
    expiration: string,
    request: PollRequest,
    by: (listing: Listing) => Verdict,
  ): Promise<Verdict> => {
    const pauseMs = request.priority === 'user' ? userAskAgainMs : askAgainMs;
    const isResting = failed?.expiration === expiration && time.now() - failed.at < pauseMs;
    if (failed && isResting) return by(failed.message);
    try {
      const known = await askListing(context, expiration, request, listingTtlMs);
      const verdict = by(known.listing);
      const ageMs = context.clock.now() - known.askedAt;
      const isProven = verdict.isComplete && verdict.stillListed.length === 0;
      failed = null;
      if (isProven || ageMs < pauseMs) return verdict;
      return by((await askListing(context, expiration, request, 0)).listing);
    } catch (error) {
      const message = sanitizeText(messageOf(error), longestReason);
      const hasAsked = !(error instanceof UpstreamError) || error.failure !== 'budget';
      failed = hasAsked ? { expiration, at: time.now(), message } : null;
      return by(message);
    }
  };

  return {
    async check(body, expiration, answeredAt, request) {
      const doubt = body.cutShort?.isWhole === null ? body.cutShort.reason : null;
      if (doubt === null) requireWhole(body, 'The chain is');
      const rows = nameRows(body.rows, askedOf(context, expiration));
      // Too little of it makes sense to be used at all; whoever reads it says so.
      if (rows.named.size === 0 || rows.named.size < rows.unnamed) return [];
      const before = await listed.at(expiration, answeredAt);
      const missing = before.filter((contract) => !rows.named.has(contract));
      if (doubt === null && missing.length === 0) return listed.keep(expiration, rows, []);
      const verdict = await judge(expiration, request, (listing) =>
        verdictOn(rows, { doubt, missing }, listing),
      );
      if (verdict.isComplete) return listed.keep(expiration, rows, verdict.stillListed);
      throw new UpstreamError('malformed', `The chain is not complete: the API sent ${verdict.reason}`);
    },
  };
}

/** The contracts that were listed before an answer: as recorded, or as the last complete answer had them. */
function rememberListed({ symbol, db }: Pick<PollContext, 'symbol' | 'db'>) {
  let last: { expiration: string; symbols: readonly string[] } | null = null;
  return {
    async at(expiration: string, answeredAt: number): Promise<readonly string[]> {
      try {
        return await db.chains.listedAt(symbol, expiration, answeredAt);
      } catch (error) {
        // A recording that cannot be read must not cost the chain, which waits to be stored.
        if (last?.expiration !== expiration) throw error;
        return last.symbols;
      }
    },
    keep(expiration: string, { named }: NamedRows, stillListed: string[]): string[] {
      last = { expiration, symbols: [...named.keys(), ...stillListed] };
      return stillListed;
    },
  };
}

/** The contracts of the context's symbol that expire on a date. */
export function askedOf(
  { symbol, hours }: Pick<PollContext, 'symbol' | 'hours'>,
  expiration: string,
): AskedContracts {
  return { underlying: symbol, expiration, productChanges: hours.calendar.productChanges };
}

/** The contracts that the reference lists, and when it was asked (epoch ms). @throws UpstreamError */
async function askListing(context: PollContext, expiration: string, request: PollRequest, maxAgeMs: number) {
  const { symbol, endpoints, cached } = context;
  const { value, createdAt } = await cached(
    {
      ...{ key: `contracts:${symbol}:${expiration}`, dataType: 'options', priority: request.priority },
      ...{ ttlMs: listingTtlMs, maxAgeMs },
    },
    () => endpoints.contracts(symbol, expiration, request),
    (body) => {
      requireWhole(body as RawRows, 'The list of contracts is');
      const { rows } = parseContractRows((body as RawRows).rows, askedOf(context, expiration));
      if (rows.length === 0) throw new UpstreamError('not-found', 'It lists none.');
      return new Set(rows.map((contract) => contract.symbol));
    },
  );
  return { listing: value, askedAt: createdAt };
}
