import test from 'ava';
import { SpyglassError } from '../../src/base/errors.ts';
import { type OpenDashboard, openDashboard } from './support/open-dashboard.ts';
import { sampleBars, sampleMinuteBars } from './support/sample-bars.ts';
import { sampleCoverage, sampleJobs, samplePrune, sampleStatus } from './support/sample-usage.ts';

const failing = () => sampleJobs().map((job) => ({ ...job, lastError: 'upstream 502' }));

function answerAll({ connection }: OpenDashboard) {
  for (const { method, params, answer } of connection.asked.splice(0)) {
    if (method === 'status') answer(sampleStatus());
    if (method === 'prune') answer(samplePrune());
    if (method !== 'bars.get') continue;
    const { timeframe } = params as { timeframe: string };
    answer(timeframe === '1min' ? sampleMinuteBars() : sampleBars('15min', ['2026-11-20', '2026-11-23']));
  }
}

/** What stands in the top borders. */
const titles = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.includes('╭'))
    .join('\n');

test.serial('levels older than their chain may be dim, say why, and stay', async (t) => {
  const { terminal, connection, clock } = await openDashboard(t, { hello: { clockSpeed: 10 } });
  terminal.press('6');
  const fresh = await terminal.until('levels', (text) => text.includes('puts ◀'));
  t.false(fresh.includes('stale'));
  const walls = /call wall +(\d+\.\d\d)/.exec(fresh)![1]!;
  connection.send('job', failing());
  // The chain is 12 s old, and may be three intervals of a minute late.
  await clock.advance(17_100);
  const text = await terminal.until(
    'stale levels',
    (screen) => (screen.match(/stale 3:\d\d/g) ?? []).length === 3,
  );
  // The narrow pane has the expiry instead of the reason, which stands to the left of it and below.
  t.is(titles(text).match(/stale 3:\d\d · upstream 502/g)!.length, 2);
  t.true(text.includes(`call wall  ${walls}`));
});

test.serial('the chart of the day goes stale with its quote, and keeps its line', async (t) => {
  const dashboard = await openDashboard(t);
  const { terminal, connection, clock } = dashboard;
  terminal.press('3');
  await terminal.until('the line', (text) => {
    answerAll(dashboard);
    return text.includes('╭─ SPY  1D') && text.includes('previous close 667.75') && /[▁▂▃▄]/.test(text);
  });
  connection.send('job', failing());
  await clock.advance(60_000);
  const text = await terminal.until('a stale chart', (screen) => {
    answerAll(dashboard);
    return /stale 1:0\d · upstream 502/.test(titles(screen));
  });
  t.true(/[▁▂▃▄]/.test(text));
});

test.serial('a longer range whose next answer fails keeps its bars and says since when', async (t) => {
  const dashboard = await openDashboard(t);
  const { terminal, connection, clock } = dashboard;
  terminal.press('3');
  terminal.press('\u001b[C');
  await terminal.until('the bars', (text) => {
    answerAll(dashboard);
    return text.includes('20 Nov');
  });
  await clock.advance(301_000);
  await terminal.until('the next question', () =>
    connection.asked.some(({ method }) => method === 'bars.get'),
  );
  for (const { refuse } of connection.asked.splice(0)) {
    refuse(new SpyglassError('timeout', 'The daemon did not answer in time.'));
  }
  const text = await terminal.until('why', (screen) =>
    /stale 5:0\d · The daemon did not answer/.test(screen),
  );
  t.true(text.includes('20 Nov'));
});

test.serial('tables carry their age, and an answer that fails does not blank them', async (t) => {
  const dashboard = await openDashboard(t);
  const { terminal, connection, clock } = dashboard;
  terminal.press('5');
  await terminal.until('the tables', (text) => {
    answerAll(dashboard);
    return text.includes('option_contracts') && titles(text).includes('0:00 ago');
  });
  await clock.advance(6000);
  await terminal.until('the next question', () => connection.asked.some(({ method }) => method === 'status'));
  for (const { method, refuse } of connection.asked.splice(0)) {
    if (method === 'status') refuse(new SpyglassError('internal', 'The disk is gone.'));
  }
  const text = await terminal.until('why', (screen) =>
    /Recorded · stale 0:0\d · The disk is gone\./.test(screen),
  );
  t.true(text.includes('option_contracts'));
});

for (const [key, names] of [
  ['1', ['API usage']],
  ['4', ['Budget', 'Next polls', 'Endpoints', 'Last calls']],
  ['5', ['Recorded', 'Coverage']],
  ['6', ['Levels', 'The session so far']],
] as const) {
  test.serial(`when the daemon is gone, ${names.join(', ')} say since when, and stay`, async (t) => {
    // Wide enough for the name of a pane before what its levels are of.
    const size = { columns: 200, rows: 50 };
    const dashboard = await openDashboard(t, { ...size, snapshot: { coverage: sampleCoverage() } });
    const { terminal, connection, clock } = dashboard;
    terminal.press(key);
    await terminal.until('the panes', (text) => {
      answerAll(dashboard);
      return names.every((name) => titles(text).includes(`─ ${name}`)) && !text.includes('Asking');
    });
    connection.lose('the daemon is not running', clock.now() + 90_000);
    await clock.advance(42_000);
    const text = await terminal.until('their age', (screen) =>
      names.every((name) => new RegExp(`${name}[^─]* · stale 0:4[12]`).test(titles(screen))),
    );
    t.notRegex(text, /Waiting|Asking/);
  });
}

test.serial('what has never come is not called stale when the daemon goes', async (t) => {
  const { terminal, connection, clock } = await openDashboard(t, {
    snapshot: { levels: null, levelsHistory: [], chain: null, quote: null, priceLine: null },
  });
  terminal.press('6');
  await terminal.until('waiting', (text) => text.includes('Waiting for the first levels'));
  connection.lose('the daemon is not running', clock.now() + 90_000);
  await clock.advance(42_000);
  const text = await terminal.until('the loss', (screen) => screen.includes('daemon gone'));
  t.false(text.includes('stale'));
});
