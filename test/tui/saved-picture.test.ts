import test, { type ExecutionContext } from 'ava';
import { formatClock } from '../../src/tui/present/time.ts';
import type { SavedFile, SavedPictures } from '../../src/tui/saved-picture/saved-files.ts';
import { type OpenOptions, openDashboard } from './support/open-dashboard.ts';
import { openPlayback } from './support/open-playback.ts';
import { playedAt } from './support/fake-playback.ts';
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
