import { isDate, newYorkDate } from '../../market/calendar/new-york-time.ts';
import { badRequest, notFound, ok } from '../answer.ts';
import { pageOf, readContractQuery, selectContracts } from '../options/contract-filter.ts';
import { effectiveQuery, nextUrl } from '../cursor.ts';
import type { Endpoint, Exchange } from '../exchange.ts';
import type { Instrument } from '../instruments/instrument.ts';
import { instruments } from '../instruments/instruments.ts';
import type { Contract } from '../options/option-listing.ts';

const path = '/v3/reference/options/contracts';

const rules = {
  struct: 'ListOptionsContractsParams',
  largestLimit: 1000,
  sorts: ['ticker', 'underlying_ticker', 'expiration_date', 'strike_price'],
};

export const contractsReferenceEndpoints: Endpoint[] = [
  {
    path,
    assetClass: 'options',
    answer(exchange) {
      const query = effectiveQuery(exchange.query);
      if (!query) return badRequest(exchange.requestId, 'Invalid cursor');
      const wanted = readContractQuery(query, rules);
      if (typeof wanted === 'string') return badRequest(exchange.requestId, wanted);
      const date = asOfDate(exchange, query);
      if (date === null) return badRequest(exchange.requestId, unreadableDate);
      const underlying = query.get('underlying_ticker');
      const isExpired = query.get('expired') === 'true';
      const selected = instruments
        .filter((instrument) => underlying === null || referenceTicker(instrument) === underlying)
        .flatMap((instrument) => selectContracts(exchange.simulated, instrument, date, wanted, isExpired));
      const page = pageOf(exchange.simulated, selected, wanted);
      return ok({
        results: page.contracts.map(referenceRow),
        status: 'OK',
        request_id: exchange.requestId,
        ...(page.next && { next_url: nextUrl(exchange, query, page.next) }),
      });
    },
  },
  {
    path: `${path}/{contract}`,
    assetClass: 'options',
    answer(exchange, { contract: ticker }) {
      const { listing } = exchange.simulated.chains;
      const date = asOfDate(exchange, exchange.query);
      if (date === null) return badRequest(exchange.requestId, unreadableDate);
      const contract = listing.find(ticker ?? '');
      const isKnown = contract && (contract.expiration < date || listing.isListed(contract, date));
      if (!isKnown) return notFound(exchange.requestId);
      return ok({ results: referenceRow(contract), status: 'OK', request_id: exchange.requestId });
    },
  },
];

const unreadableDate = "Could not parse the time parameter: 'as_of'. Use YYYY-MM-DD";

/** The date whose list is asked for, today at the latest; `null` for a text that is no date. */
function asOfDate({ now }: Exchange, query: URLSearchParams): string | null {
  const today = newYorkDate(now);
  const asked = query.get('as_of') || today;
  if (!isDate(asked)) return null;
  return asked < today ? asked : today;
}

/** The reference has indices without the `I:` of the other endpoints. */
function referenceTicker({ ticker }: Instrument): string {
  return ticker.replace(/^I:/, '');
}

/** ISO 10962: on shares, delivered; on indices, in cash. */
const cfiEndings = { american: 'ASPS', european: 'EICS' } as const;

function referenceRow(contract: Contract) {
  const { instrument, root } = contract.series;
  return {
    cfi: (contract.optionType === 'call' ? 'OC' : 'OP') + cfiEndings[root.exercise],
    contract_type: contract.optionType,
    exercise_style: root.exercise,
    expiration_date: contract.expiration,
    primary_exchange: instrument.kind === 'index' ? 'XCBO' : 'BATO',
    shares_per_contract: 100,
    strike_price: contract.strike,
    ticker: contract.ticker,
    underlying_ticker: referenceTicker(instrument),
  };
}
