import test from 'ava';
import { isGolden } from '../support/golden.ts';
import { openDashboard } from '../support/open-dashboard.ts';
import { sampleNow } from '../support/sample-times.ts';
import { sampleStatus } from '../support/sample-usage.ts';
import { sampleChain, sampleQuote } from '../support/sample-chain.ts';

/** Rewrites of the text since the start: each takes back the lines before. */
const rewrites = (raw: string) => raw.split('Spyglass.').length - 1;

for (const [key, name, mark] of [
  ['1', 'overview', 'Screen 1, Overview.'],
  ['2', 'chain', 'Screen 2, Chain.'],
  ['3', 'chart', 'Screen 3, Chart.'],
  ['4', 'usage', 'Screen 4, API usage.'],
  ['5', 'store', 'option_contracts:'],
  ['6', 'levels', 'Screen 6, Levels.'],
  ['p', 'prune', 'Prune dialog.'],
] as const) {
  test.serial(`for a screen reader, ${name} is said in sentences`, async (t) => {
    const { terminal, connection } = await openDashboard(t, {
      isScreenReader: true,
      columns: 100,
      rows: 30,
    });
    terminal.press(key);
    if (key === '5') {
      await terminal.until('a question', () => connection.asked.length > 0);
      connection.asked.find(({ method }) => method === 'status')!.answer(sampleStatus());
    }
    const text = await terminal.until(mark, (screen) => screen.replaceAll('\n', ' ').includes(mark));
    isGolden(t, `screen-reader-${name}`, text.trimEnd());
    t.notRegex(text, /[\u2500-\u25ff\u2800-\u28ff]/);
    t.is(terminal.scrolledLines(), 0);
  });
}

test.serial('nothing is said again while nothing changes, and what changes comes at its pace', async (t) => {
  const { terminal, connection, clock } = await openDashboard(t, { isScreenReader: true });
  await clock.advance(120);
  const first = rewrites(terminal.raw());
  await clock.advance(30_000);
  t.is(rewrites(terminal.raw()), first);
  for (let second = 1; second <= 20; second++) {
    connection.send('quote', sampleQuote({ price: 670 + second, receivedAt: sampleNow + 30_000 }));
    await clock.advance(1000);
  }
  await clock.advance(5000);
  await terminal.until('the newest price', (text) => text.includes('SPY 690.00'));
  const said = rewrites(terminal.raw()) - first;
  t.true(said >= 4 && said <= 6, `said ${said} times in 25 seconds`);
});

test.serial('keys work, and what they do is said at once', async (t) => {
  const { terminal, connection } = await openDashboard(t, { isScreenReader: true, columns: 100, rows: 40 });
  terminal.press('2j');
  await terminal.until('the selected strike', (text) => text.includes('Selected strike 672: call bid'));
  terminal.press('0');
  await terminal.until('none selected', (text) => !text.includes('Selected strike'));
  terminal.press('0');
  await terminal.until('the reason', (text) =>
    text.includes('Message: The chain follows the money already.'),
  );
  terminal.press('?');
  await terminal.until('the help', (text) =>
    text.includes('Selected: 1 Overview: quote, chain and API usage'),
  );
  terminal.press('refresh ev\r');
  await terminal.until('a request', () => connection.asked.length === 1);
  t.deepEqual(connection.asked[0]!.params, { job: 'all', force: true });
});

test.serial('a lost daemon and stale values are said', async (t) => {
  const { terminal, connection, clock } = await openDashboard(t, { isScreenReader: true });
  connection.lose('the daemon is not running', clock.now() + 4000);
  await terminal.until('the loss', (text) =>
    text.includes('The daemon is gone, what follows is the last picture'),
  );
  await clock.advance(60_000);
  await clock.advance(5100);
  await terminal.until('stale', (text) => /Levels: .* Stale: daemon gone\./.test(text));
  t.pass();
});

test.serial('the text stays where it was said, and the terminal is as before', async (t) => {
  const { terminal, ended } = await openDashboard(t, { isScreenReader: true, isMouseOn: true });
  t.false(terminal.isAlternate());
  terminal.press('q');
  await ended;
  await terminal.drained();
  t.true(terminal.text().includes('Quote: SPY 671.20'));
  t.notRegex(terminal.raw(), /\u001b\[\?(1049|1000)/);
  t.false(terminal.isRaw());
  t.false(terminal.isCursorHidden());
});

test.serial('a small terminal gets the start of it and the keys, and nothing scrolls away', async (t) => {
  const { terminal, connection, clock } = await openDashboard(t, {
    isScreenReader: true,
    columns: 40,
    rows: 10,
  });
  connection.send('quote', sampleQuote({ price: 672, receivedAt: sampleNow }));
  await clock.advance(5100);
  await terminal.until('the new price', (text) => text.includes('SPY 672.00'));
  t.is(terminal.text().split('Spyglass.').length, 2);
  t.is(terminal.scrolledLines(), 0);
});

test.serial('a side that nobody takes sounds different from one of which nothing is known', async (t) => {
  const given = sampleChain();
  const none = { bid: null, ask: null, bidSize: null, askSize: null };
  const contracts = given.contracts.map((contract) => {
    if (contract.strike !== 671) return contract;
    return contract.optionType === 'call' ? { ...contract, bid: 0, ask: 0.01 } : { ...contract, ...none };
  });
  const options = { isScreenReader: true, columns: 200, rows: 40 };
  const { terminal, connection, clock } = await openDashboard(t, options);
  terminal.press('2');
  await terminal.until('the screen', (screen) => screen.includes('Screen 2, Chain.'));
  connection.send('chain', { ...given, timestamp: sampleNow, contracts });
  await clock.advance(5000);
  const text = await terminal.until('the chain', (screen) => screen.includes('Strike 671: call no bid'));
  t.regex(text, /Strike 671: call no bid, ask 0\.01[^;]*;\s+put\s+bid\s+unknown,\s+ask\s+unknown/);

  const without = given.contracts.map((contract) => ({ ...contract, ...none }));
  connection.send('chain', { ...given, timestamp: sampleNow + 1000, contracts: without });
  await clock.advance(5000);
  const plain = await terminal.until('no quotes', (screen) => /Strike 671: call last/.test(screen));
  t.notRegex(plain, /bid unknown|no bid/);
});
