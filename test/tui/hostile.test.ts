import test, { type ExecutionContext } from 'ava';
import { isGolden } from './support/golden.ts';
import { SpyglassError } from '../../src/base/errors.ts';
import { type OpenDashboard, type OpenOptions, openDashboard } from './support/open-dashboard.ts';
import { samplePhase } from './support/sample-hello.ts';
import { sampleNow } from './support/sample-times.ts';
import { sampleArchive } from './support/sample-archive.ts';
import { sampleCoverage, sampleJobs, sampleUsage } from './support/sample-usage.ts';

/** What a vendor, a proxy or whoever sits between could say. */
const attacks = {
  c0: 'bell\u0007 back\b\b\bspace return\rover null\u0000 tab\tvertical\u000b',
  c1: 'csi\u009b2Jcleared\u009b31mred osc\u009d0;title\u009cend nel\u0085line',
  osc: '\u001b]0;owned\u0007title \u001b]8;;http://evil.example\u001b\\link\u001b]8;;\u001b\\ \u001b]52;c;ZXZpbA==\u0007copied',
  csi: '\u001b[2J\u001b[H\u001b[31mred\u001b[0m \u001b[?1049lscreen \u001b[6n',
  dcs: '\u001bP$q"p\u001b\\dcs \u001b_apc\u001b\\ \u001b^pm\u001b\\done \u001bcreset',
  bidi: 'user\u202exe.exe\u202c \u2066iso\u2069 \u061cmark',
  zeroWidth: 'zero\u200bwidth\u200d\u2060\ufeff soft\u00adhyphen',
  wide: '错误 🚫 e\u0301',
};
const evil = Object.values(attacks).join(' | ');

const snapshot: OpenOptions['snapshot'] = {
  phase: samplePhase({ closedBecause: evil, phase: 'closed' }),
  jobs: sampleJobs({
    quote: { reason: evil, lastError: evil },
    chain: { reason: evil },
    bars: { lastError: evil },
  }),
  health: { problems: [{ code: 'internal', subject: evil, message: evil, hint: evil, since: 1 }] },
  archive: sampleArchive({
    directory: evil,
    waiting: 1,
    waitingSince: '2026-11-20',
    damaged: 1,
    last: { symbol: evil, date: '2026-11-20', at: sampleNow },
    problem: { code: 'archive_damaged', subject: 'archive', message: evil, hint: evil, since: 1 },
  }),
  coverage: sampleCoverage().map((coverage) => ({
    ...coverage,
    open: { since: sampleNow, reason: evil },
    latest: [{ from: sampleNow, to: null, reason: evil }],
  })),
  usage: sampleUsage({
    endpoints: [{ endpoint: `/v3/${evil}`, calls: 3, errors: 3, p50Ms: null, p95Ms: null }],
    errorsByKind: [{ kind: evil, count: 3 }],
    rejectedRows: { count: 3, reasons: [{ reason: evil, count: 3 }] },
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
  alerts: {
    rules: [],
    recent: [
      {
        at: sampleNow,
        kind: 'gamma-flip',
        symbol: 'SPY',
        message: evil,
        direction: 'down',
        value: 1,
        valueAt: null,
        level: 2,
        source: 'simulator',
      },
    ],
  },
};

/** Nothing of an attack may reach the terminal: not a byte of it, and no frame may be bent by it. */
function isSafe(t: ExecutionContext, { terminal }: OpenDashboard, name: string) {
  const text = terminal.text();
  isGolden(t, `hostile-${name}`, text);
  t.deepEqual(terminal.titles(), []);
  t.notRegex(
    terminal.raw(),
    /\u001b[\]P_^c]|[\u0000-\u0006\u0007\u0008\u000b\u000c\u0080-\u009f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|\u001b\[(?:2J|6n|31m)/,
  );
  t.is(terminal.raw().split('\u001b[?1049l').length, 1, 'the screen was left');
  t.is(terminal.scrolledLines(), 0);
}

const drawn = { overview: '0-DTE', usage: 'Last calls', store: 'Coverage', alerts: '╭─ Alerts' };

for (const [key, name] of [
  ['1', 'overview'],
  ['4', 'usage'],
  ['5', 'store'],
  ['A', 'alerts'],
] as const) {
  test.serial(`hostile words on ${name} are words at most`, async (t) => {
    const open = await openDashboard(t, { columns: 120, rows: 40, snapshot });
    open.terminal.press(key);
    await open.terminal.until(name, (text) => text.includes(drawn[name]));
    isSafe(t, open, name);
  });
}

test.serial('hostile words as answers and outcomes are words at most', async (t) => {
  const open = await openDashboard(t, { columns: 120, rows: 40, snapshot });
  const { terminal, connection, clock } = open;
  terminal.press('R');
  await terminal.until('a request', () => connection.asked.length === 1);
  connection.asked[0]!.answer([{ job: 'quote', isOk: false, message: evil }]);
  await terminal.until('the outcome', () => terminal.rows().at(-1)!.includes('bell back'));
  terminal.press('p');
  await terminal.until('a dry run', () => connection.asked.length === 2);
  connection.asked[1]!.refuse(new SpyglassError('timeout', evil, { hint: evil }));
  await terminal.until('the failure', (text) => text.includes('╭─ Prune') && !text.includes('Counting'));
  connection.lose(evil, clock.now() + 60_000);
  await terminal.until('the loss', (text) => text.includes('daemon gone'));
  isSafe(t, open, 'answers');
});

test.serial('hostile words are words at most for a screen reader', async (t) => {
  const open = await openDashboard(t, { columns: 120, rows: 60, snapshot, isScreenReader: true });
  open.terminal.press('4');
  await open.terminal.until('the calls', (text) => text.includes('Call at'));
  isSafe(t, open, 'screen-reader');
});
