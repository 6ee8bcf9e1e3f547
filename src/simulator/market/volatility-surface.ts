import type { Instrument } from '../instruments/instrument.ts';
import type { MarketModel } from './market-model.ts';

/** Annual rate for discounting, as a fraction. */
export const riskFreeRate = 0.038;

const sessionsPerYear = 252;
const hourMs = 3_600_000;

/**
 * At-the-money volatility of an instrument's options at an instant, annualized: from how nervous the day is, a little
 * more when the stock has fallen since the previous close, less when it has risen, with a slow wobble over the day.
 */
export function atTheMoneyVolatility(
  model: MarketModel,
  instrument: Instrument,
  {
    date,
    open,
    spot,
    previousClose,
    at,
  }: { date: string; open: number; spot: number; previousClose: number; at: number },
): number {
  const sigma = model.dailySigma(instrument, date);
  const usual = sigma * Math.sqrt(sessionsPerYear);
  const fallen = -Math.log(spot / previousClose) / sigma;
  const hours = (at - open) / hourMs;
  const wobble = 0.03 * Math.sin(hours * 1.7 + sigma * 1e4) + 0.015 * Math.sin(hours * 7.3 + sigma * 3e4);
  const volatility = usual * 1.12 * (1 + 0.07 * Math.tanh(fallen) + wobble);
  return Math.max(0.09 * instrument.beta, Math.min(volatility, 0.25 + 20 * instrument.ownSigma));
}

/**
 * Volatility of one strike. The smile is a function of the distance in standard deviations to expiry, so a strike that
 * stays where it is climbs up the smile as time runs out: far from the money it explodes towards the close. Puts are
 * dearer than calls at the same distance. Total variance grows with the square of the distance at most, which keeps
 * far options worth next to nothing, and prices in order.
 */
export function strikeVolatility(atTheMoney: number, forward: number, strike: number, years: number): number {
  const distance = Math.log(strike / forward) / (atTheMoney * Math.sqrt(years));
  const curvature = distance < 0 ? 0.06 : 0.032;
  return atTheMoney * (Math.sqrt(1 + curvature * distance * distance) - 0.07 * Math.tanh(distance / 2));
}
