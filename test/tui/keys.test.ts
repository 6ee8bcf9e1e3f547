import test from 'ava';
import { SpyglassError } from '../../src/base/errors.ts';
import { openDashboard } from './support/open-dashboard.ts';
import { sampleChain, samplePrune, sampleQuote } from './support/sample.ts';

const footer = (text: string) => text.split('\n').at(-1)!;

test.serial('r refreshes the focused pane, says so while it runs and what came of it', async (t) => {
  const { terminal, connection, clock } = await openDashboard(t);
  terminal.press('r');
  await terminal.until('refreshing', (text) => /refreshing….*spot 671\.20/.test(text));
  t.is(connection.asked[0]!.method, 'refresh');
  t.deepEqual(connection.asked[0]!.params, { job: 'chain', force: false });

  terminal.press('r');
  await terminal.until('the reason', (text) => footer(text).includes('being refreshed already'));

  await clock.advance(180);
  connection.asked[0]!.answer([{ job: 'chain', isOk: true, message: '362 contracts' }]);
  await terminal.until('the outcome', (text) => footer(text).includes('362 contracts · 180 ms'));
  t.false(terminal.text().includes('refreshing'));
  await clock.advance(4000);
  await terminal.until('the keys again', (text) => footer(text).includes('r refresh'));
  t.is(connection.asked.length, 1);
});

test.serial('R refreshes everything by force, and a failed job is what is shown', async (t) => {
  const { terminal, connection } = await openDashboard(t);
  terminal.press('R');
  await terminal.until('refreshing', (text) => text.includes('refreshing…'));
  t.deepEqual(connection.asked[0]!.params, { job: 'all', force: true });
  connection.asked[0]!.answer([
    { job: 'quote', isOk: true, message: 'SPY 671.20' },
    { job: 'chain', isOk: false, message: 'The API answered 502.' },
  ]);
  const text = await terminal.until('the failure', (screen) => footer(screen).includes('502'));
  t.false(footer(text).includes('SPY 671.20'));
});

test.serial('a failed request says what happened and what to do', async (t) => {
  const { terminal, connection } = await openDashboard(t);
  terminal.press('R');
  await terminal.until('refreshing', (text) => text.includes('refreshing…'));
  connection.asked[0]!.refuse(new SpyglassError('rate_limited', 'No call is left in this minute.'));
  await terminal.until('message and hint', (text) =>
    footer(text).includes('No call is left in this minute. The calls of this minute are used up'),
  );
  t.false(terminal.text().includes('refreshing'));
});

test.serial('a command that cannot be used says why', async (t) => {
  const { terminal, connection, clock } = await openDashboard(t);
  terminal.press('0');
  await terminal.until('the reason', (text) => footer(text).includes('follows the money already'));
  terminal.press('\t');
  terminal.press('r');
  await terminal.until('the reason', (text) => footer(text).includes('API usage refreshes itself'));
  connection.lose('gone', clock.now() + 1000);
  await terminal.until('the loss', (text) => text.includes('daemon gone'));
  terminal.press('p');
  await terminal.until('the reason', (text) => footer(text).includes('nothing can be asked of it'));
  t.is(connection.asked.length, 0);
});

test.serial('tab and shift-tab walk through the panes', async (t) => {
  const { terminal, clock } = await openDashboard(t);
  const toast = async (key: string, wanted: string) => {
    await clock.advance(4000);
    terminal.press(key);
    terminal.press('r');
    await terminal.until(`what tells ${wanted}`, (text) =>
      wanted === 'usage' ? footer(text).includes('refreshes itself') : text.includes('refreshing'),
    );
  };
  await toast('\t', 'usage');
  await toast('\t', 'quote');
  await toast('\u001b[Z', 'usage');
  t.pass();
});

test.serial(
  'arrows and letters move the selection, the subscription stays put, and 0 follows the money again',
  async (t) => {
    const { terminal, connection, clock } = await openDashboard(t, { columns: 80, rows: 24 });
    const strikes = () =>
      terminal
        .rows()
        .map((row) => /[┃│][ CM]+(\d{3})[ MP]+[┃│]/.exec(row)?.[1])
        .filter((strike) => strike !== undefined);
    const selected = () => {
      const row = terminal.rows().findIndex((_, index) => terminal.backgroundAt(30, index) === 0x1f4173);
      return /[┃│][ CM]+(\d{3})[ MP]+[┃│]/.exec(terminal.rows()[row] ?? '')?.[1];
    };
    t.is(selected(), undefined);
    terminal.press('j');
    await terminal.until('672 selected', () => selected() === '672');
    terminal.press('\u001b[B\u001b[B');
    await terminal.until('674 selected', () => selected() === '674');
    terminal.press('k\u001b[A');
    await terminal.until('672 selected', () => selected() === '672');
    t.deepEqual([strikes()[0], strikes().at(-1)], ['667', '676']);

    terminal.press('\u001b[6~');
    await terminal.until('a page down', () => selected() === '682');
    t.is(strikes().at(-1), '682');
    await terminal.until('the way back', (text) => text.includes('0 re-centres'));
    terminal.press('G');
    await terminal.until('the last', () => selected() === '761');
    terminal.press('g');
    await terminal.until('the first', () => selected() === '581');
    t.is(strikes()[0], '581');

    connection.send('chain', sampleChain(680.4));
    await clock.advance(100);
    terminal.press('0');
    await terminal.until('the money', (text) => text.includes('─ 680.40 ─'));
    t.is(selected(), undefined);
    t.false(terminal.text().includes('re-centres'));

    connection.send('chain', sampleChain(690.4));
    await clock.advance(100);
    await terminal.until('the money followed', (text) => text.includes('─ 690.40 ─'));
  },
);

test.serial('the usage pane scrolls its calls', async (t) => {
  const { terminal } = await openDashboard(t);
  terminal.press('\t');
  terminal.press('j');
  await terminal.until('the second call', (text) => text.includes('calls from 2'));
  terminal.press('g');
  await terminal.until('the first call', (text) => text.includes('last calls'));
  terminal.press('G');
  await terminal.until('the last calls', (text) => text.includes('13:43:52'));
  // One step back from the end is one step, however often the end was pressed.
  terminal.press('GGk');
  await terminal.until('the one before', (text) => !text.includes('13:43:52'));
  t.pass();
});

test.serial('e gives the focused pane the screen, and e or Escape takes it back', async (t) => {
  const { terminal } = await openDashboard(t);
  terminal.press('e');
  await terminal.until('the chain alone', (text) => !text.includes('─ API usage') && text.includes('0-DTE'));
  t.true(terminal.text().includes('DEMO · simulated prices'));
  terminal.press('\t');
  await terminal.until('usage alone', (text) => text.includes('─ API usage') && !text.includes('0-DTE'));
  terminal.press('\u001b');
  await terminal.until('all', (text) => text.includes('─ API usage') && text.includes('0-DTE'));
});

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

test.serial('? opens the help, Enter runs the selected command, Escape closes it', async (t) => {
  const { terminal, connection } = await openDashboard(t);
  terminal.press('?');
  await terminal.until('help', (text) => text.includes('╭─ Help'));
  t.true(terminal.text().includes('DEMO · simulated prices'));
  terminal.press('\u001b');
  await terminal.until('no help', (text) => !text.includes('╭─ Help'));
  terminal.press('?');
  terminal.press('refresh ev');
  await terminal.until('one command', (text) => /: refresh ev/.test(text) && !text.includes('Next theme'));
  terminal.press('\r');
  await terminal.until('no help', (text) => !text.includes('╭─ Help') && text.includes('refreshing'));
  t.deepEqual(connection.asked[0]!.params, { job: 'all', force: true });
});

test.serial(
  'typing searches the help, Backspace takes a letter back, and what matches nothing says so',
  async (t) => {
    const { terminal } = await openDashboard(t);
    terminal.press(':');
    terminal.press('jq?');
    await terminal.until('closed by ?', (text) => !text.includes('╭─ Help'));
    terminal.press(':');
    terminal.press('freezez');
    await terminal.until('nothing', (text) => text.includes('Nothing matches “freezez”'));
    terminal.press('\u007f');
    await terminal.until('freeze', (text) => text.includes('Hold the picture still'));
    terminal.press('\r');
    await terminal.until('held', (text) => text.includes('holding the picture'));
    t.pass();
  },
);

test.serial('the help says why the selected command cannot be used now', async (t) => {
  const { terminal } = await openDashboard(t);
  terminal.press('?money again');
  await terminal.until('the reason', (text) => /│ +The chain follows the money already\. +│/.test(text));
  terminal.press('\u001b');
  await terminal.until('no help', (text) => !text.includes('╭─ Help'));
  terminal.press('?refresh ev');
  const text = await terminal.until('another', (screen) => screen.includes('Refresh everything now'));
  t.false(text.includes('follows the money already'));
});

test.serial('p counts, shows, asks, removes and tells', async (t) => {
  const { terminal, connection } = await openDashboard(t, { columns: 80, rows: 24 });
  terminal.press('p');
  await terminal.until('counting', (text) => text.includes('Counting'));
  // Nothing is removed by a yes to a question that was not asked yet.
  terminal.press('y');
  await terminal.until('the reason', (text) => footer(text).includes('Still counting'));
  t.deepEqual(
    connection.asked.map((request) => request.params),
    [{ dryRun: true }],
  );
  connection.asked[0]!.answer(samplePrune());
  await terminal.until('the question', (text) => text.includes('Remove 12,345 rows, about 3.4 MB?'));
  t.true(terminal.text().includes('DEMO · simulated prices'));
  terminal.press('y');
  await terminal.until('removing', (text) => text.includes('Removing 12,345 rows…'));
  t.deepEqual(connection.asked[1]!.params, { dryRun: false });
  connection.asked[1]!.answer(samplePrune({ isDryRun: false, freedBytes: 3_400_000, durationMs: 212 }));
  await terminal.until('the report', (text) => text.includes('Removed 12,345 rows, 3.4 MB freed in 0.2 s.'));
  terminal.press('\r');
  await terminal.until('no dialog', (text) => !text.includes('╭─ Prune'));
  t.is(connection.asked.length, 2);
});

for (const [name, key] of [
  ['Escape', '\u001b'],
  ['Enter, which never confirms a loss,', '\r'],
  ['n', 'n'],
  ['q', 'q'],
] as const) {
  test.serial(`${name} in the prune dialog removes nothing`, async (t) => {
    const { terminal, connection } = await openDashboard(t, { columns: 80, rows: 24 });
    terminal.press('p');
    await terminal.until('counting', (text) => text.includes('Counting'));
    connection.asked[0]!.answer(samplePrune());
    const question = await terminal.until('the question', (text) => text.includes('Remove 12,345'));
    t.true(footer(question).includes('y yes, remove'));
    terminal.press(key);
    await terminal.until('no dialog', (text) => !text.includes('╭─ Prune') && text.includes('q quit'));
    t.is(connection.asked.length, 1);
  });
}

test.serial('an answer to a prune dialog that was closed does not open it again', async (t) => {
  const { terminal, connection } = await openDashboard(t, { columns: 80, rows: 24 });
  terminal.press('p');
  await terminal.until('counting', (text) => text.includes('Counting'));
  terminal.press('n');
  await terminal.until('no dialog', (text) => !text.includes('╭─ Prune'));
  terminal.press('p');
  await terminal.until('the second', (text) => text.includes('Counting'));
  connection.asked[0]!.answer(samplePrune({ rows: 1 }));
  connection.asked[1]!.answer(samplePrune());
  await terminal.until('the second answer', (text) => text.includes('Remove 12,345 rows'));
  t.pass();
});

test.serial('nothing to prune is said, and so is a failure', async (t) => {
  const { terminal, connection } = await openDashboard(t, { columns: 80, rows: 24 });
  const nothing = samplePrune();
  terminal.press('p');
  await terminal.until('counting', (text) => text.includes('Counting'));
  connection.asked[0]!.answer({
    ...nothing,
    rows: 0,
    bytes: 0,
    tables: nothing.tables.map((table) => ({ ...table, rows: 0, bytes: 0 })),
  });
  const text = await terminal.until('nothing', (screen) => screen.includes('nothing to remove'));
  t.false(footer(text).includes('yes, remove'));
  terminal.press('y');
  await terminal.until('closed', (text) => !text.includes('╭─ Prune'));
  t.is(connection.asked.length, 1);
  terminal.press('p');
  await terminal.until('counting', (text) => text.includes('Counting'));
  connection.asked[1]!.refuse(new SpyglassError('timeout', 'The daemon did not answer.'));
  await terminal.until('the failure', (text) => text.includes('The daemon did not answer.'));
  t.true(terminal.text().includes('busy or stuck'));
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

test.serial('one piece of input opens a question and does not answer it', async (t) => {
  const { terminal, connection } = await openDashboard(t);
  terminal.press('Quarterly report');
  await terminal.until('the question', (text) => /Stop/.test(text));
  await terminal.drained();
  t.false(connection.asked.some(({ method }) => method === 'shutdown'));
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

test.serial('number keys show the screens, and the price stays in sight', async (t) => {
  const { terminal } = await openDashboard(t);
  for (const [key, mark] of [
    ['2', 'SPY 0-DTE chain'],
    ['3', '5D'],
    ['4', 'Last calls'],
    ['5', 'Recorded'],
    ['6', 'gamma exposure'],
  ] as const) {
    terminal.press(key);
    await terminal.until(mark, (text) => text.includes(mark) && !text.includes('─ API usage'));
    t.true(terminal.rows()[1]!.includes('671.20  ▲ +0.52%'), key);
    t.true(terminal.rows()[0]!.includes('DEMO · simulated prices'), key);
  }
  terminal.press('1');
  await terminal.until('the overview', (text) => text.includes('─ API usage') && text.includes('0-DTE'));
});

test.serial('a screen with one pane says that there is no other to go to', async (t) => {
  const { terminal } = await openDashboard(t);
  terminal.press('2');
  terminal.press('\t');
  await terminal.until('the reason', (text) => footer(text).includes('This screen has one pane'));
  terminal.press('v');
  await terminal.until('the reason', (text) => footer(text).includes('6 shows it'));
  t.pass();
});

test.serial(
  'a pane without a place at this size gets the whole screen when the focus comes to it',
  async (t) => {
    const { terminal } = await openDashboard(t, { columns: 60, rows: 16 });
    terminal.press('6');
    await terminal.until('the strikes', (text) => text.includes('puts ◀') && !text.includes('call wall'));
    terminal.press('\t');
    await terminal.until('the numbers', (text) => text.includes('call wall') && !text.includes('puts ◀'));
    terminal.press('\u001b');
    await terminal.until('the strikes', (text) => text.includes('puts ◀'));
    t.pass();
  },
);

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

test.serial('Enter shows all of a strike, arrows go to the next one, Escape closes it', async (t) => {
  const { terminal } = await openDashboard(t);
  terminal.press('\r');
  await terminal.until('the strike at the money', (text) => text.includes('╭─ Strike 671'));
  const text = terminal.text();
  t.regex(text, /symbol +SPY261123C00671000 +SPY261123P00671000/);
  t.regex(text, /greeks by +vendor +vendor/);
  t.regex(text, /quoted +13:45:43 \(0:12\)/);
  terminal.press('\u001b[B');
  await terminal.until('the next', (screen) => screen.includes('╭─ Strike 672'));
  terminal.press('\u001b');
  await terminal.until('no dialog', (screen) => !screen.includes('╭─ Strike'));
});

test.serial(
  'on the levels screen v weighs by volume, arrows move the strikes and 0 brings them back',
  async (t) => {
    const { terminal } = await openDashboard(t);
    const strikes = () => terminal.rows().flatMap((row) => /│ +(\d{3}) /.exec(row)?.[1] ?? []);
    terminal.press('6');
    await terminal.until('the levels', (text) => text.includes('by open interest'));
    const first = strikes()[0];
    terminal.press('v');
    await terminal.until('by volume', () => /─ SPY GEX · .* by volume /.test(terminal.rows()[2]!));
    terminal.press('jj');
    await terminal.until('lower strikes', () => Number(strikes()[0]) < Number(first));
    terminal.press('g');
    await terminal.until('the highest', () => strikes()[0] === '761');
    terminal.press('0');
    await terminal.until('the money', () => strikes()[0] === first);
    terminal.press('a');
    const text = await terminal.until('the assumptions', (screen) =>
      screen.includes('What the levels assume'),
    );
    t.regex(text, /Dealers are taken to hold the calls/);
    t.true(text.includes('DEMO · simulated prices'));
  },
);

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

test.serial('Q asks, then stops the daemon and quits', async (t) => {
  const { terminal, connection, ended } = await openDashboard(t);
  terminal.press('Q');
  await terminal.until('the question', (text) => text.includes('Stop the daemon (process 4242) and quit?'));
  terminal.press('n');
  await terminal.until('no dialog', (text) => !text.includes('Stop the daemon ('));
  t.is(connection.asked.length, 0);
  terminal.press('Q');
  await terminal.until('the question', (text) => text.includes('Stop the daemon (process 4242) and quit?'));
  terminal.press('y');
  await terminal.until('stopping', (text) => text.includes('Stopping…'));
  t.is(connection.asked[0]!.method, 'shutdown');
  connection.asked[0]!.answer({ isClosing: true });
  await ended;
});

test.serial('Q says why when there is no daemon, or when it will not stop', async (t) => {
  const { terminal, connection, clock } = await openDashboard(t);
  terminal.press('Q');
  await terminal.until('the question', (text) => text.includes('Stop the daemon (process 4242) and quit?'));
  terminal.press('y');
  await terminal.until('stopping', (text) => text.includes('Stopping…'));
  connection.asked[0]!.refuse(new SpyglassError('timeout', 'The daemon did not answer.'));
  await terminal.until('the failure', (text) => text.includes('The daemon did not answer.'));
  terminal.press('y');
  await terminal.until('no dialog', (text) => !text.includes('Stop the daemon'));
  connection.lose('gone', clock.now() + 60_000);
  await terminal.until('the loss', (text) => text.includes('daemon gone'));
  terminal.press('Q');
  await terminal.until('the reason', (text) => footer(text).includes('nothing to stop'));
  t.is(connection.asked.length, 1);
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
