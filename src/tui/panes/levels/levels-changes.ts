import type { Levels } from '../../../market/levels/levels.ts';
import { markText, notComparedText } from '../../present/comparison-text.ts';
import {
  dash,
  formatCents,
  formatDollars,
  formatPercent,
  formatPrice,
  formatSigned,
} from '../../present/number.ts';
import type { Line } from '../../render/line.ts';
import { alignRight, wrapText } from '../../render/width.ts';
import type { Compared } from '../../state/playback/comparison.ts';
import { changeToken } from '../chain/change-token.ts';
import { exposureOfWeight, type Weight } from '../chart/level-marks.ts';
import { labelled } from './labelled-line.ts';

interface Figure {
  label: string;
  value: (levels: Levels, weight: Weight) => number | null;
  format: (value: number | null) => string;
  formatChange: (change: number | null) => string;
}

const cents = (change: number | null) => formatSigned(change, 2);
/** Of fractions, in percentage points. */
const points = (digits: number) => (change: number | null) => {
  const text = formatSigned(change === null ? null : change * 100, digits);
  return text === dash ? dash : `${text} pts`;
};

const figures: readonly Figure[] = [
  { label: 'spot', value: ({ spot }) => spot, format: formatCents, formatChange: cents },
  {
    label: 'net GEX',
    value: (levels, weight) => exposureOfWeight(levels, weight)?.gamma.net ?? null,
    format: formatDollars,
    formatChange: formatDollars,
  },
  {
    label: 'flip',
    value: (levels, weight) => exposureOfWeight(levels, weight)?.gammaFlip ?? null,
    format: formatCents,
    formatChange: cents,
  },
  {
    label: 'call wall',
    value: (levels, weight) => exposureOfWeight(levels, weight)?.callWall ?? null,
    format: formatPrice,
    formatChange: cents,
  },
  {
    label: 'put wall',
    value: (levels, weight) => exposureOfWeight(levels, weight)?.putWall ?? null,
    format: formatPrice,
    formatChange: cents,
  },
  {
    label: 'move used',
    value: ({ expectedMove }) => expectedMove.used,
    format: (value) => formatPercent(value, 0),
    formatChange: points(0),
  },
  {
    label: 'ATM IV',
    value: ({ volatility }) => volatility.atTheMoney,
    format: formatPercent,
    formatChange: points(1),
  },
];

const valueCells = 9;
const changeCells = 11;

/** A level now, and how much it has changed since the mark; a change that is not known is a dash. */
export interface LevelChange {
  label: string;
  now: string;
  before: string;
  change: string;
}

/** The levels that are compared, most important first. */
export function levelChanges(now: Levels, before: Levels, weight: Weight): LevelChange[] {
  return figures.map(({ label, value, format, formatChange }) => {
    const [is, was] = [value(now, weight), value(before, weight)];
    const change = is === null || was === null ? null : is - was;
    return { label, now: format(is), before: format(was), change: formatChange(change) };
  });
}

/** What the comparison of the levels is drawn from. */
export interface LevelsChangesInput {
  levels: Levels;
  compared: Compared<Levels>;
  weight: Weight;
  now: number;
  width: number;
}

/** The change of each level since the mark, or why they are not compared; a blank line below. */
export function levelsChangesLines({ levels, compared, weight, now, width }: LevelsChangesInput): Line[] {
  const mark = markText(compared.at, now);
  if ('why' in compared) {
    const text = notComparedText(compared.why, mark, levels.expiration);
    return [...wrapText(text, width).map((line): Line => [[line, 'warning']]), []];
  }
  const rows = levelChanges(levels, compared.before, weight).map(({ label, now: is, change }): Line => {
    const cells = alignRight(change, changeCells);
    return labelled(label, [
      [alignRight(is, valueCells), 'strong'],
      [cells, changeToken(change)],
    ]);
  });
  return [
    labelled('since', [
      [alignRight(mark, valueCells), 'mark'],
      [alignRight('change', changeCells), 'dim'],
    ]),
    ...rows,
    [],
  ];
}
