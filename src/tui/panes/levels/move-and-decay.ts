import type { AtTheMoneySide, Levels } from '../../../market/levels/levels.ts';
import { joinFitting, type Line, lineWidth } from '../../render/line.ts';
import { gauge } from '../../render/meters.ts';
import { dash, formatCents, formatFixed, formatPercent } from '../../present/number.ts';
import { formatClockMinute } from '../../present/time.ts';
import type { Token } from '../../theme/tokens.ts';
import { labelCells, labelled } from './labelled-line.ts';

export function burnLines(levels: Levels, width: number): Line[] {
  const side = (name: string, burn: AtTheMoneySide | null | undefined, hasPercent: boolean): Line => {
    const dollars = burn?.thetaDollarsPerMinute ?? null;
    if (!burn || dollars === null) return [[`${name} ${dash}`, 'faint']];
    const percent = burn.thetaPercentPerMinute;
    const share = hasPercent && percent !== null ? ` ${formatFixed(Math.abs(percent), 2)}%` : '';
    return [[`${name} `, 'dim'], [`$${formatFixed(Math.abs(dollars), 2)}`], [share, 'dim']];
  };
  const sides = (hasPercent: boolean): Line => [
    ...side('C', levels.atTheMoney?.call, hasPercent),
    ['  '],
    ...side('P', levels.atTheMoney?.put, hasPercent),
  ];
  const isFit = lineWidth(sides(true)) <= width - labelCells;
  return [labelled('burn/min', sides(isFit))];
}

export function moveLines(levels: Levels, width: number): Line[] {
  const { straddle, straddleSpread, oneSigma, opening, used, oneSigmaUsed } = levels.expectedMove;
  const spread: Line = straddleSpread === null ? [] : [[`spread ${formatCents(straddleSpread)}`, 'dim']];
  const now = labelled(
    'straddle',
    joinFitting(
      [
        [
          [formatCents(straddle), 'strong'],
          [`  1σ ${formatCents(oneSigma)}`, 'dim'],
        ],
        ...(spread.length === 0 ? [] : [spread]),
      ],
      ['  '],
      width - labelCells,
    ),
  );
  if (!opening) return [now, labelled('exp. move', [[dash, 'faint']])];
  const token: Token = (used ?? 0) >= 1 ? 'warning' : 'accent';
  const share = formatPercent(used, 0);
  // How much of the one-sigma move of the opening, where that is known.
  const ofSigma = oneSigmaUsed === null ? '' : ` 1σ ${formatPercent(oneSigmaUsed, 0)}`;
  const bar = Math.max(4, Math.min(24, width - labelCells - share.length - ofSigma.length - 1));
  return [
    now,
    labelled(
      'exp. move',
      joinFitting(
        [
          [
            [`±${formatCents(opening.straddle)}`, 'strong'],
            [` of ${formatCents(opening.reference)}`, 'dim'],
          ],
          [[`at ${formatClockMinute(opening.since)}`, 'dim']],
        ],
        [' '],
        width - labelCells,
      ),
    ),
    labelled('used', [
      ...gauge(used ?? 0, bar, token),
      [` ${share}`, token === 'warning' ? 'warning' : 'strong'],
      [ofSigma, 'dim'],
    ]),
  ];
}
