import test from 'ava';
import { isGolden } from './support/golden.ts';
import { type OpenDashboard, openDashboard } from './support/open-dashboard.ts';
import { sampleNow } from './support/sample-times.ts';
import { sampleChain } from './support/sample-chain.ts';

const footer = (text: string) => text.split('\n').at(-1)!;
/** Strikes on screen, top to bottom. */
const strikesOf = (text: string) =>
  [...text.matchAll(/[│┃] +[CPM ]*(\d{3})[CPM ]*[│┃]/g)].map(([, strike]) => Number(strike));

async function type({ terminal }: OpenDashboard, text: string) {
  terminal.press('/');
  await terminal.until('the line', (screen) => screen.includes('/ ▏'));
  terminal.press(text);
  await terminal.until('what was typed', (screen) => screen.includes(`/ ${text}▏`));
}

test.serial('/ filters as it is typed, says how many are left, and Enter keeps it', async (t) => {
  const dashboard = await openDashboard(t, { columns: 80, rows: 24 });
  const { terminal, clock } = dashboard;
  terminal.press('2');
  await type(dashboard, '660-');
  let text = await terminal.until('what is meant', (screen) => screen.includes('strikes are 660-680'));
  t.true(text.includes('“660-”?'));
  t.true(strikesOf(text).includes(671) && !text.includes('filter'));
  terminal.press('\r');
  await terminal.until('the reason', (screen) => footer(screen).includes('“660-” means nothing here'));
  await clock.advance(4100);
  terminal.press('664 otm');
  text = await terminal.until('the strikes', (screen) => screen.includes('664 otm▏'));
  t.deepEqual(strikesOf(text), [660, 661, 662, 663, 664]);
  t.true(text.includes('filter 5 of 181'));
  isGolden(t, 'filter-typed-80x24', text);
  terminal.press('\r');
  text = await terminal.until('the line gone', (screen) => !screen.includes('▏'));
  t.deepEqual(strikesOf(text), [660, 661, 662, 663, 664]);
  t.true(text.includes('filter 5 of 181') && text.includes('/ 660-664 otm · '));
});

/** The footer names the key that filters. */
const aboveFooter = (text: string) => text.split('\n').slice(0, -1).join('\n');

test.serial('Esc clears the filter, Backspace takes it back, and letters are no commands', async (t) => {
  const dashboard = await openDashboard(t, { columns: 80, rows: 24 });
  const { terminal } = dashboard;
  await type(dashboard, 'qtf>672');
  await terminal.until('the word', (screen) => screen.includes('“qtf>672”?'));
  terminal.press('\u001b');
  let text = await terminal.until('the whole chain', (screen) => !screen.includes('▏'));
  t.false(aboveFooter(text).includes('filter'));
  await type(dashboard, '>67');
  await terminal.until('a range', (screen) => screen.includes('171 of 181') || screen.includes('181 of 181'));
  terminal.press('\u007f');
  terminal.press('\u007f');
  terminal.press('\u007f');
  text = await terminal.until('nothing typed', (screen) => screen.includes('/ ▏ 660-680'));
  t.false(aboveFooter(text).includes('filter'));
});

test.serial('a filter that nothing passes says so, and how to leave it', async (t) => {
  const dashboard = await openDashboard(t, { columns: 80, rows: 24 });
  const { terminal } = dashboard;
  await type(dashboard, '>900');
  await terminal.until('nothing', (screen) => screen.includes('0 of 181 strikes'));
  terminal.press('\r');
  const text = await terminal.until('why', (screen) => screen.includes('No strike passes the filter.'));
  t.true(text.includes('/ changes it'));
  terminal.press('j');
  await terminal.until('the reason', (screen) => footer(screen).includes('/ changes it'));
});

test.serial('out of the money leaves the other side blank, and the spot stays between them', async (t) => {
  const dashboard = await openDashboard(t, { columns: 100, rows: 30 });
  const { terminal } = dashboard;
  terminal.press('2');
  await type(dashboard, 'atm6 otm');
  terminal.press('\r');
  const text = await terminal.until('twelve', (screen) => screen.includes('filter 12 of 181'));
  isGolden(t, 'filter-otm-100x30', text);
  t.is(strikesOf(text).length, 12);
  t.regex(text, /── 671\.20 ──/);
});

test.serial(
  'o orders by the next column, 0 finds the money in it, and the last press is by strike again',
  async (t) => {
    const { terminal } = await openDashboard(t, { columns: 120, rows: 40 });
    terminal.press('2');
    terminal.press('o');
    let text = await terminal.until('by volume', (screen) => screen.includes('▾vol'));
    t.true(text.includes('by volume') && footer(text).includes('Chain by volume, largest first'));
    t.notRegex(text, /── 671\.20 ──/);
    isGolden(t, 'by-volume-120x40', text);
    terminal.press('0');
    text = await terminal.until('the money', (screen) => screen.includes('re-centres'));
    t.true(strikesOf(text).includes(671));
    for (const order of ['open interest', 'IV', 'change']) {
      terminal.press('o');
      await terminal.until(order, (screen) => screen.includes(`by ${order}`));
    }
    terminal.press('o');
    text = await terminal.until('by strike', (screen) => /── 671\.20 ──/.test(screen));
    t.false(text.includes('▾'));
  },
);

test.serial('Enter in a ranking opens its first strike', async (t) => {
  const { terminal } = await openDashboard(t, { columns: 120, rows: 40 });
  terminal.press('o');
  const text = await terminal.until('by volume', (screen) => screen.includes('▾vol'));
  const [first] = strikesOf(text);
  terminal.press('\r');
  t.is(first, 670);
  await terminal.until('its details', (screen) => screen.includes('Strike 670'));
});

test.serial('a new poll keeps the filter, and the count with it', async (t) => {
  const dashboard = await openDashboard(t, { columns: 80, rows: 24 });
  const { terminal, connection, clock } = dashboard;
  await type(dashboard, 'atm2');
  terminal.press('\r');
  await terminal.until('four', (screen) => screen.includes('filter 4 of 181'));
  connection.send('chain', sampleChain(675.5, { timestamp: sampleNow }));
  await clock.advance(100);
  const text = await terminal.until('the new spot', (screen) => screen.includes('675.50'));
  t.deepEqual(strikesOf(text), [674, 675, 676, 677]);
  t.true(text.includes('filter 4 of 181'));
});
