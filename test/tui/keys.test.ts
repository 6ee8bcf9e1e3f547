import test from 'ava';
import { SpyglassError } from '../../src/base/errors.ts';
import { openDashboard } from './support/open-dashboard.ts';
import { sampleQuote } from './support/sample-chain.ts';

const footer = (text: string) => text.split('\n').at(-1)!;

test.serial('f holds the picture while the clock runs, and lets it go on', async (t) => {
  const { terminal, connection, clock } = await openDashboard(t);
  terminal.press('f');
  await terminal.until('held', (text) => text.includes('holding the picture of 13:45:55'));
  connection.send('quote', sampleQuote({ price: 999.25 }));
  await clock.advance(5100);
  await terminal.until('the clock', (text) => text.includes('13:46:00 ET'));
  t.false(terminal.text().includes('999.25'));
  t.true(terminal.text().includes('0:03 ago'));
  terminal.press('f');
  await terminal.until('the newest', (text) => text.includes('▲ +331.50'));
});

test.serial('t goes through the themes', async (t) => {
  const { terminal } = await openDashboard(t, { columns: 80, rows: 24 });
  const itm = () => terminal.backgroundAt(36, 11);
  const dark = itm();
  for (const theme of ['light', 'colour-blind safe', 'red up, green down', 'mono', 'dark']) {
    terminal.press('t');
    await terminal.until(theme, (text) => footer(text).includes(`Theme: ${theme}`));
  }
  t.is(itm(), dark);
  terminal.press('tttt');
  await terminal.until('mono', (text) => footer(text).includes('Theme: mono'));
  t.is(itm(), -1);
});

test.serial('keys that mean nothing do nothing: sequences, pasted text, Alt and control keys', async (t) => {
  const { terminal, connection } = await openDashboard(t);
  for (const keys of [
    'x',
    'Z',
    '\u001b[1;5C',
    '\u001bq',
    '\u001b[24~',
    '\u001b[200~qpRy\u001b[201~',
    '\u0001',
    '\u0011',
    'é',
    '\u001b[I',
  ]) {
    terminal.press(keys);
  }
  terminal.press('?');
  await terminal.until('the help', (text) => text.includes('╭─ Help'));
  t.is(connection.asked.length, 0);
  t.true(terminal.isAlternate());
});

test.serial('what is pasted goes into the field that is open', async (t) => {
  const { terminal } = await openDashboard(t);
  terminal.press('?');
  await terminal.until('the help', (text) => text.includes('╭─ Help'));
  terminal.press('\u001b[200~pru\u001b[31mne\u001b[201~');
  await terminal.until('what was pasted', (text) => /prune/.test(text.split('╭─ Help')[1]!.slice(0, 400)));
  t.true(terminal.text().includes('╭─ Help'));
});

test.serial('Ctrl-Z hands the terminal over and takes it back', async (t) => {
  let resume = () => {};
  const suspended = new Promise<void>((resolve) => {
    resume = resolve;
  });
  let isAway = false;
  const { terminal } = await openDashboard(t, {
    suspend: () => {
      isAway = true;
      return suspended;
    },
  });
  terminal.press('\u001a');
  await terminal.until('the shell', () => isAway && !terminal.isAlternate());
  t.false(terminal.isRaw());
  t.false(terminal.isCursorHidden());
  resume();
  await terminal.until('the dashboard', (text) => terminal.isAlternate() && text.includes('0-DTE'));
  t.true(terminal.isRaw());
});

test.serial('c chooses the columns of the chain', async (t) => {
  const { terminal } = await openDashboard(t, { columns: 80, rows: 24 });
  const head = () => terminal.rows().find((row) => row.includes('strike')) ?? '';
  for (const [label, column] of [
    ['prices', 'spr%'],
    ['greeks', 'Γ'],
    ['volume and open interest', 'v/OI'],
    ['all that fit', 'OI'],
  ] as const) {
    terminal.press('c');
    await terminal.until(
      label,
      (text) => footer(text).includes(`Columns: ${label}`) && head().includes(column),
    );
  }
  terminal.press('3');
  terminal.press('c');
  await terminal.until('the reason', (text) => footer(text).includes('Columns belong to the chain'));
  t.pass();
});

test.serial('the chart asks for the bars of its range, says when that fails, and asks again', async (t) => {
  const { terminal, connection, clock } = await openDashboard(t);
  terminal.press('3');
  await terminal.until('a question', () => connection.asked.length === 1);
  t.is(connection.asked[0]!.method, 'bars.get');
  t.is((connection.asked[0]!.params as { timeframe: string }).timeframe, '1min');
  terminal.press('\u001b[D');
  await terminal.until('the next question', () => connection.asked.length === 2);
  t.is((connection.asked[1]!.params as { timeframe: string }).timeframe, 'daily');
  connection.asked[1]!.refuse(new SpyglassError('timeout', 'The daemon did not answer.'));
  await clock.advance(1000);
  await terminal.until('still no bars', () => connection.asked.length === 2);
  await clock.advance(3000);
  await terminal.until('another try', () => connection.asked.length === 3);
  t.is(connection.asked[2]!.method, 'bars.get');
});

test.serial('nothing is asked while the picture is held still or another screen is shown', async (t) => {
  const { terminal, connection, clock } = await openDashboard(t);
  terminal.press('f5');
  await terminal.until('the store', (text) => text.includes('Recorded'));
  await clock.advance(9000);
  t.is(connection.asked.length, 0);
  terminal.press('f');
  await terminal.until('questions', () => connection.asked.length === 2);
  t.deepEqual(
    connection.asked.map(({ method }) => method),
    ['status', 'prune'],
  );
  terminal.press('1');
  await clock.advance(9000);
  t.is(connection.asked.length, 2);
});

test.serial(
  'at 120 columns the footer offers filter, columns and expirations before prune and freeze',
  async (t) => {
    const { terminal } = await openDashboard(t, { columns: 120, rows: 40 });
    const keys = footer(terminal.text());
    for (const wanted of ['/ filter', 'c columns', '[ ] expiration']) t.true(keys.includes(wanted), keys);
    // At any width: whoever has a place for prune or freeze has one for these.
    for (const columns of [60, 76, 90, 100, 140, 160, 200]) {
      terminal.resize(columns, 40);
      const text = await terminal.until(
        `${columns} columns`,
        (screen) =>
          screen.split('\n')[0]!.trimEnd().length > columns - 6 &&
          footer(screen).includes('q quit') &&
          screen.split('\n').every((row) => row.length <= columns),
      );
      const line = footer(text);
      if (/p prune|f freeze/.test(line)) t.regex(line, /\[ \] expiration.*c columns.*\/ filter/);
    }
  },
);
