import test from 'ava';
import { isGolden } from './support/golden.ts';
import { SpyglassError } from '../../src/base/errors.ts';
import { openDashboard } from './support/open-dashboard.ts';
import { sampleSnapshot, sampleSubscription } from './support/sample.ts';
import { sampleChain, sampleIntraday, sampleQuote } from './support/sample-chain.ts';
import {
  levelsAround,
  sampleIndexQuote,
  samplePlan,
  sampleRecorded,
  sampleSeveral,
  sampleSeveralCoverage,
} from './support/sample-recorded.ts';
import { sampleJobs, sampleUsage } from './support/sample-usage.ts';
import { sampleAlert, sampleRule } from './support/sample-alerts.ts';
import { sampleLevels } from './support/sample-levels.ts';
import { close, sampleNow } from './support/sample-times.ts';

/** The pane that compares the symbols, without what other panes show above it. */
function compared(text: string): string {
  const lines = text.split('\n');
  const head = lines.findIndex((line) => / EM( used)? /.test(line));
  const isBoxed = lines[head - 1]!.includes('╭─ Recorded symbols');
  return lines.slice(isBoxed ? head - 1 : head, -1).join('\n');
}

const hello = { symbols: ['SPY', 'QQQ', 'I:SPX'] };
const several = { snapshot: sampleSeveral(), hello };

const looking = (symbol: string, price: number) =>
  sampleSnapshot({
    ...sampleSeveral(),
    subscription: sampleSubscription({
      symbol,
      jobs: { quote: `quote ${symbol}`, chain: `chain ${symbol}`, bars: `bars ${symbol}` },
    }),
    quote: symbol === 'I:SPX' ? sampleIndexQuote() : sampleQuote({ symbol, price }),
    chain: sampleChain(671.2, { underlying: symbol }),
    priceLine: { ...sampleIntraday(price), symbol },
    levels: null,
    levelsHistory: [],
    seq: 200,
  });

const footer = (text: string) => text.split('\n').at(-1)!;

for (const [columns, rows] of [
  [60, 16],
  [80, 24],
  [120, 40],
  [200, 50],
] as const) {
  test.serial(`three recorded symbols at ${columns}×${rows} look as they did`, async (t) => {
    const { terminal } = await openDashboard(t, { columns, rows, ...several });
    isGolden(t, `symbols-${columns}x${rows}`, terminal.text());
    terminal.press('6');
    if (columns === 60) terminal.press('\t\t\t');
    const text = await terminal.until('the levels', (screen) => / EM( used)? /.test(screen));
    isGolden(t, `compare-${columns}x${rows}`, compared(text));
    t.is(terminal.scrolledLines(), 0);
  });
}

test.serial('s goes through the recorded symbols in a circle, S goes back', async (t) => {
  const { terminal, connection } = await openDashboard(t, several);
  const looked = () => connection.looked.map(({ subscription }) => subscription.symbol);
  terminal.press('s');
  await terminal.until('a question', () => connection.looked.length === 1);
  connection.looked[0]!.answer(looking('QQQ', 618.22));
  await terminal.until('QQQ', (text) => text.includes('╭─ QQQ 0-DTE'));
  terminal.press('s');
  await terminal.until('a second question', () => connection.looked.length === 2);
  connection.looked[1]!.answer(looking('I:SPX', 6721.14));
  await terminal.until('the index', (text) => text.includes('╭─ I:SPX 0-DTE'));
  terminal.press('s');
  await terminal.until('a third question', () => connection.looked.length === 3);
  connection.looked[2]!.answer(sampleSnapshot(several.snapshot));
  await terminal.until('the first again', (text) => text.includes('╭─ SPY 0-DTE'));
  terminal.press('S');
  await terminal.until('a fourth question', () => connection.looked.length === 4);
  t.deepEqual(looked(), ['QQQ', 'I:SPX', 'SPY', 'I:SPX']);
});

test.serial('the picture before stays for a moment, and is never shown under the next name', async (t) => {
  const { terminal, connection, clock } = await openDashboard(t, several);
  terminal.press('s');
  await terminal.until('a question', () => connection.looked.length === 1);
  t.true(terminal.text().includes('╭─ SPY 0-DTE'));
  await clock.advance(200);
  const text = await terminal.until('loading', (screen) => screen.includes('Loading QQQ…'));
  t.regex(text.split('\n')[0]!, /SPYGLASS {2}QQQ/);
  t.false(text.includes('╭─ SPY'));
  connection.looked[0]!.refuse(new SpyglassError('usage', 'The daemon is busy.'));
  const back = await terminal.until('the reason', (screen) => footer(screen).includes('The daemon is busy.'));
  t.true(back.includes('╭─ SPY 0-DTE'));
});

test.serial(
  'where one symbol is recorded, s opens the watch list and S says why it does nothing',
  async (t) => {
    const { terminal, connection } = await openDashboard(t);
    terminal.press('S');
    await terminal.until('why', (text) => footer(text).includes('One symbol is recorded; w shows others.'));
    terminal.press('s');
    await terminal.until('the watch list', (text) => text.includes('╭─ Watch list'));
    t.is(connection.looked.length, 0);
  },
);

test.serial('w opens the watch list, and s does not switch while the picture is held still', async (t) => {
  const { terminal, connection } = await openDashboard(t, several);
  terminal.press('w');
  await terminal.until('the watch list', (text) => text.includes('╭─ Watch list'));
  terminal.press('w');
  await terminal.until('no list', (text) => !text.includes('╭─ Watch list'));
  terminal.press('f');
  await terminal.until('held', (text) => text.includes('holding'));
  terminal.press('s');
  await terminal.until('why', (text) => footer(text).includes('f lets it go on'));
  t.is(connection.looked.length, 0);
});

test.serial('a click on a symbol of the line switches to it', async (t) => {
  const { terminal, connection } = await openDashboard(t, { ...several, isMouseOn: true });
  const column = terminal.rows()[1]!.indexOf('I:SPX') + 3;
  terminal.press(`\u001b[<0;${column};2M`);
  await terminal.until('a question', () => connection.looked.length === 1);
  t.deepEqual(connection.looked[0]!.subscription, { symbol: 'I:SPX', expiration: null });
});

test.serial(
  'a click on a line of the comparison switches to its symbol, one on its own line does nothing',
  async (t) => {
    const { terminal, connection } = await openDashboard(t, { ...several, isMouseOn: true });
    terminal.press('6');
    await terminal.until('the levels', (text) => text.includes('EM used'));
    const rowOf = (symbol: string) =>
      terminal.rows().findIndex((line) => new RegExp(`^│ . ${symbol} .*%`).test(line)) + 1;
    terminal.press(`\u001b[<0;10;${rowOf('SPY')}M`);
    terminal.press(`\u001b[<0;10;${rowOf('QQQ')}M`);
    await terminal.until('a question', () => connection.looked.length === 1);
    t.is(connection.looked[0]!.subscription.symbol, 'QQQ');
  },
);

test.serial(
  'the symbol that was asked for is asked for again where another one is shown, and why is said',
  async (t) => {
    const { terminal, connection } = await openDashboard(t, { symbol: 'TSLA' });
    await terminal.until('a question', () => connection.looked.length === 1);
    t.deepEqual(connection.looked[0]!.subscription, { symbol: 'TSLA', expiration: null });
    connection.looked[0]!.refuse(new SpyglassError('usage', 'Clients look at 8 chains already.'));
    await terminal.until('the reason', (text) =>
      footer(text).includes('TSLA: Clients look at 8 chains already.'),
    );
    const { connection: other } = await openDashboard(t, { symbol: 'SPY' });
    t.is(other.looked.length, 0);
  },
);

test.serial('quotes and levels of every recorded symbol arrive, whatever is looked at', async (t) => {
  const { terminal, connection, clock } = await openDashboard(t, several);
  connection.send('quote', sampleQuote({ symbol: 'QQQ', price: 619.55, previousClose: 621.4 }));
  await clock.advance(200);
  await terminal.until('the price', (text) => text.split('\n')[1]!.includes('QQQ 619.55'));
  terminal.press('6');
  await terminal.until('the levels', (text) => text.includes('EM used'));
  const levels = levelsAround('QQQ', 619.5, { used: 0.77, timestamp: sampleNow, quotedAt: sampleNow });
  connection.send('recorded-levels', { symbol: 'QQQ', levels });
  await clock.advance(200);
  const text = await terminal.until('new levels', (screen) => / QQQ .* 77% /.test(screen));
  t.regex(text, /▸ SPY .* 671\.20 .* 68% /);
});

test.serial('old levels of one symbol are marked, and those of the others are not', async (t) => {
  const { terminal } = await openDashboard(t, {
    ...several,
    appearance: { theme: 'mono', isMotionReduced: true },
  });
  terminal.press('6');
  const text = await terminal.until('the levels', (screen) => screen.includes('EM used'));
  t.regex(text, / I:SPX .* !6:12/);
  t.regex(text, / QQQ .* {2}0:41/);
});

test.serial('a symbol that the calls of a minute are too few for says so', async (t) => {
  const [spy, qqq, spx] = sampleRecorded();
  const recorded = [spy!, qqq!, { ...spx!, levels: null, quote: null }];
  const plan = samplePlan().map((each) => (each.symbol === 'I:SPX' ? { ...each, intervalMs: null } : each));
  const { terminal } = await openDashboard(t, {
    ...{ snapshot: { ...sampleSeveral(recorded), usage: sampleUsage({ plan }) }, hello },
  });
  t.regex(terminal.rows()[1]!, / I:SPX not polled/);
  terminal.press('6');
  const text = await terminal.until('the levels', (screen) => screen.includes('EM used'));
  t.regex(text, / I:SPX +not recorded: 5 calls a minute are too few/);
});

test.serial('what is not recorded is named by its symbol while others are', async (t) => {
  const coverage = sampleSeveralCoverage().map((each) =>
    each.symbol === 'QQQ' ? { ...each, latest: [{ from: sampleNow - 60_000, to: null, reason: 'x' }] } : each,
  );
  const { terminal } = await openDashboard(t, { snapshot: { ...sampleSeveral(), coverage }, hello });
  t.regex(terminal.rows()[0]!, /◐ no QQQ /);
});

test.serial('a symbol without levels yet says so, and why', async (t) => {
  const [spy, qqq, spx] = sampleRecorded();
  const recorded = [spy!, { ...qqq!, levels: null, quote: null }, spx!];
  const jobs = [...sampleJobs(), { ...sampleJobs()[1]!, name: 'chain QQQ', lastError: 'No rows.' }];
  const { terminal } = await openDashboard(t, { snapshot: { ...sampleSeveral(recorded), jobs }, hello });
  t.regex(terminal.rows()[1]!, /QQQ – /);
  terminal.press('6');
  const text = await terminal.until('the levels', (screen) => screen.includes('EM used'));
  t.regex(text, / QQQ +no levels yet: No rows\./);
});

test.serial('r on the comparison polls the chain of each symbol', async (t) => {
  const { terminal, connection } = await openDashboard(t, several);
  terminal.press('6\t\t\t');
  await terminal.until('the levels', (text) => text.includes('EM used'));
  terminal.press('r');
  for (const [index, symbol] of ['SPY', 'QQQ', 'I:SPX'].entries()) {
    await terminal.until(symbol, () => connection.asked.length === index + 1);
    t.deepEqual(connection.asked[index]!.params, { job: 'chain', force: false, symbol });
    connection.asked[index]!.answer([{ job: `chain ${symbol}`, isOk: true, message: `${symbol} polled` }]);
  }
  const text = await terminal.until('what came of it', (screen) => footer(screen).includes('I:SPX polled'));
  t.regex(footer(text), /SPY polled · QQQ polled · I:SPX polled/);
});

test.serial('a key of the user’s own beats the new default, and is named once', async (t) => {
  const { terminal, connection } = await openDashboard(t, { ...several, keys: { watch: ['s'] } });
  const text = await terminal.until('the notice', (screen) => footer(screen).includes('Your [keys]'));
  t.regex(footer(text), /Your \[keys\] keep s for watch; symbol-next there gives “symbol” a key\./);
  terminal.press('s');
  await terminal.until('the watch list', (screen) => screen.includes('╭─ Watch list'));
  t.is(connection.looked.length, 0);
});

test.serial('in sentences: what is polled less often than wanted', async (t) => {
  const snapshot = { ...sampleSeveral(), usage: sampleUsage({ plan: samplePlan() }) };
  const { terminal } = await openDashboard(t, { snapshot, hello, isScreenReader: true });
  terminal.press('4');
  const text = await terminal.until('the plan', (screen) => screen.includes('Poll chain I:SPX'));
  t.regex(
    text.replaceAll(/\s+/g, ' '),
    /Poll chain QQQ: every 4m 30s, wanted every 60s, stretched to fit 5 calls a minute\./,
  );
  t.regex(
    text.replaceAll(/\s+/g, ' '),
    /Poll chain I:SPX: given up, wanted every 60s, not recorded: 5 calls/,
  );
});

test.serial('in sentences: the other symbols, and the comparison', async (t) => {
  const { terminal } = await openDashboard(t, { ...several, isScreenReader: true });
  const text = await terminal.until('the others', (screen) => screen.includes('Also recorded: QQQ'));
  t.regex(
    text.replaceAll(/\s+/g, ' '),
    /Also recorded: QQQ 618\.22, down 3\.18, 0\.51 percent\. Real-time, as of 13:45\./,
  );
  t.regex(
    text.replaceAll(/\s+/g, ' '),
    /Also recorded: I:SPX 6721\.14, up 30\.94, 0\.46 percent\. .* Stale\./,
  );
});

test.serial('an index has a value alone: dashes and the word, and no error', async (t) => {
  for (const [columns, rows] of [
    [60, 16],
    [80, 24],
    [200, 50],
  ] as const) {
    const { terminal } = await openDashboard(t, {
      columns,
      rows,
      snapshot: looking('I:SPX', 6721.14),
      hello,
    });
    const text = terminal.text();
    t.regex(text, /– × –/);
    t.regex(text, /\bindex\b/);
    t.regex(text, /vol – /);
  }
  const { terminal } = await openDashboard(t, {
    ...{ snapshot: looking('I:SPX', 6721.14), hello, isScreenReader: true },
  });
  const text = await terminal.until('the quote', (screen) => screen.includes('Quote: I:SPX'));
  t.regex(text.replaceAll(/\s+/g, ' '), /Quote: I:SPX 6721\.14, up .* An index: no bid, ask or volume\./);
});

test.serial('the chain counts down to the end of its own options', async (t) => {
  const { profile } = sampleLevels();
  const closes = { regular: close, option: close };
  const levels = { ...levelsAround('I:SPX', 6721.2, { closes }), profile };
  const { terminal } = await openDashboard(t, {
    ...{ snapshot: { ...looking('I:SPX', 6721.14), levels }, hello },
  });
  t.regex(terminal.text(), /I:SPX 0-DTE chain .* 2h 15m to option close/);
});

test.serial('rules that name no symbol are shown with the first one, and alerts with theirs', async (t) => {
  const rules = [sampleRule('price > 671'), sampleRule('QQQ price > 600'), sampleRule('budget > 90%')];
  const recent = [sampleAlert({ symbol: 'QQQ', message: 'QQQ price > 600: 600.10' })];
  const { terminal } = await openDashboard(t, {
    ...{ snapshot: { ...sampleSeveral(), alerts: { rules, recent } }, hello },
  });
  terminal.press('A');
  const text = await terminal.until('the alerts', (screen) => screen.includes('╭─ Alerts'));
  t.regex(text, / SPY price > 671 /);
  t.regex(text, / QQQ price > 600 /);
  t.regex(text, /[^Y] budget > 90/);
  t.regex(text, /QQQ price > 600: 600\.10/);
});
