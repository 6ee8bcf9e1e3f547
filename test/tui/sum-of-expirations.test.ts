import test, { type ExecutionContext } from 'ava';
import type { SummedLevels } from '../../src/market/levels/sum-levels.ts';
import { isGolden } from './support/golden.ts';
import { type OpenDashboard, type OpenOptions, openDashboard } from './support/open-dashboard.ts';
import { sampleSnapshot, sampleSubscription } from './support/sample.ts';
import { sampleLevels } from './support/sample-levels.ts';
import { sampleSeveral } from './support/sample-recorded.ts';
import { oneWithThree, sampleSum } from './support/sample-sum.ts';
import { sampleNow } from './support/sample-times.ts';

const footer = (text: string) => text.split('\n').at(-1)!;
const asText = (text: string) => text.replaceAll(/\s+/g, ' ');
const recorded = { recorded: oneWithThree() };

/** The levels screen with the sum, which the daemon has answered. */
async function openSum(
  t: ExecutionContext,
  options: OpenOptions,
  sum: SummedLevels = sampleSum(),
): Promise<OpenDashboard> {
  const dashboard = await openDashboard(t, { snapshot: recorded, ...options });
  const { terminal, connection } = dashboard;
  terminal.press('6+');
  await terminal.until('the question', () => connection.asked.length === 1);
  t.deepEqual(connection.asked[0]!.params, { symbol: 'SPY' });
  connection.asked[0]!.answer(sum);
  return dashboard;
}

for (const [columns, rows] of [
  [60, 16],
  [80, 24],
  [120, 40],
  [200, 50],
] as const) {
  test.serial(`three expirations together at ${columns}×${rows} look as they did`, async (t) => {
    const { terminal, clock } = await openSum(t, { columns, rows });
    await terminal.until('the sum', (text) => text.includes('1-DTE Tue 24 Nov'));
    await clock.advance(5000);
    const text = await terminal.until(
      'the hints',
      (screen) => footer(screen).includes('q quit') && screen.includes('Mon 23 Nov 0:16 ago'),
    );
    isGolden(t, `sum-${columns}x${rows}`, text);
  });
}

test.serial(
  '+ changes between the chain on screen and all expirations, and the title says which',
  async (t) => {
    const { terminal } = await openSum(t, { columns: 160 });
    const text = await terminal.until('the sum', (screen) => screen.includes('1-DTE Tue 24 Nov'));
    t.regex(text, /SPY gamma exposure · all 3 expirations/);
    t.regex(text, /0:12 to 0:55 ago · real-time/);
    t.regex(text, /0-DTE Mon 23 Nov 0:12 ago · 1-DTE Tue 24 Nov 0:41 ago · 2-DTE Wed 25 Nov 0:55 ago/);
    t.regex(text, /Levels · 0-DTE · Mon 23 Nov/, 'the numbers are of one expiration, and say so');
    t.notRegex(text, /[+-]EM|MP/, 'what belongs to one expiration is not marked');
    t.regex(footer(text), /Exposure of all 3 recorded expirations together/);
    terminal.press('+');
    const chain = await terminal.until('the chain', (screen) =>
      screen.includes('SPY gamma exposure · 0-DTE'),
    );
    t.regex(chain, /\+ all 3 expirations/);
  },
);

test.serial('an expiration that is left out is named in the title, with the reason', async (t) => {
  const { terminal } = await openSum(t, { columns: 200, rows: 50 }, sampleSum([12_000, 41_000, 600_000]));
  const text = await terminal.until('the sum', (screen) => screen.includes('2 of 3 expirations'));
  t.regex(text, /· 2 of 3 expirations, without Wed 25 Nov: quotes 9:48 behind/);
  t.regex(text, /· without 2-DTE Wed 25 Nov: quotes 9:48 behind/);
});

test.serial('at 80×24 what is left out is named below the strikes', async (t) => {
  const { terminal } = await openSum(t, { columns: 80, rows: 24 }, sampleSum([12_000, 41_000, null]));
  const text = await terminal.until('the sum', (screen) => screen.includes('2 of 3 expirations'));
  t.regex(text, /without 2-DTE Wed 25 Nov: no chain yet/);
});

test.serial(
  'it is asked for again with new levels, and nothing is asked where it is not shown',
  async (t) => {
    const { terminal, connection, clock } = await openSum(t, {});
    await terminal.until('the sum', (text) => text.includes('all 3 expirations'));
    await clock.advance(5000);
    t.is(connection.asked.length, 1, 'the answer is of the newest levels');
    connection.send('levels', { ...sampleLevels(), timestamp: sampleNow + 5000 });
    await clock.advance(200);
    await terminal.until('the next question', () => connection.asked.length === 2);
    connection.asked[1]!.answer(sampleSum([1000, 2000, 3000]));
    await terminal.until('new ages', (text) => text.includes('Tue 24 Nov 0:07 ago'));
    terminal.press('+');
    await terminal.until('the chain', (text) => !text.includes('all 3 expirations ─'));
    connection.send('levels', { ...sampleLevels(), timestamp: sampleNow + 10_000 });
    await clock.advance(60_000);
    t.is(connection.asked.length, 2);
  },
);

test.serial('an answer that fails is said, and the next one is shown', async (t) => {
  const { terminal, connection, clock } = await openDashboard(t, { snapshot: recorded });
  terminal.press('6+');
  await terminal.until('the question', () => connection.asked.length === 1);
  t.regex(terminal.text(), /Adding up the recorded expirations/);
  connection.asked[0]!.answer(null);
  await terminal.until('why', (text) => text.includes('SPY is not recorded, so there is nothing to add up.'));
  await clock.advance(4000);
  await terminal.until('the next question', () => connection.asked.length === 2);
  connection.asked[1]!.answer(sampleSum());
  await terminal.until('the sum', (text) => text.includes('1-DTE Tue 24 Nov'));
});

test.serial('where one expiration is recorded, the key says why there is nothing to add up', async (t) => {
  const { terminal, connection } = await openDashboard(t);
  terminal.press('6+');
  const text = await terminal.until('why', (screen) => footer(screen).includes('One expiration of SPY'));
  t.regex(footer(text), /One expiration of SPY is recorded; more with record\.expirations = 3 or "7d"\./);
  t.deepEqual(connection.asked, []);
});

test.serial('a symbol that is not recorded has no sum, and its chain is shown', async (t) => {
  const { terminal, connection } = await openSum(t, {});
  await terminal.until('the sum', (text) => text.includes('all 3 expirations'));
  connection.connect(
    sampleSnapshot({ ...recorded, subscription: sampleSubscription({ symbol: 'TSLA' }), seq: 300 }),
    { ...(await import('./support/sample-hello.ts')).sampleHello({ now: sampleNow }) },
  );
  await terminal.until('its chain', (text) => /TSLA (gamma exposure|GEX) · 0-DTE/.test(text));
  terminal.press('+');
  await terminal.until('why not', (text) => footer(text).includes('TSLA is not recorded'));
  t.is(connection.asked.length, 1);
});

test.serial('one symbol with several expirations has no line of symbols and no comparison', async (t) => {
  const { terminal } = await openDashboard(t, { snapshot: recorded });
  const plain = await openDashboard(t);
  t.is(terminal.text(), plain.terminal.text());
  terminal.press('6');
  const text = await terminal.until('the levels', (screen) => screen.includes('gamma exposure'));
  t.notRegex(text, /EM used|Recorded symbols/);
});

test.serial('the expirations arrive with the levels, where the API said late which are listed', async (t) => {
  const { terminal, connection, clock } = await openDashboard(t);
  const [{ symbol, levels, expirations }] = oneWithThree() as [ReturnType<typeof oneWithThree>[number]];
  connection.send('recorded-levels', { symbol, levels: levels!, expirations });
  await clock.advance(200);
  terminal.press('6+');
  await terminal.until('the question', () => connection.asked.length === 1);
  t.is(connection.asked[0]!.method, 'levels.sum');
});

test.serial('a key of the user’s own beats +', async (t) => {
  const { terminal, connection } = await openDashboard(t, { snapshot: recorded, keys: { help: ['+'] } });
  terminal.press('6+');
  await terminal.until('the help', (screen) => screen.includes('╭─ Help'));
  t.deepEqual(connection.asked, []);
});

test.serial('what the levels assume begins with the sum', async (t) => {
  const { terminal } = await openSum(t, {});
  terminal.press('a');
  const text = await terminal.until('the dialog', (screen) => screen.includes('What the levels assume'));
  t.regex(text, /Exposure is shown of all recorded expirations together\./);
});

test.serial('in sentences: the sum, what is in it, and what is left out', async (t) => {
  const { terminal } = await openSum(t, { isScreenReader: true }, sampleSum([12_000, 41_000, null]));
  const text = asText(await terminal.until('the sum', (screen) => screen.includes('Left out of the sum')));
  t.regex(text, /Exposure of 2 of 3 expirations together, by open interest: call wall \d+/);
  t.regex(text, /In the sum: 0-DTE, Mon 23 Nov, quotes of 13:4\d; 1-DTE, Tue 24 Nov, quotes of 13:4\d\./);
  t.regex(text, /Left out of the sum: 2-DTE, Wed 25 Nov, no chain yet\./);
});

test.serial('of several symbols, the sum is of the one on screen', async (t) => {
  const several = sampleSeveral().recorded!.map((each) => ({
    ...each,
    expirations: oneWithThree()[0]!.expirations,
  }));
  const { terminal, connection } = await openDashboard(t, {
    snapshot: { ...sampleSeveral(several), subscription: sampleSubscription({ symbol: 'QQQ' }) },
  });
  terminal.press('6+');
  await terminal.until('the question', () => connection.asked.length === 1);
  t.deepEqual(connection.asked[0]!.params, { symbol: 'QQQ' });
});
