import test from 'ava';
import fc from 'fast-check';
import { computeLayout, type LayoutInput } from '../../../src/tui/layout/layout.ts';
import type { Rect } from '../../../src/tui/layout/rect.ts';
import { type PaneId, paneIds } from '../../../src/tui/layout/pane-ids.ts';
import { type ScreenId, screenIds } from '../../../src/tui/layout/screens.ts';

const letters: Record<
  PaneId | 'header' | 'symbols' | 'tabs' | 'strip' | 'live' | 'scrub' | 'footer',
  string
> = {
  ...{ header: 'H', symbols: 'Y', tabs: 'T', strip: 'S', live: 'L', scrub: 'B', footer: 'F' },
  ...{ quote: 'q', chain: 'c', usage: 'u', chart: 'h' },
  ...{ budget: 'b', polls: 'p', endpoints: 'e', calls: 'l' },
  ...{ tables: 't', coverage: 'g', archive: 'a', exposure: 'x', levels: 'v', history: 'y', compare: 'm' },
};

/** One character per 10×2 cells, from the cell in their middle: `.` where nothing is. */
function drawing(input: Partial<LayoutInput> & Pick<LayoutInput, 'columns' | 'rows'>): string[] {
  const usual = {
    hasStrip: false,
    isPlayback: false,
    recordedSymbols: 0,
    screen: 'overview',
    expanded: null,
  } as const;
  const layout = computeLayout({ ...usual, ...input });
  if (layout.kind === 'too-small') return ['too small'];
  const rects: [string, Rect | null][] = [
    [letters.header, layout.header],
    [letters.symbols, layout.symbols],
    [letters.tabs, layout.tabs],
    [letters.strip, layout.strip],
    [letters.live, layout.live],
    [letters.scrub, layout.scrub],
    [letters.footer, layout.footer],
    ...paneIds.map((id): [string, Rect | null] => [letters[id], layout.panes[id]]),
  ];
  const at = (x: number, y: number) =>
    rects.find(
      ([, rect]) => rect && x >= rect.x && x < rect.x + rect.width && y >= rect.y && y < rect.y + rect.height,
    )?.[0] ?? '.';
  return Array.from({ length: layout.rows }, (_, y) =>
    Array.from({ length: Math.floor(layout.columns / 10) }, (_, cell) => at(cell * 10 + 5, y)).join(''),
  );
}

/** Equal rows as a number and one of them. */
const short = (rows: string[]) =>
  rows.reduce<string[]>((lines, row) => {
    const [count, text] = /^(\d+) (.*)$/.exec(lines.at(-1) ?? '')?.slice(1) ?? [];
    if (text === row) lines[lines.length - 1] = `${Number(count) + 1} ${row}`;
    else lines.push(`1 ${row}`);
    return lines;
  }, []);

test('60×16: everything below each other, usage as one line', (t) => {
  t.deepEqual(short(drawing({ columns: 60, rows: 16 })), [
    '1 HHHHHH',
    '4 qqqqqq',
    '9 cccccc',
    '1 uuuuuu',
    '1 FFFFFF',
  ]);
});

test('80×24: quote and usage side by side, the chain below around the money', (t) => {
  t.deepEqual(short(drawing({ columns: 80, rows: 24 })), [
    '1 HHHHHHHH',
    '1 TTTTTTTT',
    '7 qqqqquuu',
    '14 cccccccc',
    '1 FFFFFFFF',
  ]);
});

test('100×30 has room for a chart', (t) => {
  t.deepEqual(short(drawing({ columns: 100, rows: 30 })), [
    '1 HHHHHHHHHH',
    '1 TTTTTTTTTT',
    '9 qqqqqquuuu',
    '18 cccccccccc',
    '1 FFFFFFFFFF',
  ]);
});

test('120×40', (t) => {
  t.deepEqual(short(drawing({ columns: 120, rows: 40 })), [
    '1 HHHHHHHHHHHH',
    '1 TTTTTTTTTTTT',
    '13 qqqqqqqquuuu',
    '24 cccccccccccc',
    '1 FFFFFFFFFFFF',
  ]);
});

test('200×50', (t) => {
  t.deepEqual(short(drawing({ columns: 200, rows: 50 })), [
    '1 HHHHHHHHHHHHHHHHHHHH',
    '1 TTTTTTTTTTTTTTTTTTTT',
    '18 qqqqqqqqqqqqqquuuuuu',
    '29 cccccccccccccccccccc',
    '1 FFFFFFFFFFFFFFFFFFFF',
  ]);
});

test('a line for problems takes its row from the panes', (t) => {
  t.deepEqual(short(drawing({ columns: 80, rows: 24, hasStrip: true })), [
    '1 HHHHHHHH',
    '1 TTTTTTTT',
    '1 SSSSSSSS',
    '7 qqqqquuu',
    '13 cccccccc',
    '1 FFFFFFFF',
  ]);
});

test('an expanded pane has all but header and footer', (t) => {
  t.deepEqual(short(drawing({ columns: 80, rows: 24, expanded: 'usage' })), [
    '1 HHHHHHHH',
    '1 TTTTTTTT',
    '21 uuuuuuuu',
    '1 FFFFFFFF',
  ]);
});

test('a pane that another screen expands changes nothing on this one', (t) => {
  const plain = drawing({ columns: 80, rows: 24, screen: 'store' });
  t.deepEqual(drawing({ columns: 80, rows: 24, screen: 'store', expanded: 'chain' }), plain);
});

test('the other screens at 80×24: what belongs together stands together', (t) => {
  const draw = (screen: ScreenId) => short(drawing({ columns: 80, rows: 24, screen })).slice(2, -1);
  t.deepEqual(draw('chain'), ['21 cccccccc']);
  t.deepEqual(draw('chart'), ['21 hhhhhhhh']);
  t.deepEqual(draw('usage'), ['7 bbbbpppp', '6 eeeeeeee', '8 llllllll']);
  t.deepEqual(draw('store'), ['15 tttttttt', '5 gggggggg', '1 aaaaaaaa']);
  t.deepEqual(draw('levels'), ['21 xxxxvvvv']);
});

test('the other screens at 200×50 use the width', (t) => {
  const draw = (screen: ScreenId) => short(drawing({ columns: 200, rows: 50, screen })).slice(2, -1);
  t.deepEqual(draw('chain'), ['47 cccccccccccccccccccc']);
  t.deepEqual(draw('chart'), ['47 hhhhhhhhhhhhhhhhhhhh']);
  t.deepEqual(draw('usage'), ['14 bbbbbbbbbbpppppppppp', '33 eeeeeeeellllllllllll']);
  t.deepEqual(draw('store'), ['39 tttttttttttggggggggg', '8 tttttttttttaaaaaaaaa']);
  t.deepEqual(draw('levels'), ['35 xxxxxxxxxxxxxxvvvvvv', '12 yyyyyyyyyyyyyyyyyyyy']);
});

test('the other screens at 100×30', (t) => {
  const draw = (screen: ScreenId) => short(drawing({ columns: 100, rows: 30, screen })).slice(2, -1);
  t.deepEqual(draw('chain'), ['27 cccccccccc']);
  t.deepEqual(draw('chart'), ['27 hhhhhhhhhh']);
  t.deepEqual(draw('usage'), ['9 bbbbpppppp', '8 eeeeeeeeee', '10 llllllllll']);
  t.deepEqual(draw('store'), ['15 tttttttttt', '11 gggggggggg', '1 aaaaaaaaaa']);
  t.deepEqual(draw('levels'), ['27 xxxxxxvvvv']);
});

test('the other screens at 120×40', (t) => {
  const draw = (screen: ScreenId) => short(drawing({ columns: 120, rows: 40, screen })).slice(2, -1);
  t.deepEqual(draw('chain'), ['37 cccccccccccc']);
  t.deepEqual(draw('chart'), ['37 hhhhhhhhhhhh']);
  t.deepEqual(draw('usage'), ['12 bbbbbbpppppp', '10 eeeeeeeeeeee', '15 llllllllllll']);
  t.deepEqual(draw('store'), ['18 tttttttttttt', '11 gggggggggggg', '8 aaaaaaaaaaaa']);
  t.deepEqual(draw('levels'), ['27 xxxxxxxxvvvv', '10 yyyyyyyyyyyy']);
});

test('on short and narrow terminals a screen keeps what matters most', (t) => {
  const draw = (screen: ScreenId) => short(drawing({ columns: 60, rows: 16, screen })).slice(1, -1);
  t.deepEqual(draw('chain'), ['14 cccccc']);
  t.deepEqual(draw('chart'), ['14 hhhhhh']);
  t.deepEqual(draw('usage'), ['6 bbbbbb', '8 llllll']);
  t.deepEqual(draw('store'), ['8 tttttt', '5 gggggg', '1 aaaaaa']);
  t.deepEqual(draw('levels'), ['14 xxxxxx']);
});

test('several recorded symbols have a line of their own, and are compared below the levels', (t) => {
  const draw = (columns: number, rows: number, recordedSymbols: number) =>
    short(drawing({ columns, rows, recordedSymbols, screen: 'levels' }));
  t.deepEqual(draw(120, 40, 3), [
    '1 HHHHHHHHHHHH',
    '1 YYYYYYYYYYYY',
    '1 TTTTTTTTTTTT',
    '22 xxxxxxxxvvvv',
    '8 yyyyyyyyyyyy',
    '6 mmmmmmmmmmmm',
    '1 FFFFFFFFFFFF',
  ]);
  t.deepEqual(draw(80, 24, 3), [
    '1 HHHHHHHH',
    '1 YYYYYYYY',
    '1 TTTTTTTT',
    '16 xxxxvvvv',
    '4 mmmmmmmm',
    '1 FFFFFFFF',
  ]);
  t.deepEqual(draw(60, 16, 3), ['1 HHHHHH', '1 YYYYYY', '13 xxxxxx', '1 FFFFFF'], 'they can be expanded');
  t.deepEqual(draw(80, 24, 10), ['1 HHHHHHHH', '1 YYYYYYYY', '1 TTTTTTTT', '20 xxxxvvvv', '1 FFFFFFFF']);
});

test('below 60×16 it is too small', (t) => {
  t.deepEqual(drawing({ columns: 59, rows: 16 }), ['too small']);
  t.deepEqual(drawing({ columns: 60, rows: 15 }), ['too small']);
});

/** Lines beside the panes: problems, a playback, both. */
const lines = ['strip', 'live', 'both', null] as const;
const symbolCounts = [0, 2, 3, 10];

type Case = [
  columns: number,
  rows: number,
  line: (typeof lines)[number],
  recordedSymbols: number,
  screen: ScreenId,
  expanded: PaneId | null,
];

/** What is wrong with a layout, or nothing: cells that belong to no part or to two, and panes without room. */
function faultsOf([columns, rows, line, recordedSymbols, screen, expanded]: Case): string[] {
  const isOf = (one: 'strip' | 'live') => line === one || line === 'both';
  const layout = computeLayout({
    ...{ columns, rows, hasStrip: isOf('strip'), isPlayback: isOf('live') },
    ...{ recordedSymbols, screen, expanded },
  });
  if (layout.kind === 'too-small') return ['too small'];
  const { header, symbols, tabs, strip, live, scrub, footer, panes } = layout;
  const rects = [header, symbols, tabs, strip, live, scrub, footer, ...Object.values(panes)];
  const covered = new Uint8Array(columns * rows);
  for (const rect of rects) {
    if (!rect) continue;
    for (let y = rect.y; y < rect.y + rect.height; y++) {
      for (let x = rect.x; x < rect.x + rect.width; x++) covered[y * columns + x]! += 1;
    }
  }
  // These become plain lines where rows are short.
  const { usage, compare, archive, ...others } = panes;
  const faults = Object.entries(others)
    .filter(([, rect]) => rect && (rect.height < 4 || rect.width < 34))
    .map(([pane, rect]) => `${pane} of ${rect!.width}×${rect!.height}`);
  if (covered.some((count) => count !== 1)) faults.push('a cell is not covered once');
  if (usage && usage.height !== 1 && usage.height < 7) faults.push(`usage of ${usage.height} rows`);
  if (compare && compare.height <= recordedSymbols) faults.push(`compare of ${compare.height} rows`);
  if (archive && archive.height !== 1 && archive.height < 6) faults.push(`archive of ${archive.height} rows`);
  return faults;
}

test('at every size the rectangles cover every cell exactly once, and each pane has room for its frame', (t) => {
  const cases = fc.tuple(
    fc.integer({ min: 60, max: 320 }),
    fc.integer({ min: 16, max: 120 }),
    fc.constantFrom(...lines),
    fc.constantFrom(...symbolCounts),
    fc.constantFrom(...screenIds),
    fc.constantFrom(null, ...paneIds),
  );
  fc.assert(
    fc.property(cases, (one: Case) => {
      t.deepEqual(faultsOf(one), []);
    }),
    { numRuns: 150, examples: [[[150, 16, 'live', 3, 'store', null]]] },
  );
});

test('so they do on every short terminal, on both sides of each width at which a screen changes', (t) => {
  const faults: string[] = [];
  for (const columns of [60, 75, 76, 109, 110, 149, 150, 159, 160]) {
    for (let rows = 16; rows <= 36; rows++) {
      for (const line of lines) {
        for (const symbols of symbolCounts) {
          for (const screen of screenIds) {
            const one: Case = [columns, rows, line, symbols, screen, null];
            faults.push(...faultsOf(one).map((fault) => `${JSON.stringify(one)}: ${fault}`));
          }
        }
      }
    }
  }
  t.deepEqual(faults, []);
});
