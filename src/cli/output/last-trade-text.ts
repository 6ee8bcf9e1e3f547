import { fixedText } from '../../base/fixed-text.ts';
import { formatNewYorkTime, newYorkDate } from '../../market/calendar/new-york-time.ts';
import { priceText, strikeText } from '../../market/quotes/price-text.ts';
import type {
  Answered,
  BookSide,
  ContractSnapshot,
  LastQuote,
  LastTradeReport,
} from '../../market/quotes/last-trade.ts';
import { table } from './output.ts';
import { sourceMark } from './source-mark.ts';
import { duration } from '../status/amounts.ts';

const dash = '–';
const needsQuotes = "A contract's bid and ask need the Options Advanced plan.";

/** A table of last trade, bid and ask, then what else there is, then what there is not and why. */
export function describeLastTrade(found: LastTradeReport): string {
  const { trade, quote, snapshot } = found;
  const row = rowsAt(found.at);
  const traded = trade.value;
  const book = quote?.value ?? snapshot?.value?.quote ?? null;
  const bookTier = (quote ?? snapshot)?.tier ?? 'unknown';
  // Where bid and ask are of now, so is the last trade, however long ago it was.
  const tradeTier = bookTier === 'real-time' ? bookTier : trade.tier;
  const rows = [
    ...(traded ? [row('trade', traded, traded.tradedAt, tradeTier, traded.conditions.join(', '))] : []),
    ...(book ? bookRows(book, (name, side) => row(name, side, book.quotedAt, bookTier, '')) : []),
  ];
  return [
    `${titleOf(found)}${sourceMark(found.source, '  ')}`,
    ...(rows.length > 0 ? [table(header, rows)] : []),
    ...(traded?.noPriceBecause ? [`this print sets no price: ${traded.noPriceBecause}`] : []),
    ...(book && isCrossed(book) ? ['bid and ask are crossed'] : []),
    ...(snapshot?.value ? contractLines(snapshot.value, found.at) : []),
    ...(snapshot?.tier === 'delayed' ? ['delayed by 15 minutes'] : []),
    ...(snapshot?.value && !snapshot.value.quote ? [needsQuotes] : []),
    ...[snapshot, trade, quote].flatMap((part) => (part ? problemLines(part, found.at) : [])),
  ].join('\n');
}

const priceOf = (price: number | null) => (price === null ? dash : priceText(price));

const header = ['', '>price', '>size', 'exchange', 'New York', '>age', 'tier', 'conditions'];

function rowsAt(at: number) {
  return (name: string, side: BookSide, time: number | null, tier: string, conditions: string): string[] => [
    name,
    priceOf(side.price),
    side.size?.toLocaleString('en-US') ?? dash,
    side.exchange ?? dash,
    time === null ? dash : momentOf(time, at),
    time === null ? dash : ageOf(at - time),
    tier === 'unknown' ? dash : tier,
    conditions,
  ];
}

function bookRows(book: LastQuote, row: (name: string, side: BookSide) => string[]): string[][] {
  return [row('bid', book.bid), row('ask', book.ask)];
}

const isCrossed = ({ bid, ask }: LastQuote) =>
  bid.price !== null && ask.price !== null && bid.price > ask.price;

function titleOf({ symbol, snapshot }: LastTradeReport): string {
  const of = snapshot?.value;
  return of
    ? `${symbol}  ${of.expiration} ${of.contract.optionType} ${strikeText(of.contract.strike)}`
    : symbol;
}

/** With its own time: it follows the plan for stocks, and not that of the contract. */
function underlyingText(snapshot: ContractSnapshot, at: number): string {
  const { underlyingPrice: price, underlyingPriceAt: pricedAt, underlyingTier: tier } = snapshot;
  const when = [pricedAt === null ? '' : momentOf(pricedAt, at), tier === 'delayed' ? tier : '']
    .filter((part) => part !== '')
    .join(', ');
  return price === null || when === '' ? priceOf(price) : `${priceOf(price)} (${when})`;
}

function contractLines(snapshot: ContractSnapshot, at: number) {
  const { contract, day, breakEven, sharesPerContract } = snapshot;
  const fixed = (value: number | null | undefined, digits = 2) =>
    value == null ? dash : fixedText(value, digits);
  const grouped = (value: number | null | undefined) => value?.toLocaleString('en-US') ?? dash;
  const volatility = contract.impliedVolatility;
  const lines = [
    `volatility ${volatility === null ? dash : `${(volatility * 100).toFixed(1)} %`}  delta ${fixed(contract.delta, 3)}  gamma ${fixed(contract.gamma, 4)}  theta ${fixed(contract.theta, 3)}  vega ${fixed(contract.vega, 3)}`,
    `open interest ${grouped(contract.openInterest)}  volume today ${grouped(contract.volume)}  break-even ${priceOf(breakEven)}  underlying ${underlyingText(snapshot, at)}`,
    day
      ? `${day.date === null ? 'last day' : `day ${day.date}`}  open ${priceOf(day.open)}  high ${priceOf(day.high)}  low ${priceOf(day.low)}  close ${priceOf(day.close)}  volume ${grouped(day.volume)}  vwap ${fixed(day.vwap)}`
      : 'never traded',
  ];
  const isUsual = sharesPerContract === null || sharesPerContract === 100;
  return isUsual ? lines : [...lines, `${sharesPerContract} shares a contract: adjusted`];
}

function problemLines({ value, receivedAt, problem }: Answered<unknown>, at: number): string[] {
  if (!problem) return [];
  if (value === null || receivedAt === null) return [problem.message];
  return [`${problem.message} Shown is what came ${ageOf(at - receivedAt)} ago.`];
}

/** `10:29:59.874` today, `2026-11-20 19:59:58.204` otherwise. */
function momentOf(time: number, at: number): string {
  const ms = String(time % 1000).padStart(3, '0');
  const clock = `${formatNewYorkTime(time, true)}.${ms}`;
  const date = newYorkDate(time);
  return date === newYorkDate(at) ? clock : `${date} ${clock}`;
}

/** A vendor's clock may be a little ahead: nothing is younger than now. */
function ageOf(ms: number): string {
  return ms < 10_000 ? `${(Math.max(0, ms) / 1000).toFixed(1)} s` : duration(ms);
}
