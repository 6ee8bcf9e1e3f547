import test from 'ava';
import type { Appearance } from '../../src/tui/state/ui/ui.ts';
import { openDashboard } from './support/open-dashboard.ts';
import { samplePhase } from './support/sample-hello.ts';
import { sampleNow } from './support/sample-times.ts';
import { sampleJobs, sampleUsage } from './support/sample-usage.ts';
import { sampleChain, sampleIntraday, sampleQuote } from './support/sample-chain.ts';

const colorCodes = /\u001b\[(?:[\d;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[\d;]*)?m/;

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
