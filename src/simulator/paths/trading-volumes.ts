import type { Random } from '../../base/random.ts';
import type { Session } from '../../market/calendar/session.ts';
import type { Stock } from '../instruments/instrument.ts';
import { type FactorPath, minutesOf } from './session-path.ts';

/** Shares of an average trade. */
const sharesPerTrade = 140;

/** What one session’s volumes follow from. */
export interface VolumeOptions {
  instrument: Stock;
  session: Session;
  market: FactorPath;
  own: FactorPath | null;
  /** Standard deviation of the day: nervous days trade more. */
  sigma: number;
}

/** Shares of each minute: U-shaped, heaviest in the last one, larger when the price moves; thin outside the bells. */
export function drawVolumes(
  { instrument, session, market, own, sigma }: VolumeOptions,
  random: Random,
): Float64Array {
  const { open, close, end } = minutesOf(session);
  const usualSigma = Math.hypot(instrument.beta * 0.0095, instrument.ownSigma);
  const factor =
    Math.exp(0.12 * random.normal()) * (sigma / usualSigma) ** 0.5 * (session.isEarlyClose ? 0.6 : 1);
  // Between 0.76 and 1.36 of the usual: 50 to 90 million shares of SPY.
  const total = instrument.dailyVolume * (1.06 + 0.3 * Math.tanh((factor - 1) / 0.3));
  const volumes = new Float64Array(end);
  const length = close - open;
  const largest = (index: number) =>
    Math.abs(market.levels[index + 1]! - market.levels[index]!) * instrument.beta +
    (own ? Math.abs(own.levels[index + 1]! - own.levels[index]!) : 0);

  let regular = 0;
  for (let minute = open; minute < close; minute++) {
    const since = minute - open;
    const left = close - minute;
    const shape = 0.7 + 2.2 * Math.exp(-since / 14) + 1.1 * Math.exp(-left / 22) + (left === 1 ? 9 : 0);
    const stir = 1 + Math.min(3, largest(minute) / (sigma / Math.sqrt(length))) * 0.45;
    volumes[minute] = shape * stir * Math.exp(0.3 * random.normal());
    regular += volumes[minute]!;
  }
  for (let minute = open; minute < close; minute++)
    volumes[minute] = shares((volumes[minute]! / regular) * total);
  for (let minute = 0; minute < end; minute++) {
    if (minute >= open && minute < close) continue;
    const isPre = minute < open;
    const nearness = Math.exp(-(isPre ? open - minute : minute - close) / 70);
    const isQuiet = minute > 0 && random.next() < instrument.quietMinutes * (1.6 - nearness);
    const size = (total / 390) * (0.01 + 0.22 * nearness) * Math.exp(0.6 * random.normal());
    volumes[minute] = isQuiet ? 0 : Math.max(1, shares(size));
  }
  return volumes;
}

/** To a millionth, the fraction that trades of parts of a share leave. */
function shares(volume: number): number {
  return Math.round(volume * 1e6) / 1e6;
}

/** Trades that a volume stands for. */
export function tradesOf(volume: number): number {
  return Math.ceil(volume / sharesPerTrade);
}
