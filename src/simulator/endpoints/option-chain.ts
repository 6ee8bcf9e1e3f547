import { badRequest, notFound, ok } from '../answer.ts';
import { listingDate, pageOf, readContractQuery, selectContracts } from '../options/contract-filter.ts';
import { effectiveQuery, nextUrl } from '../cursor.ts';
import { asOf, type Endpoint } from '../exchange.ts';
import { instrumentOf } from '../instruments/instruments.ts';
import { optionRow, rowContext } from './option-row.ts';

const rules = {
  struct: 'OptionsChainQueryParam',
  largestLimit: 250,
  sorts: ['ticker', 'expiration_date', 'strike_price'],
};

export const optionChainEndpoints: Endpoint[] = [
  {
    path: '/v3/snapshot/options/{underlying}',
    needs: 'hasSnapshots',
    assetClass: 'options',
    answer(exchange, { underlying }) {
      const query = effectiveQuery(exchange.query);
      if (!query) return badRequest(exchange.requestId, 'Invalid cursor');
      const wanted = readContractQuery(query, rules);
      if (typeof wanted === 'string') return badRequest(exchange.requestId, wanted);
      const instrument = instrumentOf(underlying ?? '');
      if (!instrument) return notFound(exchange.requestId, 'Ticker not found.');
      const context = rowContext(exchange, instrument);
      const date = listingDate(asOf(exchange, 'options'));
      const selected = selectContracts(exchange.simulated, instrument, date, wanted);
      const page = pageOf(exchange.simulated, selected, wanted);
      return ok({
        results: page.contracts.map((contract) => optionRow(exchange, contract, context)),
        status: 'OK',
        request_id: exchange.requestId,
        ...(page.next && { next_url: nextUrl(exchange, query, page.next) }),
      });
    },
  },
  {
    path: '/v3/snapshot/options/{underlying}/{contract}',
    needs: 'hasSnapshots',
    assetClass: 'options',
    answer(exchange, { underlying, contract: ticker }) {
      const contract = exchange.simulated.chains.listing.find(ticker ?? '');
      const instrument = instrumentOf(underlying ?? '');
      const date = listingDate(asOf(exchange, 'options'));
      const isListed =
        contract &&
        instrument?.ticker === contract.underlying &&
        exchange.simulated.chains.listing.isListed(contract, date);
      if (!isListed) return notFound(exchange.requestId, 'Options contract not found.');
      const row = optionRow(exchange, contract, rowContext(exchange, instrument));
      return ok({ results: row, status: 'OK', request_id: exchange.requestId });
    },
  },
];
