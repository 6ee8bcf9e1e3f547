import type { Levels } from '../../../market/levels/levels.ts';
import { timeConvention } from '../../../market/pricing/expiry-clocks.ts';
import { formatCents, formatSpot, plural } from '../../present/number.ts';
import { formatClock, formatClockMinute, formatMoment, formatWeekdayDate } from '../../present/time.ts';
import { type ShownDealerSign, leftOutParts } from './levels-text.ts';

const signs: Record<ShownDealerSign, string> = {
  naive:
    'Dealers are taken to hold the calls that customers sold and to be short the puts that customers bought.',
  short: 'Dealers are taken to be short calls and puts alike, since customers buy what expires today.',
  inverted: 'Dealers are taken to be short the calls and to hold the puts.',
  unknown: 'What dealers are taken to hold is a word of the daemon that this version does not know.',
};

const spotSources = { chain: 'the chain', quote: 'the quote', parity: 'put–call parity' } as const;

/** Which chain the levels are of, and the age of its quotes. */
function originOf(levels: Levels, now: number): string {
  const { expiration, timestamp, quotedAt, spot, spotSource, spotAt, modelVersion } = levels;
  const quotes = quotedAt === null ? '' : `, of quotes of ${formatMoment(quotedAt, now)}`;
  const at = spotAt === null ? '' : ` at ${formatClock(spotAt)}`;
  const price = spot === null ? 'No spot' : `Spot ${formatSpot(spot, spotSource)}`;
  const from = spotSource === null ? '' : ` by ${spotSources[spotSource]}${at}`;
  return `Of the options that expire on ${formatWeekdayDate(expiration)}, polled ${formatMoment(timestamp, now)}${quotes}. ${price}${from}. Model version ${modelVersion}.`;
}

/** Quotes that no level uses, and why; `null` where that is not known. */
function leftOutText(levels: Levels): string | null {
  const { extended, dropped } = levels.counts;
  const parts = leftOutParts(levels);
  const sentences = [
    ...(parts === null ? [] : [`Left out: ${parts.length === 0 ? 'no quote' : `${parts.join(', ')}`}.`]),
    ...(extended === null ? [] : [`Volatility from the extended smile: ${plural(extended, 'contract')}.`]),
    ...(dropped === null
      ? []
      : [`The vendor’s volatility disagrees grossly and is not used: ${plural(dropped, 'contract')}.`]),
  ];
  return sentences.length === 0 ? null : sentences.join(' ');
}

/** What time to expiry and a volatility count, and what is decided when. */
function timeText({ closes }: Levels): string {
  const time = `Volatility is by ${timeConvention(closes)}, of 525,600 a year, from the quotes on. By trading days, of which a year has 252, it compares with volatilities quoted by the day.`;
  if (!closes || closes.option <= closes.regular) return time;
  const [close, end] = [closes.regular, closes.option].map(formatClockMinute);
  return `${time} The price of ${close} decides automatic exercise; the options trade on until ${end}.`;
}

/** Forward, rate, dividends and exercise. */
function pricedWithText({ pricedWith }: Levels): string[] {
  if (!pricedWith) return [];
  const { forward, rate, dividends, exercise } = pricedWith;
  const paid =
    dividends > 0 ? `dividends until expiry worth $${dividends.toFixed(2)}` : 'no dividend until expiry';
  return [
    `Priced as ${exercise === 'american' ? 'American' : 'European'} options on a forward of ${formatCents(forward)}, by put–call parity at the money, with a rate of ${(rate * 100).toFixed(2)} % and ${paid}: settings model.rate and model.dividends. American options that end today without a dividend are priced as European.`,
  ];
}

/** The assumptions behind the levels, a paragraph each. */
export function levelsParagraphs(levels: Levels, now: number): string[] {
  const { assumptions, counts } = levels;
  const leftOut = leftOutText(levels);
  const greeks = `Greeks: ${counts.vendor} of ${plural(counts.contracts, 'contract')} from the vendor, ${counts.model} from the model here, ${counts.refused} without.`;
  return [
    originOf(levels, now),
    leftOut === null ? greeks : `${greeks} ${leftOut}`,
    `${signs[assumptions.dealerSign]} Nobody publishes who holds what: it is a setting, levels.dealer_sign.`,
    'Open interest is the clearing house’s of the day before; what was opened and closed today shows in the volume only. v changes between the two.',
    'Gamma exposure is gamma × contracts × shares of a contract × spot² × 1 %: dollars of stock for a move of one per cent.',
    'The flip is the spot nearest to the present one at which the net, priced anew, changes its sign; none within 5 % is none.',
    timeText(levels),
    ...pricedWithText(levels),
    'The expected move is the session’s first straddle quoted since the opening bell, around the spot of that moment; beside it the one-sigma move of then, spot × volatility × √time, and how much of each is used.',
  ];
}
