import type { OptionQuote } from '../../../market/quotes/chain.ts';
import type { MinuteBar } from '../../../recordings/rebuilt.ts';
import { requireWhole } from '../../polygon/http/paginate.ts';
import { UpstreamError } from '../../polygon/http/upstream-error.ts';
import type { RawRows } from '../../polygon/endpoints/queries.ts';
import { parseContractRows } from '../../polygon/parse/options/parse-contracts.ts';
import { parseMinutes } from '../../polygon/parse/parse-minutes.ts';
import type { PollRequest } from '../../request.ts';
import { askedOf } from '../chain-completeness.ts';
import type { PollContext } from '../poll-context.ts';

/** What asking for a past day takes. */
export type PastDayContext = Pick<PollContext, 'symbol' | 'hours' | 'endpoints' | 'usage'>;

/** The minutes of one day, and how many of its rows made no sense. */
export interface PastMinutes {
  bars: MinuteBar[];
  rejected: number;
}

/**
 * The contracts of an expiration as they were listed on a past day, adjusted ones left out, in the order of a chain.
 * @throws UpstreamError `not-found` where the API lists none
 */
export async function fetchPastContracts(
  context: PastDayContext,
  { date, expiration }: { date: string; expiration: string },
  request: PollRequest,
): Promise<OptionQuote[]> {
  const { symbol, endpoints, usage } = context;
  const body = await endpoints.pastContracts({ underlying: symbol, expiration, asOf: date }, request);
  requireWhole(body, 'The list of contracts is');
  const { rows, rejections } = parseContractRows(body.rows, askedOf(context, expiration));
  usage.onRejections(rejections);
  if (rows.length > 0) {
    requireBothSides(rows);
    return rows;
  }
  const what = `options on ${symbol} that expire on ${expiration}`;
  throw new UpstreamError('not-found', `The API lists no ${what}, as of ${date}.`);
}

/** Each strike is listed with a call and a put: a list of one side has lost the other. @throws UpstreamError `malformed` */
function requireBothSides(contracts: readonly OptionQuote[]): void {
  const calls = contracts.filter(({ optionType }) => optionType === 'call').length;
  const puts = contracts.length - calls;
  if (Math.min(calls, puts) >= minShareOfOther * Math.max(calls, puts)) return;
  const found = `${calls} calls and ${puts} puts`;
  throw new UpstreamError('malformed', `The list of contracts is not complete: the API sent ${found}.`);
}

/** A few strikes may have lost one side. */
const minShareOfOther = 0.8;

/** The minutes of the underlying. @throws UpstreamError */
export async function fetchPastSpots(
  { symbol, endpoints, usage }: PastDayContext,
  date: string,
  request: PollRequest,
): Promise<PastMinutes> {
  return read(await endpoints.pastMinutes(symbol, date, request), date, usage);
}

/** The minutes in which a contract traded; none where the API knows nothing of it. @throws UpstreamError */
export async function fetchContractMinutes(
  { endpoints, usage }: PastDayContext,
  { contract, date }: { contract: string; date: string },
  request: PollRequest,
): Promise<PastMinutes> {
  try {
    return read(await endpoints.contractMinutes(`O:${contract}`, date, request), date, usage);
  } catch (error) {
    if (error instanceof UpstreamError && error.failure === 'not-found') return { bars: [], rejected: 0 };
    throw error;
  }
}

function read(body: RawRows, date: string, usage: PastDayContext['usage']): PastMinutes {
  requireWhole(body, 'The bars are');
  const { rows, rejections } = parseMinutes(body.rows, date);
  usage.onRejections(rejections);
  if (rows.length === 0 && rejections.length > 0) {
    throw new UpstreamError(
      'malformed',
      `None of the ${rejections.length} bars makes sense: ${rejections[0]}.`,
    );
  }
  return { bars: rows, rejected: rejections.length };
}
