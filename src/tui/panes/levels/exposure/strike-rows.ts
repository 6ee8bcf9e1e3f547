import type { Levels, StrikeBar } from '../../../../market/levels/levels.ts';
import type { Line } from '../../../render/line.ts';
import { visibleRows } from '../../../state/chain/chain-scroll.ts';
import type { PriceLevel, Weight } from '../../chart/level-marks.ts';
import { geometryOf, headLine, type Scale, spotLine, strikeLine } from './exposure-bars.ts';

/** Exposure by strike as it is drawn: of one chain, or of several expirations together. */
export interface DrawnExposure extends Pick<Levels, 'spot' | 'spotSource'> {
  /** Lowest strike first. */
  bars: readonly StrikeBar[];
  /** What is marked on the strikes nearest to it. */
  named: readonly PriceLevel[];
  /** The expected move; `null` where there is none. */
  band: Scale['band'];
}

/** The room for the strikes, and which of them are in it. */
export interface StrikeWindow {
  width: number;
  /** Without the heading. */
  rows: number;
  /** Strike in the middle of the window; `null` while it follows the money. */
  centre: number | null;
  weight: Weight;
}

/** A heading and the strikes, highest on top, as prices are drawn; blank below them where they are few. */
export function strikeRows(drawn: DrawnExposure, { width, rows, centre, weight }: StrikeWindow): Line[] {
  const { bars, spot, named, band } = drawn;
  if (bars.length === 0) {
    const why =
      weight === 'volume'
        ? 'Nothing has been traded that has a gamma.'
        : 'No open interest with a gamma is known.';
    return [[[why, 'dim']], ...blank(rows)];
  }
  const geometry = geometryOf(width, bars);
  const scale: Scale = {
    max: Math.max(...bars.map(({ call, put }) => Math.max(Math.abs(call ?? 0), Math.abs(put ?? 0)))),
    marks: marksOf(named, bars),
    band,
  };
  const top = centre === null ? null : topStrike(bars, centre, rows);
  const lines = visibleRows({ strikes: bars, spot }, rows, { top, selected: null })
    .toReversed()
    .map((row) => (row.kind === 'spot' ? spotLine(drawn, width) : strikeLine(row.row, geometry, scale)));
  return [headLine(geometry), ...lines, ...blank(rows - lines.length)];
}

const blank = (rows: number) => Array.from({ length: Math.max(0, rows) }, (): Line => []);

/** Which strike a price stands nearest to. */
function nearestStrike(bars: readonly StrikeBar[], price: number): number | null {
  return bars.reduce<number | null>(
    (nearest, { strike }) =>
      nearest === null || Math.abs(strike - price) < Math.abs(nearest - price) ? strike : nearest,
    null,
  );
}

function marksOf(named: readonly PriceLevel[], bars: readonly StrikeBar[]): Map<number, string> {
  const marks = new Map<number, string>();
  for (const { label, price } of named) {
    const strike = nearestStrike(bars, price);
    if (strike === null) continue;
    const joined = [marks.get(strike), label].filter((part) => part !== undefined).join(' ');
    marks.set(strike, joined);
  }
  return marks;
}

/** The lowest strike of a window with that strike in its middle. */
function topStrike(bars: readonly StrikeBar[], centre: number, rows: number): number {
  const index = Math.max(
    0,
    bars.findIndex(({ strike }) => strike >= centre),
  );
  return bars[Math.max(0, index - Math.floor(rows / 2))]!.strike;
}
