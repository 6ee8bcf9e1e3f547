import { notFound, ok } from '../answer.ts';
import { listingDate } from '../options/contract-filter.ts';
import { asOf, type Endpoint } from '../exchange.ts';
import { stockOf } from '../instruments/instruments.ts';
import { nanoseconds } from '../json-numbers.ts';
import { tradeConditions } from '../options/trade-conditions.ts';

export const lastTradeEndpoints: Endpoint[] = [
  {
    path: '/v2/last/trade/{ticker}',
    needs: 'hasTrades',
    answer(exchange, { ticker = '' }) {
      const { chains, market } = exchange.simulated;
      const contract = chains.listing.find(ticker);
      if (contract) {
        const at = asOf(exchange, 'options');
        const isListed = chains.listing.isListed(contract, listingDate(at));
        const state = isListed ? chains.stateAt(contract, at) : null;
        if (!state?.day) return notFound(exchange.requestId);
        const stamp = nanoseconds(state.day.tradedAt, (contract.index * 7_654_321) % 900_000_000);
        return ok({
          request_id: exchange.requestId,
          results: {
            T: ticker,
            c: [209],
            p: state.day.close,
            s: state.day.tradeSize,
            t: stamp,
            x: state.tradeExchange,
            q: state.day.volume,
          },
          status: 'OK',
        });
      }
      const stock = stockOf(ticker);
      if (!stock) return notFound(exchange.requestId);
      const state = market.stateAt(stock, asOf(exchange, 'stocks'));
      return ok({
        request_id: exchange.requestId,
        results: {
          T: ticker,
          c: tradeConditions(state),
          i: String(Math.floor(state.volume / 7)),
          p: state.price,
          q: Math.floor(state.volume / 3),
          s: state.tradeSize,
          ds: String(state.tradeSize),
          t: nanoseconds(state.at, state.tradeAgeNs),
          x: state.tradeExchange,
          y: nanoseconds(state.at, state.tradeAgeNs + 250_000),
          z: 2,
        },
        status: 'OK',
      });
    },
  },
  {
    path: '/v2/last/nbbo/{ticker}',
    needs: 'hasQuotes',
    answer(exchange, { ticker = '' }) {
      const stock = stockOf(ticker);
      if (!stock) return notFound(exchange.requestId);
      const state = exchange.simulated.market.stateAt(stock, asOf(exchange, 'stocks'));
      return ok({
        request_id: exchange.requestId,
        results: {
          T: ticker,
          P: state.ask,
          S: state.askSize * 100,
          X: state.askExchange,
          p: state.bid,
          s: state.bidSize * 100,
          x: state.bidExchange,
          q: Math.floor(state.volume / 2),
          t: nanoseconds(state.at, state.quoteAgeNs),
          y: nanoseconds(state.at, state.quoteAgeNs + 180_000),
          z: 2,
        },
        status: 'OK',
      });
    },
  },
];
