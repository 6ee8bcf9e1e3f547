import type { Chain } from '../../../market/quotes/chain.ts';
import { formatSpot } from '../../present/number.ts';
import type { Line, Span } from '../../render/line.ts';

/** The spot, its source, and the cells of the table. */
interface SpotLineInput {
  spot: number | null;
  spotSource: Chain['underlyingPriceSource'];
  width: number;
}

/** Between the two strikes around the spot. */
export function spotLine({ spot, spotSource, width }: SpotLineInput): Line {
  const label = ` ${formatSpot(spot, spotSource)} `;
  const left = Math.floor((width - label.length) / 2);
  const right = width - label.length - left;
  const side = (name: string, cells: number, isLeft: boolean): Span[] => {
    const rule = '─'.repeat(Math.max(0, cells - name.length - 4));
    const parts: Span[] = [
      ['── ', 'atm'],
      [name, 'dim'],
      [` ${rule}`, 'atm'],
    ];
    return isLeft
      ? parts
      : [
          [`${rule} `, 'atm'],
          [name, 'dim'],
          [' ──', 'atm'],
        ];
  };
  return [...side('calls', left, true), [label, 'atm'], ...side('puts', right, false)];
}
