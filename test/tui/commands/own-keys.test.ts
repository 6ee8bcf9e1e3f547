import test, { type ExecutionContext } from 'ava';
import { type OpenOptions, openDashboard } from '../support/open-dashboard.ts';
import { samplePrune, sampleStatus } from '../support/sample-usage.ts';
import { sampleQuote } from '../support/sample-chain.ts';

const lineWith = (text: string, part: string) => text.split('\n').find((line) => line.includes(part)) ?? '';

/** Presses keys until the screen says something, and gives the line that says it. */
async function lineAfter(t: ExecutionContext, keys: string, part: string, options: OpenOptions) {
  const { terminal } = await openDashboard(t, options);
  terminal.press(keys);
  return lineWith(await terminal.until(part, (text) => text.includes(part)), part);
}

test.serial('the borders of panes name the keys in force, and nothing that no key means', async (t) => {
  const { terminal, connection } = await openDashboard(t, {
    keys: {
      ...{ prune: ['ctrl-p'], weight: ['W'], assumptions: [], 're-centre': ['='], filter: ['F'] },
      ...{ 'range-next': ['>'], 'chart-style': ['alt-i'], 'refresh-all': ['f9'] },
    },
  });
  terminal.press('5');
  await terminal.until('questions', () => connection.asked.length === 2);
  for (const { method, answer } of connection.asked.splice(0)) {
    answer(method === 'status' ? sampleStatus() : samplePrune());
  }
  await terminal.until('the store', (text) => text.includes(' Ctrl-P prune what is past it '));
  terminal.press('6');
  const levels = await terminal.until('the levels', (text) => text.includes('W by volume'));
  t.notRegex(lineWith(levels, 'W by volume'), /assumptions/);
  terminal.press('3');
  await terminal.until('the chart', (text) => text.includes(' > range  Alt-i candles '));
  terminal.press('\u001b[D');
  await terminal.until('no bars', () => connection.asked.length > 0);
  for (const { answer } of connection.asked.splice(0)) answer({ bars: [] });
  terminal.press('2G');
  await terminal.until('the chain', (text) => text.includes('= re-centres · '));
  terminal.press('F>9999\r');
  // Fewer digits are passed by none, too.
  const empty = await terminal.until('no rows', (text) => text.includes(' F >9999 · '));
  t.regex(empty, /No strike passes the filter\. F changes it, and Esc there clears it\./);
});

test.serial('the notice about the plan names the keys in force', async (t) => {
  const { terminal } = await openDashboard(t, {
    hello: { mode: 'live', isVirtualClock: false },
    snapshot: { quote: sampleQuote({ tier: 'delayed', bid: null, ask: null }) },
    keys: { plan: ['ctrl-l'], back: ['b'] },
  });
  const text = await terminal.until('the plan', (screen) => screen.includes('This plan'));
  t.regex(text.split('\n')[2]!, / Ctrl-L more · b hides$/);
});

const dialogs: [name: string, press: string, title: string, note: string][] = [
  ['help', '?', '─ Help', ' Tab select  PgUp PgDn page  Alt-r run  x close '],
  ['strike', '\r', '─ Strike', ' n strike  x close '],
  ['watch', 's', '─ Watch list', ' Alt-r look at it  x close '],
  ['plan', 'P', '─ What this plan gives', ' x close '],
  ['alerts', 'A', '─ Alerts', ' x close '],
  ['stop', 'Q', '─ Stop the daemon', ' o stop it and quit  x let it record '],
];
const inDialogs = {
  ...{ 'help-down': ['tab'], 'help-run': ['alt-r'], 'help-close': ['x'] },
  ...{ 'strike-down': ['n'], 'strike-close': ['x'], 'watch-choose': ['alt-r'], 'watch-close': ['x'] },
  ...{ 'plan-close': ['x'], 'alerts-close': ['x'], 'stop-confirm': ['o'], 'stop-cancel': ['x'] },
  ...{ 'prune-confirm': ['o'], 'prune-cancel': ['x'], 'assumptions-close': ['x'] },
};

for (const [name, press, title, note] of dialogs) {
  test.serial(`the ${name} dialog names the keys in force, and takes them`, async (t) => {
    const { terminal } = await openDashboard(t, { keys: inDialogs });
    if (name === 'strike') {
      terminal.press('2j');
      await terminal.until('the chain', (screen) => screen.includes('362 contracts · spot 671.20'));
    }
    terminal.press(press);
    const text = await terminal.until('the dialog', (screen) => screen.includes(title));
    t.true(text.includes(note), text);
    terminal.press('x');
    await terminal.until('no dialog', (screen) => !screen.includes(title));
  });
}

test.serial('what the levels assume can be left by the key that it names', async (t) => {
  const note = await lineAfter(t, '6a', ' x close ', { keys: inDialogs });
  t.regex(note, /╰─.* x close ─╯/);
});

test.serial('prune asks for the key in force', async (t) => {
  const { terminal, connection } = await openDashboard(t, { keys: inDialogs });
  terminal.press('p');
  await terminal.until('the question', () => connection.asked.length === 1);
  connection.asked.splice(0)[0]!.answer(samplePrune());
  await terminal.until('the report', (text) => text.includes(' o remove  x keep them '));
  terminal.press('o');
  await terminal.until('the removal', () => connection.asked.length === 1);
  t.deepEqual(connection.asked[0]!.params, { dryRun: false });
});
