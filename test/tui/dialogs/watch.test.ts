import test from 'ava';
import { isGolden } from '../support/golden.ts';
import { SpyglassError } from '../../../src/base/errors.ts';
import type { Snapshot } from '../../../src/protocol/events.ts';
import { openDashboard } from '../support/open-dashboard.ts';
import { sampleSnapshot, sampleSubscription } from '../support/sample.ts';
import { samplePhase } from '../support/sample-hello.ts';
import { sampleNow } from '../support/sample-times.ts';
import { sampleChain, sampleIntraday, sampleQuote } from '../support/sample-chain.ts';

const quoteOf = (symbol: string, price: number, previousClose: number) =>
  sampleQuote({ symbol, price, previousClose, bid: price - 0.01, ask: price + 0.01 });

const watch = [
  { symbol: 'SPY', quote: sampleQuote() },
  { symbol: 'QQQ', quote: quoteOf('QQQ', 618.22, 621.4) },
  {
    symbol: 'IWM',
    quote: {
      ...quoteOf('IWM', 246.1, 245.99),
      receivedAt: sampleNow - 300_000,
      timestamp: sampleNow - 300_000,
    },
  },
];
const three: Partial<Snapshot> = { watch };

const qqq = (given: Partial<Snapshot> = {}) =>
  sampleSnapshot({
    watch,
    subscription: sampleSubscription({
      symbol: 'QQQ',
      jobs: { quote: 'watch', chain: 'chain QQQ', bars: 'bars QQQ' },
    }),
    quote: watch[1]!.quote,
    chain: sampleChain(618.2, { underlying: 'QQQ' }),
    priceLine: { ...sampleIntraday(618.22), symbol: 'QQQ' },
    levels: null,
    levelsHistory: [],
    seq: 200,
    ...given,
  });

test.serial('a watch list has a line of its own where there is room', async (t) => {
  const { terminal } = await openDashboard(t, { columns: 120, snapshot: three });
  const tabs = terminal.rows()[1]!;
  t.regex(tabs, /SPY 671\.20 \+0\.52% {2}QQQ 618\.22 [-−]0\.51% {2}IWM 246\.10 \+0\.04%$/);
});

for (const [columns, rows] of [
  [80, 24],
  [120, 40],
] as const) {
  test.serial(`the watch list at ${columns}×${rows} looks as it did`, async (t) => {
    const { terminal } = await openDashboard(t, { columns, rows, snapshot: three });
    terminal.press('s');
    await terminal.until('the watch list', (text) => text.includes('Watch list'));
    isGolden(t, `watch-${columns}x${rows}`, terminal.text());
  });
}

test.serial('symbols that the API does not know are named, on the strip and in the list', async (t) => {
  const unknown = ['NOPE', 'ZZZQ'].map((symbol) => ({
    code: 'unknown_symbol',
    subject: `watch ${symbol}`,
    message: `The API knows no symbol ${symbol}.`,
    hint: `Correct ${symbol} or take it out of watch.symbols (SPYGLASS_SYMBOLS).`,
    since: sampleNow,
  }));
  const list = [...watch, { symbol: 'NOPE', quote: null }, { symbol: 'ZZZQ', quote: null }];
  const { terminal } = await openDashboard(t, { snapshot: { watch: list, health: { problems: unknown } } });
  t.regex(terminal.text(), /▲ watch NOPE: The API knows no symbol NOPE\. Correct NOPE or .* \+1 more/);
  terminal.press('s');
  const text = await terminal.until('the watch list', (screen) => screen.includes('Watch list'));
  for (const symbol of ['NOPE', 'ZZZQ']) t.regex(text, new RegExp(`${symbol} +– +unknown +– `));
  t.regex(text, /QQQ +618\.22/);
});

test.serial('a list of one says how to add others, and none has a line', async (t) => {
  const { terminal } = await openDashboard(t, { columns: 80, rows: 24 });
  terminal.press('s');
  await terminal.until('the watch list', (text) => text.includes('symbols = ["SPY", "QQQ", "IWM"]'));
  isGolden(t, 'watch-one-80x24', terminal.text());
});

test.serial('choosing a symbol shows nothing of the old one under its name, then the new one', async (t) => {
  const { terminal, connection } = await openDashboard(t, { snapshot: three });
  terminal.press('s');
  await terminal.until('the watch list', (text) => text.includes('Watch list'));
  terminal.press('j\r');
  const loading = await terminal.until('loading', (text) => text.includes('Loading QQQ…'));
  t.deepEqual(
    connection.looked.map(({ subscription }) => subscription),
    [{ symbol: 'QQQ', expiration: null }],
  );
  t.regex(loading, /SPYGLASS {2}QQQ/);
  t.notRegex(loading.split('\n').slice(2).join('\n'), /671\.2|SPY/, 'but for the line of the watch list');
  isGolden(t, 'watch-loading-120x40', loading);
  connection.looked[0]!.answer(qqq());
  const shown = await terminal.until('QQQ', (text) => text.includes('618.21 × 618.23'));
  t.regex(shown, /QQQ 0-DTE chain .* spot 618\.20/);
  t.false(shown.includes('Loading'));
});

test.serial('quotes of other symbols move the watch list and nothing else', async (t) => {
  const { terminal, connection, clock } = await openDashboard(t, { snapshot: three });
  connection.send('quote', quoteOf('QQQ', 650, 621.4));
  connection.send('quote', quoteOf('NVDA', 199.99, 190));
  connection.send('chain', sampleChain(650, { underlying: 'QQQ' }));
  await clock.advance(200);
  const text = await terminal.until('the new price', (screen) => screen.includes('QQQ 650.00'));
  t.regex(text, /SPY 671\.20/);
  t.false(text.split('\n').slice(2).join('\n').includes('650.00'));
  t.false(text.includes('199.99'), 'somebody else looks at that');
});

test.serial('a failed switch leaves the picture as it was, with the reason', async (t) => {
  const { terminal, connection } = await openDashboard(t, { snapshot: three });
  terminal.press('s');
  await terminal.until('the watch list', (text) => text.includes('Watch list'));
  terminal.press('NVDA');
  await terminal.until('what is typed', (text) => text.includes('Look at NVDA'));
  terminal.press('\r');
  await terminal.until('loading', (text) => text.includes('Loading NVDA…'));
  connection.looked[0]!.refuse(
    new SpyglassError('usage', 'Clients look at 8 chains already.', { hint: 'Close one.' }),
  );
  const text = await terminal.until('the reason', (screen) => screen.includes('8 chains already'));
  t.true(text.includes('SPY 0-DTE'));
  t.true(text.includes('671.20'));
});

test.serial(
  '[ and ] step through expirations, and only the one that is stayed at is asked for',
  async (t) => {
    const { terminal, connection, clock } = await openDashboard(t, { snapshot: three });
    terminal.press('[');
    await terminal.until('why not', (text) => text.includes('This is the nearest expiration.'));
    terminal.press(']');
    await terminal.until('the next', (text) => text.includes('Loading SPY Tue 24 Nov…'));
    terminal.press(']');
    await terminal.until('the one after', (text) => text.includes('Loading SPY Wed 25 Nov…'));
    t.is(connection.looked.length, 0);
    await clock.advance(300);
    await terminal.until('a question', () => connection.looked.length === 1);
    t.deepEqual(connection.looked[0]!.subscription, { symbol: 'SPY', expiration: '2026-11-25' });
    const subscription = sampleSubscription({
      expiration: '2026-11-25',
      jobs: { quote: 'quote', chain: 'chain SPY 2026-11-25', bars: 'bars' },
    });
    const chain = sampleChain(671.2, { expiration: '2026-11-25' });
    connection.looked[0]!.answer(
      sampleSnapshot({ watch, subscription, chain, levels: null, levelsHistory: [] }),
    );
    const text = await terminal.until('its chain', (screen) => screen.includes('SPY 2-DTE'));
    t.regex(text, /SPY 2-DTE chain.* · Wed 25 Nov/);
    terminal.press('n');
    await terminal.until('back', () => connection.looked.length === 2);
    t.deepEqual(connection.looked[1]!.subscription, { symbol: 'SPY', expiration: null });
  },
);

for (const [columns, rows] of [
  [80, 24],
  [60, 16],
] as const) {
  test.serial(`a day without an expiration names the one that is shown (${columns}×${rows})`, async (t) => {
    const expiration = '2026-11-25';
    const { terminal, connection, clock } = await openDashboard(t, {
      ...{ columns, rows },
      hello: { symbol: 'TSLA' },
      snapshot: {
        subscription: sampleSubscription({ symbol: 'TSLA', expirations: ['2026-11-27', '2026-12-04'] }),
        phase: samplePhase({ expiration }),
        chain: sampleChain(421, { underlying: 'TSLA', expiration }),
        levels: null,
      },
    });
    terminal.press('2');
    t.regex(await terminal.until('the chain', (text) => text.includes('2-DTE')), /TSLA 2-DTE.* · Wed 25 Nov/);
    // The API has said by now what is listed.
    connection.send('expirations', { symbol: 'QQQ', dates: ['2026-11-23'] });
    connection.send('expirations', { symbol: 'TSLA', dates: [expiration, '2026-11-30', '2026-12-02'] });
    await clock.advance(200);
    terminal.press(']');
    await terminal.until('the next', (text) => text.includes('Mon 30 Nov'));
    await clock.advance(300);
    await terminal.until('a question', () => connection.looked.length === 1);
    t.deepEqual(connection.looked[0]!.subscription, { symbol: 'TSLA', expiration: '2026-11-30' });
  });
}

test.serial('an expiration without contracts says so where the chain would be', async (t) => {
  const subscription = sampleSubscription({
    symbol: 'AAPL',
    expiration: '2026-11-25',
    jobs: { quote: 'watch', chain: 'chain AAPL 2026-11-25', bars: 'bars AAPL' },
  });
  const job = {
    name: 'chain AAPL 2026-11-25',
    intervalMs: 60_000,
    nextAt: sampleNow + 900_000,
    lastStartedAt: sampleNow,
    lastSucceededAt: null,
    lastError: 'The API lists no AAPL contracts of 2026-11-25.',
    isRunning: false,
    reason: 'every 60 s',
  };
  const { terminal } = await openDashboard(t, {
    snapshot: {
      subscription,
      jobs: [job],
      chain: null,
      quote: null,
      priceLine: null,
      levels: null,
      levelsHistory: [],
    },
  });
  const text = terminal.text();
  t.regex(text, /AAPL Wed 25 Nov chain/);
  t.true(text.includes('No chain yet: The API lists no AAPL contracts of 2026-11-25.'));
});

test.serial('while the picture is held still nothing is switched', async (t) => {
  const { terminal, connection } = await openDashboard(t, { snapshot: three });
  terminal.press('f');
  await terminal.until('held still', (text) => text.includes('holding the picture'));
  terminal.press('s');
  await terminal.until('why not', (text) => text.includes('The picture is held still; f lets it go on.'));
  t.is(connection.looked.length, 0);
});
