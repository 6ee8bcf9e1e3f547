import type { Chain } from '../../market/quotes/chain.ts';
import type { PollRequest } from '../request.ts';
import type { RawRows } from '../polygon/endpoints/queries.ts';
import { requireWhole } from '../polygon/http/paginate.ts';
import { parseContractRows } from '../polygon/parse/options/parse-contracts.ts';
import { UpstreamError } from '../polygon/http/upstream-error.ts';
import type { PollContext } from './poll-context.ts';
import { askedOf } from './chain-completeness.ts';
import { maxAgeMs } from './max-age.ts';

/** Strikes of an expiration are listed days ahead, with a few more on days that move. */
const ttlMs = 12 * 3_600_000;

/**
 * An expiration's contracts without a single price, from the reference that every plan may read: what there is to show
 * where a plan has no option data. It is never recorded, for it holds nothing that was quoted.
 * @throws UpstreamError
 */
export async function fetchStrikes(
  context: PollContext,
  expiration: string,
  request: PollRequest,
): Promise<Chain> {
  const { symbol, source, cached, endpoints, usage } = context;
  const { value: listed, createdAt } = await cached(
    {
      key: `contracts:${symbol}:${expiration}`,
      dataType: 'options',
      ttlMs,
      priority: request.priority,
      maxAgeMs: maxAgeMs(request, ttlMs, null),
    },
    () => endpoints.contracts(symbol, expiration, request),
    (body) => {
      requireWhole(body as RawRows, 'The list of contracts is');
      const parsed = parseContractRows((body as RawRows).rows, askedOf(context, expiration));
      usage.onRejections(parsed.rejections);
      if (parsed.rows.length === 0)
        throw new UpstreamError('not-found', `The API lists no contracts of ${expiration} yet.`);
      return parsed;
    },
  );
  return {
    underlying: symbol,
    expiration,
    contracts: listed.rows,
    underlyingPrice: null,
    underlyingPriceSource: null,
    underlyingPriceAt: null,
    slotAt: request.slotAt,
    timestamp: createdAt,
    tier: 'unknown',
    source,
    adjustedRows: listed.adjustedRows,
    rejectedRows: 0,
    isStrikesOnly: true,
  };
}
