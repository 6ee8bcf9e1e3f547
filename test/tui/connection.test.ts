import test from 'ava';
import type { Health } from '../../src/protocol/state.ts';
import { openDashboard } from './support/open-dashboard.ts';
import { sampleSnapshot } from './support/sample.ts';
import { sampleHello } from './support/sample-hello.ts';
import { sampleNow } from './support/sample-times.ts';
import { sampleCoverage, sampleJobs } from './support/sample-usage.ts';
import { sampleQuote } from './support/sample-chain.ts';

test.serial('a lost daemon is said with a countdown, and the next snapshot takes over', async (t) => {
  const { terminal, connection, clock } = await openDashboard(t);
  connection.lose('the daemon is not running', clock.now() + 4000);
  await terminal.until('the loss', (text) =>
    text.includes(
      'daemon gone · D starts one · showing the picture of 13:45:55 · reconnecting in 4s · the daemon is not running',
    ),
  );
  await clock.advance(2100);
  await terminal.until('the countdown', (text) => text.includes('reconnecting in 2s'));
  t.true(terminal.text().includes('▲ +3.45'));
  connection.lose('the daemon is not running', clock.now() + 5000);
  await terminal.until('another try, the same picture', (text) =>
    text.includes('showing the picture of 13:45:55 · reconnecting in 5s'),
  );
  const hello = sampleHello({ epoch: 'epoch-2', now: sampleNow + 60_000 });
  connection.connect(sampleSnapshot({ quote: sampleQuote({ price: 670.75 }) }), hello);
  const text = await terminal.until('the new picture', (screen) => screen.includes('+3.00'));
  t.false(text.includes('daemon gone'));
  t.true(text.includes('13:46:55 ET'));
});

test.serial('a daemon that was never there is not called gone', async (t) => {
  const { terminal, connection, clock } = await openDashboard(t, { snapshot: null });
  connection.lose('the daemon is not running', clock.now() + 4000);
  const text = await terminal.until('the reason', (screen) =>
    screen.includes('no daemon · D starts one · reconnecting in 4s · the daemon is not running'),
  );
  t.notRegex(text, /gone|picture/);
});

test.serial('what was not recorded is said: how much, and the gap that lasts', async (t) => {
  const { terminal, connection, clock } = await openDashboard(t, { columns: 200, rows: 50 });
  const whole = { ...sampleCoverage()[0]!, latest: [] };
  connection.send('gap', [whole, { ...whole, job: 'chain', ratio: 1 }]);
  await clock.advance(100);
  await terminal.until('the coverage', (text) => text.includes('every 15 s · 99.9% recorded'));
  t.true(terminal.text().includes('every 60 s · 100% recorded'));
  t.notRegex(terminal.text(), /\bgap/);
  const since = sampleNow - 300_000;
  connection.send('gap', [
    { ...whole, ratio: 0.9, missingMs: 192_000, gaps: 2, open: { since, reason: 'upstream' } },
  ]);
  await clock.advance(100);
  await terminal.until('the gap', (text) => text.includes('gap since 13:40: upstream'));
  t.true(terminal.text().includes('2 gaps 3:12'));
});

test.serial('the header does not call it recording while a gap lasts', async (t) => {
  const { terminal, connection, clock } = await openDashboard(t, { isEmbedded: true });
  const header = () => terminal.rows()[0]!;
  t.true(header().includes('● recording'));
  const [quote, chain] = sampleCoverage();
  connection.send('gap', [quote!, chain!]);
  await clock.advance(100);
  await terminal.until('what is missing', () => header().includes('◐ no chain'));
  connection.send('gap', [{ ...chain!, job: 'quote' }, chain!]);
  await clock.advance(100);
  await terminal.until('that all is', () => header().includes('◐ not recording'));
  // A plan without option prices is said elsewhere, once; its chain is asked for once a day.
  connection.send('job', sampleJobs({ chain: { intervalMs: null } }));
  connection.send('gap', [quote!, chain!]);
  await clock.advance(100);
  await terminal.until('that all there is is recorded', () => header().includes('● recording'));
});

test.serial('the most severe problem is shown with its hint, and how many more there are', async (t) => {
  const { terminal, connection, clock } = await openDashboard(t, { columns: 200, rows: 50 });
  const health: Health = {
    problems: [
      { code: 'rate_limited', subject: 'quote', message: 'No calls left.', hint: 'Wait.', since: 1 },
      {
        code: 'database_full',
        subject: 'database',
        message: 'The disk is full.',
        hint: 'Free some space.',
        since: 9,
      },
    ],
  };
  connection.send('health', health);
  await clock.advance(100);
  await terminal.until('the problem', () =>
    terminal.rows()[2]!.includes('database: The disk is full. Free some space.'),
  );
  t.true(terminal.rows()[2]!.includes('+1 more'));
  connection.send('health', { problems: [] });
  await clock.advance(100);
  await terminal.until('nothing', () => terminal.rows()[2]!.startsWith('╭─ SPY'));
});

test.serial(
  'values older than their phase allows are dimmed, never hidden, and say since when and why',
  async (t) => {
    const { terminal, connection, clock } = await openDashboard(t, { columns: 200, rows: 50 });
    connection.send('job', sampleJobs({ quote: { lastError: 'The API answered 503.' } }));
    await clock.advance(41_000);
    t.false(terminal.text().includes('stale'));
    await clock.advance(3100);
    await terminal.until('stale', (text) => /SPY · stale 0:4\d · The API answered 503\./.test(text));
    t.true(terminal.text().includes('671.19 × 671.21'));
    connection.send('quote', sampleQuote({ price: 671.3, receivedAt: sampleNow + 44_000 }));
    await clock.advance(1100);
    await terminal.until('fresh', (text) => !text.includes('stale'));
    await clock.advance(130_000);
    await terminal.until('a stale chain', (text) => /0-DTE · .* left · stale 3:0\d/.test(text));
  },
);
