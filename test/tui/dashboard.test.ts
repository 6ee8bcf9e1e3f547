import test from 'ava';
import { openDashboard } from './support/open-dashboard.ts';
import { sampleNow } from './support/sample-times.ts';
import { sampleLevels } from './support/sample-levels.ts';
import { sampleJobs } from './support/sample-usage.ts';
import { sampleChain, sampleQuote } from './support/sample-chain.ts';

const badge = 'DEMO · simulated prices';

test.serial('events are drawn a frame later, all that came since in one', async (t) => {
  const { terminal, connection, clock } = await openDashboard(t);
  connection.send('quote', sampleQuote({ price: 671.55, receivedAt: sampleNow }));
  connection.send('quote', sampleQuote({ price: 672.05, receivedAt: sampleNow }));
  connection.send('jobs' as 'job', sampleJobs());
  await clock.advance(70);
  await terminal.until('the newest', (text) => text.includes('+4.30'));
  t.false(terminal.raw().includes('+3.80'));
});

test.serial(
  'the clock, the ages and the countdowns go with market time, whatever the machine’s clock says',
  async (t) => {
    const { terminal, clock } = await openDashboard(t, { hello: { clockSpeed: 10 } });
    t.true(terminal.rows()[0]!.includes('13:45:55 ET ×10'));
    await clock.advance(3100);
    await terminal.until('half a minute later', (text) => text.includes('13:46:25 ET ×10'));
    t.true(terminal.text().includes('0:33 ago'));
    t.true(terminal.text().includes('closes in 2h 14m'));
  },
);

test.serial(
  'the badge and the frame survive every size, and no frame is taller than the terminal',
  async (t) => {
    const { terminal } = await openDashboard(t, { columns: 120, rows: 40 });
    for (const [columns, rows] of [
      [80, 24],
      [200, 50],
      [60, 16],
      [120, 17],
      [61, 60],
      [300, 90],
      [100, 30],
    ] as const) {
      terminal.resize(columns, rows);
      await terminal.until(`${columns}×${rows}`, (text) => {
        const lines = text.split('\n');
        return lines[0]!.includes(badge) && lines.at(-1)!.includes('q quit') && lines.at(-2) !== '';
      });
      t.is(terminal.scrolledLines(), 0, `${columns}×${rows}`);
      for (const row of terminal.rows().filter((text) => /^[│╭╰]/.test(text))) t.is(row.length, columns, row);
    }
    terminal.resize(50, 12);
    await terminal.until(
      'the request for room',
      (text) => text.includes('needs 60×16') && text.includes(badge),
    );
    terminal.resize(12, 3);
    await terminal.until('what fits', (text) => text.includes('DEMO'));
    terminal.resize(120, 40);
    await terminal.until('all again', (text) => text.includes('0-DTE') && text.includes('q quit'));
    t.is(terminal.scrolledLines(), 0);
  },
);

test.serial('the notice is shown once, then the keys', async (t) => {
  const { terminal, clock } = await openDashboard(t, { notice: 'No API key: this market is simulated.' });
  t.true(terminal.rows().at(-1)!.includes('No API key: this market is simulated.'));
  await clock.advance(9000);
  t.true(terminal.rows().at(-1)!.includes('No API key'));
  await clock.advance(1000);
  await terminal.until('the keys', () => terminal.rows().at(-1)!.includes('q quit'));
});

test.serial('a live daemon on a clock of its own says so', async (t) => {
  const virtual = await openDashboard(t, { hello: { mode: 'live', isVirtualClock: true } });
  t.true(virtual.terminal.rows()[0]!.includes('VIRTUAL CLOCK'));
  const real = await openDashboard(t, { hello: { mode: 'live', isVirtualClock: false } });
  t.false(real.terminal.text().includes('VIRTUAL'));
});

test.serial('an alert is shown for some seconds', async (t) => {
  const { terminal, connection, clock } = await openDashboard(t);
  connection.send('alert', {
    at: sampleNow,
    kind: 'gamma-flip',
    symbol: 'SPY',
    message: 'SPY 669.10 fell below the gamma flip at 669.42',
    direction: 'down',
    value: 669.1,
    valueAt: null,
    level: 669.42,
    source: 'simulator',
  });
  await terminal.until('the alert', () => terminal.rows().at(-1)!.includes('fell below the gamma flip'));
  await clock.advance(4000);
  await terminal.until('the keys', () => terminal.rows().at(-1)!.includes('q quit'));
  t.pass();
});

test.serial('new levels are drawn, and the day grows with them', async (t) => {
  const { terminal, connection, clock } = await openDashboard(t);
  terminal.press('6');
  await terminal.until('the levels', (text) => text.includes('max pain   671.00'));
  connection.send('levels', sampleLevels({ maxPain: 655, timestamp: sampleNow, spot: 659.25 }));
  await clock.advance(100);
  const text = await terminal.until('the new ones', (screen) => screen.includes('max pain   655.00'));
  t.regex(text, /│ spot .* 659\.25 │/);
});

test.serial('a chain of two sources says how many greeks are our own', async (t) => {
  const chain = sampleChain();
  const contracts = chain.contracts.map((contract, index) =>
    index < 12 ? { ...contract, greeksSource: 'model' as const } : contract,
  );
  const { terminal } = await openDashboard(t, { snapshot: { chain: { ...chain, contracts } } });
  t.true(terminal.text().includes('12 greeks: model'));
});
