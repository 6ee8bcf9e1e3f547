import test, { type ExecutionContext } from 'ava';
import { isGolden } from '../support/golden.ts';
import { commandsTable } from '../../../src/tui/commands/commands-table.ts';
import type { Dialog } from '../../../src/tui/state/ui/dialog.ts';
import { openPlayback } from '../support/open-playback.ts';
import { type OpenDashboard, type OpenOptions, openDashboard } from '../support/open-dashboard.ts';
import { sampleLastOpen, sampleMissed } from '../support/sample-missed.ts';
import { samplePrune } from '../support/sample-usage.ts';
import { sampleChain, sampleQuote } from '../support/sample-chain.ts';
import { sampleRecording } from '../support/sample-recording.ts';
import { sampleAlerts, sampleRule } from '../support/sample-alerts.ts';

interface Opening {
  options?: OpenOptions;
  /** It is opened while a recording is played. */
  isPlayed?: true;
  keys: string;
  /** Answers what the dialog asks the daemon. */
  answer?: (dashboard: OpenDashboard) => void;
  /** On screen once it is open. */
  mark: string;
  /** Moves on to what has no room, where that is not a page down. */
  next?: string;
  /** Words of the wide form that the narrow one has no need of: heads of columns. */
  heads?: readonly string[];
}

const chain = sampleChain();
const withoutQuotes = chain.contracts.map((contract) => ({ ...contract, bid: null, ask: null }));
const idle = sampleRule('QQQ iv > 40%', { idle: 'only the chain of SPY is recorded' });
const alerts = sampleAlerts();
const watched = ['SPY', 'QQQ', 'IWM', 'DIA', 'AAPL', 'MSFT', 'NVDA', 'TSLA', 'AMZN', 'META', 'GOOGL', 'AMD'];

/** How each dialog is opened, with as much in it as there may be. */
const openings: Record<Exclude<Dialog['kind'], 'tour'>, Opening> = {
  help: { keys: '?', mark: 'Help' },
  prune: {
    keys: 'p',
    answer: ({ connection }) => connection.asked[0]!.answer(samplePrune()),
    mark: 'Remove 12,345 rows',
    heads: ['table', 'would', 'go', 'all', 'size', '–'],
  },
  strike: { keys: '\r', mark: 'Strike 671' },
  watch: {
    options: { snapshot: { watch: watched.map((symbol) => ({ symbol, quote: sampleQuote({ symbol }) })) } },
    keys: 's',
    mark: 'Watch list',
    next: '\u001b[B',
  },
  time: { keys: 'T', mark: '╭─ Time' },
  days: { isPlayed: true, keys: 'd', mark: '╭─ Recorded days' },
  condition: { isPlayed: true, keys: 'u', mark: '╭─ Run to a condition' },
  filter: { keys: '/', mark: '/ ▏' },
  assumptions: { keys: '6a', mark: 'What the levels assume' },
  plan: {
    options: {
      hello: { mode: 'live', isVirtualClock: false },
      snapshot: {
        quote: sampleQuote({ tier: 'delayed', bid: null, ask: null }),
        chain: { ...chain, tier: 'delayed', contracts: withoutQuotes },
      },
    },
    keys: 'P',
    mark: 'What this plan gives',
  },
  alerts: {
    options: { snapshot: { alerts: { ...alerts, rules: [...alerts.rules, idle] } } },
    keys: 'A',
    mark: 'Alerts',
    heads: ['rule', 'now', 'state', 'last', '–'],
  },
  rule: { keys: '!', mark: '╭─ Alert here', next: '\u001b[B' },
  missed: {
    options: { lastOpen: { at: sampleLastOpen, keep: () => {} } },
    keys: '',
    answer: ({ connection }) => connection.asked[0]!.answer(sampleMissed()),
    mark: 'While you were away',
    next: '\u001b[B',
  },
  stop: { keys: 'Q', mark: 'Stop the daemon' },
  quit: { options: { recording: sampleRecording() }, keys: 'q', mark: 'keep recording' },
};

const kinds = Object.keys(openings) as Exclude<Dialog['kind'], 'tour'>[];

async function open(
  t: ExecutionContext,
  kind: Exclude<Dialog['kind'], 'tour'>,
  columns: number,
  rows: number,
) {
  const { options = {}, isPlayed, keys, answer, mark } = openings[kind];
  const opens = isPlayed ? openPlayback : openDashboard;
  const dashboard = await opens(t, { columns, rows, ...options });
  const { terminal, connection } = dashboard;
  terminal.press(keys);
  if (answer) {
    await terminal.until('a question', () => connection.asked.length > 0);
    answer(dashboard);
  }
  const text = await terminal.until(kind, (screen) => screen.includes(mark));
  return { ...dashboard, text };
}

/** What the dialog's window says: nothing behind it, and not its frame. */
function contentOf(text: string): string[] {
  const rows = text.split('\n');
  const first = rows.findIndex((row) =>
    /(?<=^.+)╭─ (Help|Prune|Strike|Watch|What|Alerts?|Time|While|Recorded|Run|Stop|Quit)/.test(row),
  );
  const left = rows[first]!.search(
    /(?<=^.+)╭─ (Help|Prune|Strike|Watch|What|Alerts?|Time|While|Recorded|Run|Stop|Quit)/,
  );
  const right = left + rows[first]!.slice(left).indexOf('╮');
  const last = rows.findIndex((row, index) => index > first && row[left] === '╰');
  return rows.slice(first + 1, last).map((row) => row.slice(left + 1, right));
}

const position = /─ (\d+)–(\d+) of (\d+) ─/;
const wordsOf = (lines: readonly string[]) =>
  new Set(lines.flatMap((line) => line.split(/,?\s+|,$/)).filter((word) => word !== '' && word !== '▸'));

test('every dialog that has keys of its own is opened here', (t) => {
  const places: readonly string[] = ['panes', 'playback', 'cursor'];
  const scopes = new Set(commandsTable.map(({ scope }) => scope).filter((scope) => !places.includes(scope)));
  t.deepEqual([...scopes].sort(), [...kinds].sort());
});

for (const kind of kinds) {
  test.serial(`at 60×16 the dialog ${kind} looks as it did`, async (t) => {
    const { terminal, text } = await open(t, kind, 60, 16);
    isGolden(t, `dialog-${kind}-60x16`, text);
    t.is(terminal.scrolledLines(), 0);
    t.notRegex(text, /…/, 'nothing is cut');
  });
}

for (const kind of kinds.filter((name) => name !== 'filter')) {
  test.serial(`at 60×16 the dialog ${kind} loses nothing: what has no room scrolls`, async (t) => {
    const roomy = await open(t, kind, 200, 60);
    t.notRegex(roomy.text, position, 'everything has room');
    const wanted = wordsOf(contentOf(roomy.text));
    const { terminal, text } = await open(t, kind, 60, 16);
    const found = [...contentOf(text)];
    let shown = position.exec(text);
    // In a list that follows its selection the window stays where it is for some steps.
    for (let step = 0; shown && shown[2] !== shown[3] && step < 60; step++) {
      const before = terminal.text();
      terminal.press(openings[kind].next ?? '\u001b[6~');
      const after = await terminal.until('more of it', (screen) => screen !== before);
      t.deepEqual(contentOf(after).length, contentOf(text).length, 'the window does not jump');
      found.push(...contentOf(after));
      shown = position.exec(after);
    }
    if (shown) t.is(shown[2], shown[3], 'the last line is reached');
    const has = wordsOf(found);
    const { heads = [] } = openings[kind];
    t.deepEqual(
      [...wanted].filter((word) => !has.has(word) && !heads.includes(word)),
      [],
    );
  });
}

test.serial('a question stays in sight while its list scrolls', async (t) => {
  const { terminal, text } = await open(t, 'prune', 60, 16);
  t.regex(text, /They cannot be brought back\./);
  t.regex(text, /↑↓ scroll +y remove +Esc keep them/);
  terminal.press('\u001b[6~');
  const after = await terminal.until('the end of the list', (screen) => screen.includes('api_requests_log'));
  t.regex(after, /They cannot be brought back\./);
});

test.serial('a strike shows call and put at 60×16, and its greeks a page further', async (t) => {
  const { terminal, text } = await open(t, 'strike', 60, 16);
  t.regex(text, /call +put/);
  t.regex(text, /SPY261123C00671000 +SPY261123P00671000/);
  terminal.press('\u001b[6~');
  const after = await terminal.until('the greeks', (screen) => /delta +0\.\d{4} +-0\.\d{4}/.test(screen));
  t.regex(after, /call +put/, 'the heads stay');
  terminal.press('j');
  const next = await terminal.until('the next strike', (screen) => screen.includes('Strike 672'));
  t.regex(next, /delta/, 'at the same place in the list');
});

test.serial('the keys of a dialog stop at its ends, and say when there is nothing to scroll', async (t) => {
  const { terminal } = await open(t, 'assumptions', 60, 16);
  terminal.press('\u001b[6~\u001b[6~\u001b[6~\u001b[6~');
  await terminal.until('the last line', (text) => {
    const [, , last, total] = position.exec(text) ?? [];
    return last !== undefined && last === total;
  });
  terminal.press('k');
  await terminal.until('a line back', (text) => {
    const [, , last, total] = position.exec(text) ?? [];
    return Number(last) === Number(total) - 1;
  });
  const roomy = await open(t, 'assumptions', 120, 40);
  roomy.terminal.press('j');
  await roomy.terminal.until('why not', (text) => text.includes('Everything is shown already.'));
  t.pass();
});

test.serial('the help pages, and says where it is', async (t) => {
  const { terminal, text } = await open(t, 'help', 80, 24);
  t.regex(text, /─ 1–\d+ of \d+ ─/);
  terminal.press('\u001b[6~\u001b[6~');
  const after = await terminal.until('further down', (screen) => Number(position.exec(screen)?.[1]) > 1);
  t.regex(after, /PgUp PgDn page/);
  terminal.press('\u001b[5~\u001b[5~');
  await terminal.until('the first again', (screen) => position.exec(screen)?.[1] === '1');
});

for (const [columns, rows, wanted] of [
  [59, 16, 'This is 59×16; the dashboard needs 60×16.'],
  [40, 10, 'Needs 60×16; this is 40×10.'],
  [20, 4, 'Needs 60×16.'],
  [9, 2, '60×16'],
] as const) {
  test.serial(`at ${columns}×${rows} the size that is needed is said`, async (t) => {
    const hello = { mode: 'live', isVirtualClock: false } as const;
    const { terminal } = await openDashboard(t, { columns, rows, hello });
    const text = await terminal.until('the size', (screen) => screen.includes('60×16'));
    t.true(text.includes(wanted), text);
  });
}
