import test from 'ava';
import {
  type BoundaryValues,
  laterGrids,
} from '../../../../src/market/pricing/american/put/boundary-tables.ts';
import { boundaryGrid } from '../../../../src/market/pricing/american/put/boundary-grid.ts';
import { putBoundaries } from '../../../../src/market/pricing/american/put/put-boundaries.ts';
import {
  type WindowBoundary,
  windowBoundary,
} from '../../../../src/market/pricing/american/put/put-boundary.ts';
import { putPremium } from '../../../../src/market/pricing/american/put/put-premium.ts';
import type { WindowTerms } from '../../../../src/market/pricing/american/put/put-windows.ts';

const day = 1 / 365;
const [spot, rate] = [670, 0.036];
const twoDividends = {
  ...{ rate, years: 128 * day },
  dividends: [
    { years: 25 * day, amount: 1.99 },
    { years: 116 * day, amount: 1.8 },
  ],
};
/** A window before the dividend begins to be between 652 and 653. */
const beginning = { rate, years: 60 * day, dividends: [{ years: 31 * day, amount: 2 }] };

/** The premium by the tables, and by boundaries solved for at just this strike and volatility, in dollars. */
function premiums(terms: WindowTerms, strike: number, volatility: number) {
  const { windows, at } = putBoundaries(terms).ofStrike(strike);
  const solved: WindowBoundary[] = [];
  for (const grid of [boundaryGrid(windows[0]!, rate, []), ...laterGrids(windows, rate)]) {
    solved.push(windowBoundary(grid, { volatility, rate }, solved));
  }
  const values = Float64Array.from(solved.flatMap(({ last, logs }) => [last, ...logs]));
  const own = { values, slopes: new Float64Array(values.length) };
  const atStock = { log: Math.log(spot / strike), years: terms.years, volatility, rate };
  const of = (boundaries: BoundaryValues) => strike * putPremium(atStock, windows, boundaries).value;
  const isExercised = atStock.log <= solved.at(-1)!.last;
  return { windows: windows.length, table: of(at(volatility)), own: of(own), isExercised };
}

function worst(terms: WindowTerms, strikes: readonly number[]): number {
  let most = 0;
  for (const strike of strikes) {
    for (const volatility of [0.08, 0.15, 0.34, 0.8]) {
      const { table, own, isExercised } = premiums(terms, strike, volatility);
      if (!isExercised) most = Math.max(most, Math.abs(table - own));
    }
  }
  return most;
}

test('boundaries between those that were solved for give the premium of their own', (t) => {
  t.is(premiums(twoDividends, 670, 0.15).windows, 2);
  const found = worst(twoDividends, [520, 560, 603, 647, 671, 700, 733]);
  t.true(found < 1e-5, String(found));
});

test('so do those next to the strike from which on there is one window more', (t) => {
  t.is(premiums(beginning, 640, 0.15).windows, 1);
  t.is(premiums(beginning, 660, 0.15).windows, 2);
  const found = worst(beginning, [640, 653, 656, 660, 672, 690, 720, 780]);
  t.true(found < 3e-3, String(found));
});

test('a boundary is the same whatever was asked for before', (t) => {
  const asked = [520, 640, 653, 671, 690, 733].flatMap((strike) =>
    [0.02, 0.09, 0.11, 0.32, 0.35, 1.2].map((volatility) => ({ strike, volatility })),
  );
  for (const terms of [twoDividends, beginning]) {
    const valuesOf = (list: typeof asked) => {
      const boundaries = putBoundaries(terms);
      return new Map(
        list.map((one) => [one, boundaries.ofStrike(one.strike).at(one.volatility).values] as const),
      );
    };
    const [forwards, backwards] = [valuesOf(asked), valuesOf(asked.toReversed())];
    for (const one of asked) t.deepEqual(forwards.get(one), backwards.get(one));
  }
});
