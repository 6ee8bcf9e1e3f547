import { fixedText } from '../../base/fixed-text.ts';
import { formatNewYorkTime, newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { RecordedLevels } from '../../market/levels/levels.ts';
import { strikeText } from '../../market/quotes/price-text.ts';
import type { RecomputedLevels } from '../../recordings/levels.ts';
import { dollars } from '../output/levels-text.ts';
import { table } from '../output/output.ts';

const dash = '–';
const price = (value: number | null | undefined) => (value == null ? dash : fixedText(value, 2));
const strike = (value: number | null | undefined) => (value == null ? dash : strikeText(value));
const percent = (value: number | null | undefined, digits: number) =>
  value == null ? dash : `${fixedText(value * 100, digits)} %`;

/** What a version of the model changes; what follows from quotes and counts alone is the same. */
const rows: readonly (readonly [name: string, of: (levels: RecordedLevels) => string])[] = [
  ['net gamma by open interest', ({ byOpenInterest }) => dollars(byOpenInterest?.gamma.net)],
  ['net gamma by volume', ({ byVolume }) => dollars(byVolume?.gamma.net)],
  ['gamma flip', ({ byOpenInterest }) => price(byOpenInterest?.gammaFlip)],
  ['call wall', ({ byOpenInterest }) => strike(byOpenInterest?.callWall)],
  ['put wall', ({ byOpenInterest }) => strike(byOpenInterest?.putWall)],
  ['straddle', ({ expectedMove }) => price(expectedMove.straddle)],
  ['one sigma', ({ expectedMove }) => price(expectedMove.oneSigma)],
  ['straddle spread', ({ expectedMove }) => price(expectedMove.straddleSpread)],
  ['straddle used', ({ expectedMove }) => percent(expectedMove.used, 0)],
  ['one sigma used', ({ expectedMove }) => percent(expectedMove.oneSigmaUsed, 0)],
  ['volatility at the money', ({ volatility }) => percent(volatility.atTheMoney, 2)],
  ['the same by trading days', ({ volatility }) => percent(volatility.day, 2)],
  ['25Δ put', ({ volatility }) => percent(volatility.put25, 2)],
  ['25Δ call', ({ volatility }) => percent(volatility.call25, 2)],
  ['forward', ({ pricedWith }) => price(pricedWith?.forward)],
  ['rate', ({ pricedWith }) => percent(pricedWith?.rate, 2)],
  ['dividends until expiry', ({ pricedWith }) => price(pricedWith?.dividends)],
  ['call theta, $/min', ({ atTheMoney }) => price(atTheMoney?.call?.thetaDollarsPerMinute)],
  ['put theta, $/min', ({ atTheMoney }) => price(atTheMoney?.put?.thetaDollarsPerMinute)],
];

/** Recorded levels beside those that were computed again of the same poll, each with its version of the model. */
export function comparisonText(recorded: RecordedLevels, { levels, recomputedAt }: RecomputedLevels): string {
  const at = `${newYorkDate(recomputedAt)} ${formatNewYorkTime(recomputedAt)}`;
  return [
    `computed again at ${at} New York from the chain of that poll`,
    table(
      ['', `>recorded, version ${recorded.modelVersion}`, `>recomputed, version ${levels.modelVersion}`],
      rows.map(([name, of]) => [name, of(recorded), of(levels)]),
    ),
  ].join('\n');
}
