import { isDate, newYorkDate } from '../../market/calendar/new-york-time.ts';
import { type Answer, badRequest, notFound, ok } from '../answer.ts';
import { seriesOf } from '../market/base-bars.ts';
import { asOf, assetClassOf, type Endpoint, type Exchange, type PathValues, tierFor } from '../exchange.ts';
import { stocks } from '../instruments/stocks.ts';
import { volumeNumber } from '../json-numbers.ts';
import { barRow, refuseDates } from './aggregate-row.ts';

export const dailyBarEndpoints: Endpoint[] = [
  { path: '/v2/aggs/ticker/{ticker}/prev', answer: previousBar },
  { path: '/v2/aggs/grouped/locale/us/market/stocks/{date}', assetClass: 'stocks', answer: grouped },
  { path: '/v1/open-close/{ticker}/{date}', answer: openClose },
];

/** The last session before today, stamped with its end, unlike bars of a range. */
function previousBar(exchange: Exchange, { ticker = '' }: PathValues): Answer {
  const { simulated, requestId, now } = exchange;
  const series = seriesOf(simulated, ticker);
  const session = simulated.calendar.previousSession(newYorkDate(now));
  const bar = series?.day(session.date, now);
  const head = { ticker, adjusted: true, request_id: requestId, status: 'OK' };
  if (!bar) return ok({ ...head, queryCount: 0, resultsCount: 0, count: 0 });
  const row = barRow({ ...bar, start: session.close, volume: Math.round(bar.volume) });
  return ok({ ...head, queryCount: 1, resultsCount: 1, count: 1, results: [{ T: ticker, ...row }] });
}

function grouped(exchange: Exchange, { date = '' }: PathValues): Answer {
  const { simulated, requestId } = exchange;
  if (!isDate(date))
    return badRequest(requestId, "Could not parse the time parameter: 'date'. Use YYYY-MM-DD");
  const refusal = refuseDates(exchange, 'stocks', date, date);
  if (refusal) return refusal;
  const session = simulated.calendar.sessionOn(date);
  const results = stocks.flatMap((stock) => {
    const bar = session && simulated.market.dailyBar(stock, date, asOf(exchange, 'stocks'));
    return bar ? [{ T: stock.ticker, ...barRow({ ...bar, start: session.close }) }] : [];
  });
  return ok({
    queryCount: results.length,
    resultsCount: results.length,
    adjusted: exchange.query.get('adjusted') !== 'false',
    ...(results.length > 0 && { results }),
    status: tierFor(exchange, 'stocks').aggregateStatus,
    request_id: requestId,
    ...(results.length > 0 && { count: results.length }),
  });
}

function openClose(exchange: Exchange, { ticker = '', date = '' }: PathValues): Answer {
  const { simulated, requestId } = exchange;
  if (!isDate(date))
    return badRequest(requestId, "Could not parse the time parameter: 'date'. Use YYYY-MM-DD");
  const assetClass = assetClassOf(ticker);
  const refusal = refuseDates(exchange, assetClass, date, date);
  if (refusal) return refusal;
  const at = asOf(exchange, assetClass);
  const series = seriesOf(simulated, ticker);
  const session = simulated.calendar.sessionOn(date);
  const bar = series?.day(date, at);
  if (!series || !session || !bar) return notFound(requestId);
  const minutes = assetClass === 'stocks' ? series.minutes(date, at) : [];
  const afterHours = minutes.findLast(({ start }) => start >= session.close);
  const preMarket = minutes.find(({ start }) => start < session.open);
  return ok({
    status: 'OK',
    from: date,
    symbol: ticker,
    open: bar.open,
    high: bar.high,
    low: bar.low,
    close: bar.close,
    ...(bar.trades > 0 && { volume: volumeNumber(Math.round(bar.volume)) }),
    ...(afterHours && { afterHours: afterHours.close }),
    ...(preMarket && { preMarket: preMarket.open }),
  });
}
