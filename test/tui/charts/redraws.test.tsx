import test from 'ava';
import { render } from 'ink';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { createHistoryChart, type HistoryChart } from '../../../src/tui/charts/history/history-chart.ts';
import { ChartView } from '../../../src/tui/panes/chart/chart-view.tsx';
import type { EventBatch } from '../../../src/tui/state/picture/event-batch.ts';
import { type Action, initialState } from '../../../src/tui/state/state.ts';
import { createStore } from '../../../src/tui/state/store.ts';
import { createCellBuffer } from '../../../src/tui/render/cell-buffer.ts';
import { CellBufferContext } from '../../../src/tui/render/cell-buffer-context.ts';
import { createPainter } from '../../../src/tui/theme/painter.ts';
import { sampleSnapshot } from '../support/sample.ts';
import { sampleHello } from '../support/sample-hello.ts';
import { sampleNow } from '../support/sample-times.ts';
import { sampleMinuteBars } from '../support/sample-bars.ts';
import { sampleLevels } from '../support/sample-levels.ts';
import { sampleUsage } from '../support/sample-usage.ts';
import { sampleIntraday } from '../support/sample-chain.ts';
import { openTestTerminal } from '../support/test-terminal.ts';

const nothing: EventBatch = {
  ...{ quotes: [], chain: null, priceLine: null, usage: null, phase: null },
  ...{
    health: null,
    jobs: null,
    coverage: null,
    archive: null,
    rebuild: null,
    levelsHistory: null,
    levels: [],
  },
  ...{ recordedLevels: [], expirations: [] },
};
const real = Date.UTC(2030, 0, 1, 12);

test('the chart is drawn when its data or its size changed, and not because time has passed', async (t) => {
  const terminal = openTestTerminal(120, 40);
  const drawing = createHistoryChart();
  t.teardown(drawing.close);
  let draws = 0;
  const counted: HistoryChart = {
    ...drawing,
    draw(input) {
      draws += 1;
      return drawing.draw(input);
    },
  };
  const store = createStore(initialState({ columns: 120, rows: 40 }, real));
  const hello = sampleHello();
  const connected = { status: 'connected', hello, message: null, attempt: 0, retryAt: null } as const;
  const setUp: Action[] = [
    { type: 'connection-changed', state: connected, real },
    { type: 'snapshot-taken', snapshot: sampleSnapshot(), hello, real },
    {
      type: 'bars-answered',
      range: '1D',
      answer: { bars: sampleMinuteBars(), until: '2026-11-23', at: sampleNow },
    },
  ];
  for (const action of setUp) store.dispatch(action);
  const painter = createPainter('dark', 3);
  const cellBuffer = createCellBuffer();
  const tree = (width: number) => (
    <CellBufferContext value={cellBuffer}>
      <ChartView {...{ store, painter }} rect={{ x: 0, y: 0, width, height: 38 }} chart={counted} />
    </CellBufferContext>
  );
  const { stdout, stdin } = terminal;
  const app = render(tree(120), { stdout, stdin, stderr: stdout, patchConsole: false, maxFps: 1000 });
  t.teardown(() => app.unmount());
  /** Rendering again waits for what the store has said so far. */
  const drawsAfter = async (action: Action | null, width = 120) => {
    const before = draws;
    if (action) store.dispatch(action);
    app.rerender(tree(width));
    await app.waitUntilRenderFlush();
    return draws - before;
  };
  await drawsAfter(null);
  t.is(draws, 1);

  for (let second = 1; second <= 60; second++) {
    t.is(await drawsAfter({ type: 'ticked', real: real + second * 1000 }), 0, `second ${second}`);
  }
  t.is(
    await drawsAfter({ type: 'events-arrived', batch: { ...nothing, usage: sampleUsage({ calls: 1 }) } }),
    0,
    'usage',
  );
  const line = sampleIntraday();
  const points = [...line.points, { at: sampleNow + 5000, price: 671.5 }];
  t.is(
    await drawsAfter({ type: 'events-arrived', batch: { ...nothing, priceLine: { ...line, points } } }),
    1,
    'a new price',
  );
  const minutesOn = (minutes: number, callWall: number) => {
    const levels = sampleLevels({ timestamp: sampleNow + minutes * 60_000 });
    const byOpenInterest = { ...levels.byOpenInterest!, callWall };
    return { ...nothing, levels: [{ ...levels, byOpenInterest }] };
  };
  const first = minutesOn(1, 671);
  t.is(await drawsAfter({ type: 'events-arrived', batch: first }), 1, 'levels that differ from those before');
  t.is(await drawsAfter({ type: 'events-arrived', batch: minutesOn(2, 671) }), 0, 'the same levels again');
  t.is(await drawsAfter({ type: 'events-arrived', batch: minutesOn(3, 672) }), 1, 'another wall');
  const evening = sampleLevels({
    timestamp: newYorkInstant('2026-11-23', '16:20'),
    expiration: '2026-11-24',
  });
  t.is(
    await drawsAfter({ type: 'events-arrived', batch: { ...nothing, levels: [evening] } }),
    0,
    'levels of the next session',
  );
  t.is(await drawsAfter(null, 100), 1, 'another width');
  t.is(await drawsAfter({ type: 'chart-style-chosen', style: 'candles' }, 100), 1, 'candles');
  t.is(await drawsAfter({ type: 'range-chosen', range: '5D' }, 100), 1, 'another range');
});
