import { setImmediate as nextTurn } from 'node:timers/promises';
import test from 'ava';
import { holdAgainstTree } from './tree-grid.ts';

const rates = [0, 0.02, 0.04, 0.06];

for (const optionType of ['call', 'put'] as const) {
  for (const days of [1, 5, 20, 60]) {
    for (const rate of rates) {
      test.serial(
        `${optionType}s of ${days} days at ${rate * 100} % are priced as by a fine tree`,
        async (t) => {
          // So that each is reported when it is done: what is silent for minutes counts as stuck.
          await nextTurn();
          const cases = holdAgainstTree(t, {
            spot: 100,
            steps: 2000,
            // Of a stock at 600, two tenths of a cent. With 4,000 steps it is one, and takes four times as long.
            priceWithin: 3e-4,
            optionTypes: [optionType],
            // None of them on a boundary of exercise, where gamma jumps and a tree gives something between.
            moneyness: [0.8, 0.9, 0.96, 1, 1.05, 1.1, 1.2],
            days: [days],
            rates: [rate],
            volatilities: [0.12, 0.3],
          });
          t.is(cases, 42);
        },
      );
    }
  }
}
