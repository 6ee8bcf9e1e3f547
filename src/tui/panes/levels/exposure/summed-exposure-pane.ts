import type { SummedLevels } from '../../../../market/levels/sum-levels.ts';
import { freshnessOf, timesOfOptions } from '../../../../market/quotes/freshness.ts';
import { badgeSpan } from '../../../present/freshness-text.ts';
import { boxFrameColumns, drawBox } from '../../../render/box.ts';
import type { Line } from '../../../render/line.ts';
import { wrapText } from '../../../render/width.ts';
import { exposureOfWeight, wallsAndFlip } from '../../chart/level-marks.ts';
import { type BoxLabels, pickLabels, staleCells, titleToken } from '../../frame/title.ts';
import {
  exposureNote,
  type ExposurePaneInput,
  exposureRows,
  shortWeightLabel,
  weightLabel,
} from './exposure-pane.ts';
import { type DrawnExposure, strikeRows } from './strike-rows.ts';
import { sumLines } from './sum-lines.ts';
import { sumAge, sumName, withoutText } from './sum-text.ts';

/** What the exposure pane is drawn from while it shows the sum of all recorded expirations. */
export interface SummedExposureInput extends Omit<ExposurePaneInput, 'levels'> {
  /** `null` until the daemon has answered. */
  sum: SummedLevels | null;
  /** What the key shows in its place: `0-DTE only`. */
  other: string;
}

/** Lines below the strikes of a sum; in a low pane, the strikes have the larger part. */
export function sumLinesOf(
  sum: SummedLevels,
  input: Pick<SummedExposureInput, 'rect' | 'weight' | 'phase' | 'now'>,
): Line[] {
  const { rect, weight, phase, now } = input;
  const rows = Math.max(3, Math.floor(rect.height / 3));
  return sumLines(sum, { ...{ weight, phase, now, rows }, width: rect.width - boxFrameColumns });
}

function body(input: SummedExposureInput, sum: SummedLevels): Line[] {
  const { rect, weight, centre } = input;
  const width = rect.width - boxFrameColumns;
  const below = sumLinesOf(sum, input);
  if (sum.expirations.length === 0) return [[['No expiration can be added up now.', 'dim']], ...below];
  const { spot, spotSource, profile } = sum;
  const drawn: DrawnExposure = {
    ...{ spot, spotSource, band: null },
    bars: weight === 'volume' ? profile.byVolume : profile.byOpenInterest,
    named: wallsAndFlip(exposureOfWeight(sum, weight)),
  };
  const rows = exposureRows(rect, below.length);
  return [...strikeRows(drawn, { width, rows, centre, weight }), ...below];
}

/** Ages of what is in the sum, and the delay of the plan. */
function freshLine(sum: SummedLevels, { phase, now }: SummedExposureInput): Line {
  const { tier, timestamp, quotedAt } = sum;
  if (tier === null || timestamp === null) return [];
  const { badge } = freshnessOf(timesOfOptions({ tier, timestamp, quotedAt }), phase, now);
  return [[sumAge(sum, { phase, now }), 'dim'], [' · ', 'dim'], badgeSpan(badge)];
}

function labelsOf(input: SummedExposureInput): BoxLabels {
  const { rect, symbol, isFocused, sum, weight, isStale, recordedExpirations } = input;
  const title = (...parts: string[]): Line => [[parts.join(' '), titleToken(isFocused)]];
  const by: Line = [[` · ${weightLabel[weight]}`, 'dim']];
  const name = sum ? sumName(sum) : `all ${recordedExpirations} expirations`;
  const full = title(symbol, 'gamma exposure ·', name);
  const short = title(symbol, 'GEX ·', name);
  if (!sum)
    return pickLabels(rect.width, [
      { title: [...full, ...by], status: [] },
      { title: short, status: [] },
    ]);
  const without = (text: string): Line => (sum.leftOut.length === 0 ? [] : [[`, ${text}`, 'warning']]);
  const why = without(withoutText(sum));
  const count = without(`${sum.leftOut.length} left out`);
  const fresh = freshLine(sum, input);
  const shortByAnd = (rest: Line): Line => [[`${shortWeightLabel[weight]} · `, 'dim'], ...rest];
  const age: Line = sum.expirations.length === 0 ? [] : [[sumAge(sum, input), 'dim']];
  return pickLabels(rect.width - (isStale ? staleCells : 0), [
    { title: [...full, ...why, ...by], status: fresh },
    { title: [...full, ...why], status: shortByAnd(fresh) },
    { title: [...short, ...why], status: shortByAnd(fresh) },
    { title: [...short, ...why], status: shortByAnd(age) },
    { title: [...full, ...count], status: shortByAnd(fresh) },
    { title: [...short, ...count], status: shortByAnd(fresh) },
    { title: [...short, ...count], status: shortByAnd(age) },
    { title: [...short, ...count], status: [[shortWeightLabel[weight], 'dim']] },
    { title: [...short, ...count], status: [] },
    { title: short, status: [] },
    { title: title(symbol, '·', name), status: [] },
  ]);
}

/** Dealers' gamma by strike of all recorded expirations together. */
export function summedExposureLines(input: SummedExposureInput): Line[] {
  const { rect, isFocused, sum, why } = input;
  const width = rect.width - boxFrameColumns;
  return drawBox({
    width: rect.width,
    height: rect.height,
    isFocused,
    ...labelsOf(input),
    note: exposureNote(input, input.other),
    body: sum
      ? body(input, sum)
      : wrapText(why ?? 'Adding up the recorded expirations…', width).map((text): Line => [[text, 'dim']]),
  });
}
