import type { Line } from '../../render/line.ts';
import { alignLeft } from '../../render/width.ts';
import { dash, formatPrice, formatSignedPercent } from '../../present/number.ts';

export const labelCells = 11;

export const labelled = (label: string, value: Line): Line => [
  [alignLeft(label, labelCells), 'dim'],
  ...value,
];

interface LevelForm {
  none?: string;
  format?: (price: number) => string;
  note?: string;
}

/** A price and how far it is from the spot. */
export function level(
  label: string,
  price: number | null | undefined,
  spot: number | null,
  { none = dash, format = formatPrice, note = '' }: LevelForm = {},
): Line {
  if (price == null) return labelled(label, [[none, 'faint']]);
  const away = spot === null ? '' : formatSignedPercent(((price - spot) / spot) * 100);
  return labelled(label, [
    [format(price), 'strong'],
    [away === '' ? '' : `  ${away}`, 'dim'],
    [note === '' ? '' : `  ${note}`, 'dim'],
  ]);
}
