import test from 'ava';
import { comparisonText } from '../../../src/cli/levels/levels-comparison.ts';
import { minute, monday, someLevels } from '../../db/fixtures.ts';

test('recorded levels and recomputed ones stand side by side, each with its version of the model', (t) => {
  const recorded = someLevels({ modelVersion: 2 });
  const levels = someLevels({
    modelVersion: 3,
    volatility: { ...recorded.volatility, atTheMoney: 0.1511, put25: null },
    byVolume: null,
  });
  const text = comparisonText(recorded, { levels, recomputedAt: monday + minute });
  t.regex(text, /^computed again at 2026-11-23 10:01 New York from the chain of that poll$/m);
  t.regex(text, /recorded, version 2 +recomputed, version 3$/m);
  t.regex(text, /^volatility at the money +14\.3\d % +15\.11 %$/m);
  t.regex(text, /^25Δ put +16\.\d+ % +–$/m);
  t.regex(text, /^net gamma by volume +−1\.75 B +–$/m);
  t.regex(text, /^call wall +675 +675$/m);
});
