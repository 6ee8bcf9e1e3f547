import test from 'ava';
import type { Chain } from '../../src/market/quotes/chain.ts';
import type { Health } from '../../src/protocol/state.ts';
import type { Appearance } from '../../src/tui/state/ui/ui.ts';
import { openDashboard } from './support/open-dashboard.ts';
import {
  sampleChain,
  sampleCoverage,
  sampleHello,
  sampleIntraday,
  sampleJobs,
  sampleLevels,
  sampleNow,
  samplePhase,
  sampleQuote,
  sampleSnapshot,
  sampleUsage,
} from './support/sample.ts';

const badge = 'DEMO · simulated prices';
const colorCodes = /\u001b\[(?:[\d;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[\d;]*)?m/;

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

test.serial(
  'a pane that fails says so in its place, the rest lives on, and the next change is tried',
  async (t) => {
    const { terminal, connection, clock } = await openDashboard(t);
    const broken = sampleChain();
    connection.send('chain', {
      ...broken,
      contracts: [{ ...broken.contracts[0]!, strike: null as unknown as number }],
    } as Chain);
    await clock.advance(100);
    const text = await terminal.until('the failure', (screen) => screen.includes('This pane failed'));
    t.true(text.includes('API usage'));
    t.true(text.includes('▲ +3.45'));
    terminal.press('?');
    await terminal.until('the help', (screen) => screen.includes('╭─ Help'));
    terminal.press('\u001b');
    connection.send('chain', sampleChain());
    await clock.advance(100);
    await terminal.until(
      'the chain',
      (screen) => screen.includes('0-DTE chain') && !screen.includes('failed'),
    );
    t.true(terminal.isAlternate());
  },
);

test.serial(
  'a failure outside the panes ends the dashboard with the error, and the terminal is as before',
  async (t) => {
    const { terminal, connection, clock, ended } = await openDashboard(t);
    connection.send('health', null as unknown as Health);
    connection.send('health', {} as Health);
    await clock.advance(100);
    await t.throwsAsync(ended, { instanceOf: TypeError });
    await terminal.drained();
    t.false(terminal.isAlternate());
    t.false(terminal.isCursorHidden());
    t.false(terminal.isRaw());
  },
);

for (const [name, end] of [
  ['q', '\u0071'],
  ['Ctrl-C', '\u0003'],
] as const) {
  test.serial(`${name} quits: the terminal is as before, and no timer is left`, async (t) => {
    const { terminal, clock, ended } = await openDashboard(t, { notice: 'Hello.' });
    terminal.press(end);
    await ended;
    await terminal.drained();
    t.false(terminal.isAlternate());
    t.false(terminal.isCursorHidden());
    t.false(terminal.isRaw());
    t.is(clock.pendingTimers, 0);
    t.is(terminal.stdout.listenerCount('resize'), 0);
  });
}

test.serial('an aborted signal ends it as a quit does', async (t) => {
  const controller = new AbortController();
  const { terminal, ended } = await openDashboard(t, { signal: controller.signal });
  controller.abort();
  await t.notThrowsAsync(ended);
  await terminal.drained();
  t.false(terminal.isAlternate());
});

test.serial('what ends while the terminal is away draws nothing on the shell’s screen', async (t) => {
  const away = Promise.withResolvers<void>();
  const end = new AbortController();
  const { terminal, ended } = await openDashboard(t, { suspend: () => away.promise, signal: end.signal });
  terminal.press('\u001a');
  await terminal.until('the shell', () => !terminal.isAlternate());
  const before = terminal.raw().length;
  end.abort();
  away.resolve();
  await ended;
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
  await terminal.drained();
  t.false(terminal.isAlternate());
  t.notRegex(terminal.raw().slice(before), /\u001b\[\d+;\d+H|\u001b\[K/, 'neither writes nor erases');
});

test.serial('the notice is shown once, then the keys', async (t) => {
  const { terminal, clock } = await openDashboard(t, { notice: 'No API key: this market is simulated.' });
  t.true(terminal.rows().at(-1)!.includes('No API key: this market is simulated.'));
  await clock.advance(9000);
  t.true(terminal.rows().at(-1)!.includes('No API key'));
  await clock.advance(1000);
  await terminal.until('the keys', () => terminal.rows().at(-1)!.includes('q quit'));
});

test.serial(
  'without colours there is no colour code in any frame, and the badge is still marked',
  async (t) => {
    const { terminal, connection, clock } = await openDashboard(t, { level: 0 });
    terminal.press('ttj?');
    await terminal.until('the help', (text) => text.includes('╭─ Help'));
    terminal.press('?p');
    await terminal.until('the dialog', (text) => text.includes('Counting'));
    connection.send('quote', sampleQuote({ price: 660.05 }));
    connection.lose('gone', clock.now() + 1000);
    await clock.advance(100);
    await terminal.until('the fall', (text) => text.includes('▼ -7.70') && text.includes('daemon gone'));
    t.notRegex(terminal.raw(), colorCodes);
    t.true(terminal.isInverseAt(terminal.rows()[0]!.indexOf('DEMO'), 0));
  },
);

test.serial('each level of colours uses its own codes', async (t) => {
  const codes = async (level: 1 | 2 | 3) => {
    const { terminal } = await openDashboard(t, { level });
    return {
      sixteen: /\u001b\[(?:1;)?3[0-7]m/.test(terminal.raw()),
      palette: /38;5;\d+/.test(terminal.raw()),
      full: /38;2;\d+/.test(terminal.raw()),
    };
  };
  t.deepEqual(await codes(1), { sixteen: true, palette: false, full: false });
  t.deepEqual(await codes(2), { sixteen: false, palette: true, full: false });
  t.deepEqual(await codes(3), { sixteen: false, palette: false, full: true });
});

test.serial('words from outside cannot take over the terminal', async (t) => {
  const evil =
    '\u001b]0;owned\u0007\u001b[2J\u001b[31m\u009b31m\r\b\u0007bad\u202etxt\u200b\u001b]8;;http://x\u001b\\link';
  const { terminal, connection, clock } = await openDashboard(t, {
    columns: 200,
    rows: 50,
    snapshot: {
      quote: null,
      chain: null,
      priceLine: sampleIntraday(671.2),
      phase: samplePhase({ closedBecause: evil, phase: 'closed' }),
      jobs: sampleJobs({
        quote: { lastError: evil, name: `quote` },
        chain: { reason: evil, lastError: evil },
      }),
      health: { problems: [{ code: 'internal', subject: evil, message: evil, hint: evil, since: 1 }] },
      usage: sampleUsage({
        lastCalls: [
          {
            endpoint: `/v3/${evil}`,
            method: 'GET',
            statusCode: 500,
            responseTimeMs: 1,
            error: evil,
            timestamp: sampleNow,
          },
        ],
      }),
    },
  });
  terminal.press('R');
  await clock.advance(10);
  await terminal.until('a request', () => connection.asked.length === 1);
  connection.asked[0]!.answer([{ job: 'quote', isOk: false, message: evil }]);
  await terminal.until('the outcome', () => terminal.rows().at(-1)!.includes('bad'));
  connection.lose(evil, clock.now() + 1000);
  await terminal.until('the loss', (text) => text.includes('daemon gone'));
  t.deepEqual(terminal.titles(), []);
  t.notRegex(terminal.raw(), /\u001b\]|\u009b|\u202e|\u200b|\u0007|\u0008|\u001b\[2J/);
  t.true(terminal.text().includes('badtxtlink') || terminal.text().includes('badtxt'));
});

test.serial('errors in other scripts keep the frame straight', async (t) => {
  const wide = '错误：服务器没有回答 🚫 déjà vu e\u0301';
  const { terminal, connection, clock } = await openDashboard(t, { columns: 100, rows: 30 });
  connection.send('job', sampleJobs({ quote: { lastError: wide }, bars: { lastError: wide } }));
  connection.send('health', {
    problems: [{ code: 'internal', subject: 'x', message: wide.repeat(4), hint: wide, since: 1 }],
  });
  await clock.advance(60_000);
  await terminal.until('the error', (text) => text.includes('错误'));
  // A wide character takes two cells: cells are counted, not characters.
  for (const [index, row] of terminal.rows().entries()) {
    if (/^[│╭╰]/.test(row)) t.regex(row, /[│╮╯]$/, `row ${index}: ${row}`);
  }
  t.is(terminal.scrolledLines(), 0);
});

test.serial(
  'prices that moved are marked until the clock has ticked twice, in their direction',
  async (t) => {
    const flashOf = async (appearance?: Appearance) => {
      const { terminal, connection, clock } = await openDashboard(t, { ...(appearance && { appearance }) });
      const chain = sampleChain(671.2, { timestamp: sampleNow });
      const contracts = chain.contracts.map((contract) =>
        contract.symbol === 'SPY261123C00671000' ? { ...contract, bid: 0.71, ask: 0.66 } : contract,
      );
      const row = () => terminal.rows().findIndex((text) => text.includes(' 671 '));
      const cell = (text: string) => terminal.rows()[row()]!.indexOf(text);
      connection.send('chain', { ...chain, contracts });
      await clock.advance(100);
      await terminal.until('the new price', () => terminal.rows()[row()]!.includes('0.71   0.66'));
      const at = (text: string) => terminal.backgroundAt(cell(text), row());
      const during = [at('0.71'), at('0.66'), at(' 0.69')];
      await clock.advance(2100);
      await terminal.until('no mark', () => appearance !== undefined || at('0.71') !== during[0]);
      return { during, after: [at('0.71'), at('0.66'), at(' 0.69')] };
    };
    const { during, after } = await flashOf();
    t.deepEqual(during.slice(0, 2), [0x12421f, 0x5c1a1b]);
    t.is(after[0], after[1]);
    t.is(during[2], after[2], 'what stayed is not marked');
    const reduced = await flashOf({ theme: 'dark', isMotionReduced: true });
    t.deepEqual(reduced.during, reduced.after);
    const mono = await flashOf({ theme: 'mono', isMotionReduced: false });
    t.deepEqual(mono.during, [-1, -1, -1]);
  },
);

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

test.serial(
  'in plain characters nothing is drawn with boxes, blocks or braille, on any screen',
  async (t) => {
    const { terminal } = await openDashboard(t, { isAscii: true });
    for (const [key, mark] of [
      ['1', 'CALLS'],
      ['3', '5D'],
      ['4', 'Last calls'],
      ['5', 'Recorded'],
      ['6', 'gamma exposure'],
      ['?', '- Help'],
    ] as const) {
      terminal.press(key);
      if (key === '1') await terminal.until('the overview', (text) => text.includes('strike'));
      else await terminal.until(mark, (text) => text.includes(mark));
      t.regex(terminal.text(), /^[\x20-\x7e\n]*$/, key);
    }
    t.notRegex(terminal.raw(), /[\u2500-\u25ff\u2800-\u28ff]/);
  },
);
