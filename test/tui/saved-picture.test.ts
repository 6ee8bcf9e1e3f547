import test, { type ExecutionContext } from 'ava';
import { formatClock } from '../../src/tui/present/time.ts';
import type { SavedFile, SavedPictures } from '../../src/tui/saved-picture/saved-files.ts';
import { type OpenOptions, openDashboard } from './support/open-dashboard.ts';
import { openPlayback } from './support/open-playback.ts';
import { playedAt } from './support/fake-playback.ts';
import { sampleChain, sampleQuote } from './support/sample-chain.ts';
import { sampleNow } from './support/sample-times.ts';

interface Written {
  name: string;
  files: readonly SavedFile[];
}

function keptPictures(): { pictures: SavedPictures; written: Written[] } {
  const written: Written[] = [];
  return {
    written,
    pictures: {
      appVersion: '9.8.7',
      write: async (name, files) => `/pictures/${written.push({ name, files }) && name}`,
    },
  };
}

const fileOf = ({ files }: Written, name: string) => files.find((file) => file.name === name)?.text ?? '';
const provenance = (written: Written) => JSON.parse(fileOf(written, 'provenance.json'));

/** The text of an SVG picture, row by row, without the blanks between its parts. */
function svgRows(svg: string): string[] {
  const rows = new Map<number, string>();
  for (const [, y, text] of svg.matchAll(/<text[^>]* y="(\d+)"[^>]*>([^<]*)<\/text>/g)) {
    rows.set(Number(y), (rows.get(Number(y)) ?? '') + text);
  }
  return [...rows].sort(([a], [b]) => a - b).map(([, text]) => unescaped(text));
}

const unescaped = (text: string) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&').replaceAll(/\s/g, '');

async function saved(t: ExecutionContext, options: OpenOptions = {}) {
  const { pictures, written } = keptPictures();
  const { terminal } = await openDashboard(t, { pictures, ...options });
  const screen = terminal.text();
  terminal.press('x');
  await terminal.until('it is saved', (text) => text.includes('Saved in /pictures/'));
  return { screen, written: written[0]! };
}

const lines = (screen: string) =>
  screen
    .split('\n')
    .map((line) => line.replaceAll(/\s/g, ''))
    .filter((line) => line !== '');

for (const [look, options] of [
  ['in colours', {}],
  ['without colours', { level: 0 }],
  ['in plain characters', { isAscii: true }],
] as const) {
  test.serial(`a key saves what is on screen, cell by cell, ${look}`, async (t) => {
    const { screen, written } = await saved(t, options);
    t.deepEqual(svgRows(fileOf(written, 'picture.svg')), lines(screen));
  });
}

test.serial('the picture has the colours of the screen, and none on a terminal without', async (t) => {
  const colours = (written: Written) =>
    new Set([...fileOf(written, 'picture.svg').matchAll(/<text[^>]* fill="(#\w+)"/g)].map(([, hex]) => hex));
  t.true(colours((await saved(t)).written).has('#3fb950'), 'the green of a price that rose');
  const mono = colours((await saved(t, { level: 0 })).written);
  t.deepEqual([...mono].sort(), ['#0d1117', '#c9d1d9'], 'text, and text that is inverse');
});

test.serial('provenance says instant, symbol, market, plan, model and ages', async (t) => {
  const { written } = await saved(t);
  const facts = provenance(written);
  t.is(facts.at, new Date(sampleNow).toISOString());
  t.is(facts.atNewYork.slice(11), `${formatClock(sampleNow)} ET`);
  t.like(facts, {
    ...{ symbol: 'SPY', shows: 'live', market: 'simulated', isHeldStill: false, isConnected: true },
    quote: { tier: 'real-time' },
    chain: { tier: 'real-time', isRebuilt: false },
    versions: { dashboard: '9.8.7' },
    screen: { name: 'overview', panes: ['quote', 'chain', 'usage'] },
    playback: null,
  });
  t.true(facts.chain.ageMs >= 0 && facts.quote.ageMs >= 0);
  t.is(typeof facts.levels.modelVersion, 'number');
  t.deepEqual(
    [...facts.files, 'provenance.json'],
    written.files.map(({ name }) => name),
  );
  t.regex(written.name, /^\d{4}-\d\d-\d\d-\d{6}-SPY-demo$/);
});

test.serial('in a playback it is the recorded instant that is saved', async (t) => {
  const { pictures, written } = keptPictures();
  const { terminal } = await openPlayback(t, { pictures });
  terminal.press('x');
  await terminal.until('it is saved', (text) => text.includes('Saved in /pictures/'));
  t.like(provenance(written[0]!), {
    ...{ at: new Date(playedAt).toISOString(), shows: 'playback' },
    playback: { poll: 46, polls: 391 },
  });
  t.regex(written[0]!.name, /-101500-SPY-demo-playback$/);
  t.true(svgRows(fileOf(written[0]!, 'picture.svg'))[0]!.includes('REPLAY'));
});

test.serial('a screen reader’s sentences are saved as text', async (t) => {
  const { pictures, written } = keptPictures();
  const { terminal } = await openDashboard(t, { pictures, isScreenReader: true });
  terminal.press('x');
  await terminal.until('it is saved', () => written.length === 1);
  t.true(fileOf(written[0]!, 'picture.txt').startsWith('Spyglass. Demo'));
  t.is(fileOf(written[0]!, 'picture.svg'), '');
});

test.serial('what could not be written is said', async (t) => {
  const failure = Object.assign(new Error('full'), { code: 'ENOSPC', syscall: 'write' });
  const pictures = { appVersion: '1', write: () => Promise.reject(failure) };
  const { terminal } = await openDashboard(t, { pictures });
  terminal.press('x');
  const text = await terminal.until('why not', (screen) => screen.includes('Nothing was saved.'));
  t.regex(text, /Nothing was saved\. Cannot write a file: there is no room left/);
});

test.serial('a key that the settings give to another command stays with it', async (t) => {
  const { pictures, written } = keptPictures();
  const { terminal } = await openDashboard(t, { pictures, keys: { theme: ['x'] } });
  terminal.press('x');
  await terminal.until('the theme', (text) => text.includes('Theme: light'));
  t.deepEqual(written, []);
});

test.serial('there is nothing to save before the first picture', async (t) => {
  const { pictures, written } = keptPictures();
  const { terminal } = await openDashboard(t, { pictures, snapshot: null });
  await terminal.until('a frame', (text) => text.includes('SPYGLASS'));
  terminal.press('x');
  await terminal.until('why not', (text) => text.includes('There is no picture yet.'));
  t.deepEqual(written, []);
});

const table = (csv: string) =>
  csv
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));

test.serial('the data of the panes on screen is saved in the columns of exports', async (t) => {
  const { written } = await saved(t);
  t.deepEqual(provenance(written).files, ['picture.svg', 'quote.csv', 'chain.csv']);
  const [header, ...rows] = table(fileOf(written, 'chain.csv'));
  const { contracts } = sampleChain();
  t.is(rows.length, contracts.length);
  const columns = Object.fromEntries(header!.map((name, index) => [name, index]));
  for (const option of contracts) {
    const row = rows.find((cells) => cells[columns.symbol!] === option.symbol)!;
    t.is(row[columns.bid!], String(option.bid ?? ''));
    t.is(row[columns.implied_volatility!], String(option.impliedVolatility ?? ''));
  }
  const [quoteHeader, quote] = table(fileOf(written, 'quote.csv'));
  t.is(quote![quoteHeader!.indexOf('price')], String(sampleQuote().price));
  t.regex(quote![quoteHeader!.indexOf('received_at')]!, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}-0[45]:00$/);
});

test.serial('of the chain, the strikes that pass the filter are saved in the order on screen', async (t) => {
  const { pictures, written } = keptPictures();
  const { terminal } = await openDashboard(t, { pictures });
  terminal.press('/atm3\ro');
  await terminal.until('by volume', (text) => text.includes(' · by volume'));
  terminal.press('x');
  await terminal.until('it is saved', () => written.length === 1);
  const [header, ...rows] = table(fileOf(written[0]!, 'chain.csv'));
  t.is(rows.length, 12);
  const volume = header!.indexOf('volume');
  const sums = [0, 2, 4, 6, 8, 10].map((row) => Number(rows[row]![volume]) + Number(rows[row + 1]![volume]));
  t.deepEqual(
    sums,
    [...sums].sort((a, b) => b - a),
  );
  t.like(provenance(written[0]!).screen, { chainFilter: 'atm3', chainOrder: 'volume' });
});

test.serial('the screens of levels and chart have files of their own', async (t) => {
  const { pictures, written } = keptPictures();
  const { terminal } = await openDashboard(t, { pictures });
  terminal.press('6');
  await terminal.until('the levels', (text) => text.includes('gamma exposure'));
  terminal.press('x');
  await terminal.until('they are saved', () => written.length === 1);
  const files = provenance(written[0]!).files as string[];
  t.deepEqual([...files].sort(), ['exposure.csv', 'levels-of-session.csv', 'levels.csv', 'picture.svg']);
  for (const name of files.filter((file) => file.endsWith('.csv'))) {
    const [header, ...rows] = table(fileOf(written[0]!, name));
    t.true(rows.length > 0, name);
    t.true(
      rows.every((cells) => cells.length === header!.length),
      name,
    );
  }
  terminal.press('3');
  await terminal.until('the chart', (text) => text.includes('previous close'));
  terminal.press('x');
  await terminal.until('it is saved', () => written.length === 2);
  t.deepEqual(provenance(written[1]!).files, ['picture.svg', 'price-line.csv']);
});
