import test from 'ava';
import { paneIds } from '../../src/tui/layout/pane-ids.ts';
import { screenIds, screens } from '../../src/tui/layout/screens.ts';
import { type OpenDashboard, openDashboard } from './support/open-dashboard.ts';
import { sampleSnapshot } from './support/sample.ts';
import { sampleHello } from './support/sample-hello.ts';
import { sampleArchive } from './support/sample-archive.ts';
import { sampleLevels, sampleLevelsHistory } from './support/sample-levels.ts';
import { sampleRecorded, sampleSeveral } from './support/sample-recorded.ts';
import { sampleCoverage, sampleJobs, sampleStatus, sampleUsage } from './support/sample-usage.ts';
import { sampleChain, sampleQuote } from './support/sample-chain.ts';

/** The object with a field that cannot be read: whatever shows it fails. */
function poisoned<T extends object>(whole: T, field: keyof T): T {
  return Object.defineProperty({ ...whole }, field, {
    enumerable: false,
    get() {
      throw new Error(`no ${String(field)}`);
    },
  });
}

const call = sampleUsage().lastCalls[0]!;
const endpoint = sampleUsage().endpoints[0]!;

/** For each pane, something that only it and few others show, broken. */
const breaks: Record<string, (open: OpenDashboard) => void> = {
  quote: ({ connection }) => connection.send('quote', poisoned(sampleQuote(), 'vwap')),
  chain: ({ connection }) => {
    const chain = sampleChain();
    const contracts = chain.contracts.map((contract) => poisoned(contract, 'bid'));
    // The reducer compares prices of one expiry: this is another.
    connection.send('chain', { ...chain, contracts, expiration: '2026-11-24' });
  },
  usage: ({ connection }) => connection.send('usage', poisoned(sampleUsage(), 'p50Ms')),
  chart: ({ connection }) => connection.send('quote', poisoned(sampleQuote(), 'dayHigh')),
  budget: ({ connection }) => connection.send('usage', poisoned(sampleUsage(), 'p95Ms')),
  polls: ({ connection }) => connection.send('job', [poisoned(sampleJobs()[0]!, 'reason')]),
  endpoints: ({ connection }) =>
    connection.send('usage', sampleUsage({ endpoints: [poisoned(endpoint, 'calls')] })),
  calls: ({ connection }) =>
    connection.send('usage', sampleUsage({ lastCalls: [poisoned(call, 'responseTimeMs')] })),
  tables: ({ connection }) => {
    const status = sampleStatus();
    const tables = [poisoned(status.database.tables[0]!, 'oldest')];
    connection.asked
      .find(({ method }) => method === 'status')!
      .answer({ ...status, database: { ...status.database, tables } });
  },
  coverage: ({ connection }) => connection.send('gap', [poisoned(sampleCoverage()[1]!, 'missingMs')]),
  archive: ({ connection }) => connection.send('archive', poisoned(sampleArchive(), 'bytes')),
  exposure: ({ connection }) => {
    const levels = sampleLevels();
    const byOpenInterest = levels.profile!.byOpenInterest.map((bar) => poisoned(bar, 'call'));
    connection.send('levels', { ...levels, profile: { ...levels.profile!, byOpenInterest } });
  },
  levels: ({ connection }) => connection.send('levels', poisoned(sampleLevels(), 'atTheMoney')),
  history: ({ connection }) => {
    const levelsHistory = sampleLevelsHistory().map((point) => poisoned(point, 'netGamma'));
    connection.connect(sampleSnapshot({ levelsHistory }), sampleHello());
  },
  compare: ({ connection }) => {
    const [first, ...rest] = sampleRecorded();
    const recorded = [{ ...first!, levels: poisoned(first!.levels!, 'putCallRatio') }, ...rest];
    connection.connect(sampleSnapshot(sampleSeveral(recorded)), sampleHello());
  },
};

test('every pane can be broken here', (t) => {
  t.deepEqual(Object.keys(breaks).sort(), [...paneIds].sort());
});

for (const screen of screenIds) {
  for (const pane of screens[screen].panes) {
    test.serial(
      `${screen}: a failure of ${pane} stays in its place, and the dashboard lives on`,
      async (t) => {
        const open = await openDashboard(t, { columns: 120, rows: 44 });
        const { terminal, clock, connection } = open;
        terminal.press(screens[screen].key);
        await terminal.until('the screen', (text) => text.split('\n').at(-1)!.includes('q quit'));
        if (screen === 'store') await terminal.until('a question', () => connection.asked.length > 0);
        breaks[pane]!(open);
        await clock.advance(100);
        const text = await terminal.until('the failure', (screenText) =>
          screenText.includes('This pane failed: no '),
        );
        t.true(text.includes(`─ ${pane} ─`), text);
        t.true(terminal.rows()[0]!.includes('SPYGLASS'));
        t.true(terminal.isAlternate());
        terminal.press('?');
        await terminal.until('the help', (screenText) => screenText.includes('╭─ Help'));
      },
    );
  }
}

test.serial('a failure of a dialog stays in it, and Escape leaves it', async (t) => {
  const { terminal, connection, clock } = await openDashboard(t);
  const chain = sampleChain();
  const contracts = chain.contracts.map((contract) => poisoned(contract, 'theta'));
  connection.send('chain', { ...chain, contracts });
  await clock.advance(100);
  terminal.press('\r');
  const text = await terminal.until('the failure', (screen) => screen.includes('This pane failed: no theta'));
  t.true(text.includes('0-DTE'));
  terminal.press('\u001b');
  await terminal.until('no dialog', (screen) => !screen.includes('This pane failed'));
  terminal.press('?');
  await terminal.until('another dialog', (screen) => screen.includes('╭─ Help'));
});
