import { type BoundaryGrid, pointGrid } from './boundary-grid.ts';
import {
  type BoundaryValues,
  cellRows,
  firstRows,
  laterGrids,
  rowsAt,
  strikesOf,
  valuesAt,
  volatilityCell,
} from './boundary-tables.ts';
import type { PremiumWindow } from './put-premium.ts';
import { putWindows, type WindowTerms } from './put-windows.ts';
import { type StrikeCell, strikeCells } from './strike-cells.ts';

/** When the puts of a chain are exercised: at whatever spot, since no boundary depends on it. */
export interface PutBoundaries {
  ofStrike(strike: number): StrikeBoundaries;
}

/** When the put of one strike is exercised. */
export interface StrikeBoundaries {
  windows: readonly PremiumWindow[];
  /** In all of the windows. */
  at(volatility: number): BoundaryValues;
}

/** Keeps what a function gives for a key. */
function kept<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) {
      value = make(key);
      known.set(key, value);
    }
    return value;
  };
}

/** Solves nothing until it is asked for. Without a positive rate there are no windows, and nothing to ask for. */
export function putBoundaries(terms: WindowTerms): PutBoundaries {
  const { years, rate } = terms;
  const windowsAt = (strike: number) => putWindows({ ...terms, strike });
  const [nearest] = windowsAt(1);
  const ofNearest = kept((cell: number) => firstRows(nearest!, rate, cell));
  const cellOf = strikeCells((strike) => windowsAt(strike).length);
  const gridsOf = kept((cell: StrikeCell): BoundaryGrid[][] =>
    strikesOf(cell).map((strike) => laterGrids(windowsAt(strike), rate)),
  );
  const tables = kept((strikes: StrikeCell) =>
    kept((cell: number) => cellRows(ofNearest(cell), gridsOf(strikes), rate, cell)),
  );
  return {
    ofStrike(strike) {
      const windows = windowsAt(strike);
      const rows = kept((cell: number) => {
        if (windows.length === 1) return ofNearest(cell);
        const strikes = cellOf(strike);
        return rowsAt(tables(strikes)(cell), strikes, strike);
      });
      return {
        windows: windows.map((window) => ({ ...window, points: pointGrid(window, years - window.to, rate) })),
        at(volatility) {
          const cell = volatilityCell(volatility);
          return valuesAt(rows(cell), cell, volatility);
        },
      };
    },
  };
}
