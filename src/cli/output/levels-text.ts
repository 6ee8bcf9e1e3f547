import { fixedText } from '../../base/fixed-text.ts';
import type { AtTheMoneySide, ExposureLevels, Levels } from '../../market/levels/levels.ts';
import { formatNewYorkTime, newYorkDate } from '../../market/calendar/new-york-time.ts';
import { strikeText } from '../../market/quotes/price-text.ts';
import { table } from './output.ts';
import { sourceMark } from './source-mark.ts';
import { spotLine } from './spot-text.ts';

const dash = '–';
const price = (value: number | null | undefined) => value?.toFixed(2) ?? dash;
const strike = (value: number | null | undefined) =>
  value === null || value === undefined ? dash : strikeText(value);
const percent = (fraction: number | null | undefined, digits = 1) =>
  fraction === null || fraction === undefined ? dash : `${fixedText(fraction * 100, digits)} %`;

/** `+1.24 B`, `−380 M`: dollars with their sign. */
export function dollars(value: number | null | undefined): string {
  if (value === null || value === undefined) return dash;
  const size = Math.abs(value);
  const [unit, name] =
    size >= 1e9 ? [1e9, ' B'] : size >= 1e6 ? [1e6, ' M'] : size >= 1e3 ? [1e3, ' k'] : [1, ''];
  if (size < 0.5) return '0';
  return `${value < 0 ? '−' : '+'}${(size / unit).toFixed(unit === 1 ? 0 : 2)}${name}`;
}

function minutesLeft(minutes: number | null): string {
  if (minutes === null) return 'past';
  const whole = Math.floor(minutes);
  return whole >= 60 ? `in ${Math.floor(whole / 60)} h ${whole % 60} min` : `in ${whole} min`;
}

const dayMs = 86_400_000;

/** When the levels' quotes were made, and how fresh they were when they came. */
export interface LevelsMoment {
  at: string;
  badge: string;
}

/** Which chain the levels are of, when its quotes were made, and how fresh they were. */
function origin(found: Levels, { at, badge }: LevelsMoment): string {
  const { spot, timestamp } = found;
  const days = Math.round((Date.parse(found.expiration) - Date.parse(newYorkDate(timestamp))) / dayMs);
  const price =
    spot === null
      ? 'spot unknown'
      : spotLine({
          ...{ price: spot, source: found.spotSource },
          ...{ at: found.spotAt, polledAt: timestamp },
        });
  const mark = sourceMark(found.source, ', ');
  const made = found.isRebuilt ? 'REBUILT from minute bars' : badge;
  return `${found.underlying} ${found.expiration} (${days}-DTE): levels at ${at}, ${price}, ${made}${mark}`;
}

/** What feeds no level, and what the model did about it; nothing where that is not known. */
function leftOutLines({ counts }: Levels): string[] {
  const parts = [
    ...(counts.old === null ? [] : [`${counts.old} too old`]),
    ...(counts.crossed === null ? [] : [`${counts.crossed} crossed`]),
    ...(counts.oneSided === null ? [] : [`${counts.oneSided} one-sided`]),
  ];
  const model = [
    ...(counts.extended === null ? [] : [`${counts.extended} on the extended smile`]),
    ...(counts.dropped === null ? [] : [`the vendor's volatility dropped of ${counts.dropped}`]),
  ];
  return [
    ...(parts.length === 0 ? [] : [`left out: quotes of ${parts.join(', ')}`]),
    ...(model.length === 0 ? [] : [`volatility: ${model.join(', ')}`]),
  ];
}

/** Forward, rate and dividends until expiry; nothing where they are not known. */
function pricedWithLines({ pricedWith }: Levels): string[] {
  if (!pricedWith) return [];
  const { forward, rate, dividends, exercise } = pricedWith;
  return [
    `forward         ${price(forward)}; rate ${percent(rate, 2)}, dividends ${price(dividends)} until expiry, priced as ${exercise}`,
  ];
}

/** The levels for people, in lines. */
export function levelsText(found: Levels, moment: LevelsMoment): string {
  const { expectedMove: move, volatility, putCallRatio, counts, assumptions } = found;
  const { opening } = move;
  const since = opening && `since ${formatNewYorkTime(opening.since)}`;
  const used = opening
    ? `${percent(move.used, 0)} of the straddle of ${price(opening.straddle)}, ${percent(move.oneSigmaUsed, 0)} of one sigma of ${price(opening.oneSigma)}, from ${price(opening.reference)} ${since}`
    : dash;
  return [
    origin(found, moment),
    `stock closes ${minutesLeft(found.minutesToRegularClose)}, options ${minutesLeft(found.minutesToOptionClose)}`,
    '',
    exposureTable(found.byOpenInterest, found.byVolume),
    '',
    `max pain        ${strike(found.maxPain)}`,
    `put/call        ${price(putCallRatio.volume)} by volume, ${price(putCallRatio.openInterest)} by open interest`,
    `expected move   ${price(move.straddle)} straddle (spread ${price(move.straddleSpread)}), ${price(move.oneSigma)} one sigma; used ${used}`,
    `volatility      ${percent(volatility.atTheMoney)} at the money by ${assumptions.timeConvention}, ${percent(volatility.day)} by trading days of 252 a year; 25Δ put ${percent(volatility.put25)}, call ${percent(volatility.call25)}, skew ${percent(volatility.skew)}`,
    ...pricedWithLines(found),
    ...atTheMoneyLines(found),
    '',
    `${counts.contracts} contracts: greeks of ${counts.vendor} from the vendor, of ${counts.model} from the model, of ${counts.refused} none`,
    ...leftOutLines(found),
    `model version ${found.modelVersion}; gamma in dollars for a 1 % move; dealer sign ${assumptions.dealerSign}, open interest of the ${assumptions.openInterest}, ${assumptions.timeConvention}`,
  ].join('\n');
}

/** The nearest one, and how many there are where it is not the only one. */
function flip({ gammaFlip, gammaFlips }: ExposureLevels): string {
  if (gammaFlip === null) return 'none';
  return gammaFlips !== null && gammaFlips > 1
    ? `${price(gammaFlip)}, nearest of ${gammaFlips}`
    : price(gammaFlip);
}

/** Both weights side by side. */
export function exposureTable(oi: ExposureLevels | null, volume: ExposureLevels | null): string {
  const row = (name: string, of: (exposure: ExposureLevels) => string) => [
    name,
    oi ? of(oi) : dash,
    volume ? of(volume) : dash,
  ];
  return table(
    ['', '>by open interest', '>by volume'],
    [
      row('net gamma', ({ gamma }) => dollars(gamma.net)),
      row('call gamma', ({ gamma }) => dollars(gamma.call)),
      row('put gamma', ({ gamma }) => dollars(gamma.put)),
      row('gamma flip', flip),
      row('call wall', ({ callWall }) => strike(callWall)),
      row('put wall', ({ putWall }) => strike(putWall)),
      row('absolute gamma', ({ absoluteGammaStrike }) => strike(absoluteGammaStrike)),
      row('delta', ({ delta }) => dollars(delta)),
      row('vega', ({ vega }) => dollars(vega)),
    ],
  );
}

function atTheMoneyLines({ atTheMoney }: Levels): string[] {
  if (!atTheMoney) return [`at the money    ${dash}`];
  const side = (name: string, of: AtTheMoneySide | null) => {
    const burn = of?.thetaDollarsPerMinute ?? null;
    const spread =
      of === null || of.market === 'two-sided' ? percentOf(of?.spreadPercent) : `${of.market} market`;
    const cost =
      burn === null
        ? `theta ${dash}`
        : `theta ${fixedText(burn, 2)} $/min a contract, ${percentOf(of?.thetaPercentPerMinute)} a minute`;
    const title = `${strike(atTheMoney.strike)} ${name}`.padEnd(16);
    return `${title}${cost}; spread ${spread}`;
  };
  return [side('call', atTheMoney.call), side('put', atTheMoney.put)];
}

const percentOf = (value: number | null | undefined) =>
  value === null || value === undefined ? dash : `${fixedText(value, 2)} %`;
