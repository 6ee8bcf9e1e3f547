import test from 'ava';
import { openDashboard } from '../support/open-dashboard.ts';
import { sampleChain } from '../support/sample-chain.ts';

const footer = (text: string) => text.split('\n').at(-1)!;

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
  'arrows and letters move the selection, the window stays put, and 0 follows the money again',
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
