import test from 'ava';
import { historyRows } from '../../../src/tui/panes/levels-history.ts';
import { sampleLevels, sampleLevelsHistory } from '../support/sample.ts';

test('net gamma is drawn in the colour of its sign, bar by bar', (t) => {
  const { closes } = sampleLevels();
  const [first] = sampleLevelsHistory();
  const points = [-2e9, -1e9, 1e9, 2e9, -3e9].map((netGamma, index) => ({
    ...first!,
    at: first!.at + index * 600_000,
    netGamma,
  }));
  const [, row] = historyRows(points, closes, 80, 2);
  const tokens = row!.slice(1).map(([, token]) => token);
  t.is(row![0]![0].trim(), 'net GEX');
  t.deepEqual(tokens, ['down', 'up', 'down', 'down'], 'the last one is the number');
  t.is(
    row!.reduce((cells, [text]) => cells + text.length, 0),
    80,
  );
});
