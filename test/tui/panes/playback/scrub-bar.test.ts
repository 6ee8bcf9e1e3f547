import test from 'ava';
import fc from 'fast-check';
import {
  barScale,
  instantOfColumn,
  type ScrubBarInput,
  scrubBarLines,
} from '../../../../src/tui/panes/playback/scrub/scrub-bar.ts';
import { lineWidth, plainLine } from '../../../../src/tui/render/line.ts';
import { createPainter } from '../../../../src/tui/theme/painter.ts';
import { playedAt, sampleSession } from '../../support/fake-playback.ts';

const session = sampleSession();
const minute = 60_000;

const bar = (given: Partial<ScrubBarInput> = {}) =>
  scrubBarLines({
    ...{ width: 80, rows: 2, session, isOutlined: true, now: playedAt, until: session.postClose, mark: null },
    ...given,
  });
const text = (given: Partial<ScrubBarInput> = {}) => bar(given).map((line) => plainLine(line).trimEnd());

test('the bar has the regular hours as its largest part, the instant, gaps and markers', (t) => {
  t.deepEqual(text(), [
    ' ╍╍╍╍╍╍╍╍━W━━━━━●╱╱◇╱───────────────────────────────────────────────────┈┈┈┈┈┈┈',
    ' 04:00   09:30         11:00     12:00    13:00     14:00    15:00     16:00',
  ]);
});

test('a marker that lies ahead says only that something is there; once passed it has its glyph', (t) => {
  const marker = session.markers.at(-1)!.at;
  t.false(text({ now: marker - 30 * minute })[0]!.includes('▲'));
  t.true(text({ now: marker - 30 * minute })[0]!.includes('◇'));
  t.true(text({ now: marker + 30 * minute })[0]!.includes('▲'));
  t.regex(text({ width: 200, now: marker + 1 })[1]!, /10:25:00–10:41:00 the daemon was not running/);
  const wall = session.markers[0]!.at;
  t.regex(text({ now: wall })[1]!, / wall moved 09:40 /);
});

test('of the calendar alone it is known ahead that a day ends early', (t) => {
  const early = sampleSession({ markers: [{ at: session.close, kind: 'early-close' }], isEarlyClose: true });
  t.true(text({ session: early })[0]!.includes('C'));
});

test('in a gap its times and its reason are said, on one row beside the cursor', (t) => {
  const now = playedAt + 12 * minute;
  t.regex(text({ now })[1]!, / 10:25:00–10:41:00 the daemon was not running /);
  const [line] = text({ now, rows: 1, width: 60 });
  t.regex(line!, /● the daemon was not running ─/);
  const late = sampleSession({
    gaps: [{ from: session.close - 40 * minute, to: null, reason: 'upstream unreachable' }],
  });
  const [before] = text({ session: late, now: session.close - 10 * minute, rows: 1 });
  t.regex(before!, / upstream unreachable ●/);
});

test('what is rebuilt of a gap is shaded and said, with why it was missing; the rest stays hatched', (t) => {
  const { from } = session.gaps[0]!;
  const rebuilt = [{ from: from + 30_000, to: from + 9.5 * minute }];
  const partly = sampleSession({
    markers: [],
    gaps: [{ from, to: from + 30 * minute, reason: 'down' }],
    rebuilt,
  });
  const now = session.open + 5 * minute;
  t.regex(text({ session: partly, now })[0]!, /─▒+╱+─/);
  t.regex(text({ session: partly, now: session.close })[0]!, /━▒+╱+━/);
  const inside = from + 5 * minute;
  t.regex(text({ session: partly, now: inside })[1]!, /–10:34:30 rebuilt from the vendor’s bars \(down\)/);
  t.regex(text({ session: partly, now: from + 20 * minute })[1]!, / 10:25:00–10:55:00 down/);
  const unrecorded = sampleSession({
    gaps: [],
    markers: [],
    rebuilt: [{ from: session.open, to: session.close }],
  });
  t.regex(text({ session: unrecorded, now })[0]!, /^ ╍+●▒+┈+$/);
  t.regex(text({ session: unrecorded, now })[1]!, /rebuilt from the vendor’s bars/);
  const ascii = createPainter('mono', 0, true).line(bar({ session: partly, now })[0]!);
  t.regex(JSON.stringify(ascii), /-x+[^x/]*\/+/);
});

test('the mark is drawn where it lies, and what has not happened yet is blank', (t) => {
  const mark = session.open + 120 * minute;
  const [line] = text({ mark, until: session.open + 200 * minute });
  t.is(line!.indexOf('M'), 1 + barScale(session, 80).columnOf(mark));
  t.true(line!.length < 50, line);
});

test('in characters that every terminal has, each part looks different', (t) => {
  const painter = createPainter('mono', 0, true);
  const line = painter.line(bar({ mark: session.open + 120 * minute })[0]!);
  const ascii = JSON.stringify(line);
  for (const glyph of ['::::', '==', '*', '/', 'o', '--', '...', 'M', 'W'])
    t.true(ascii.includes(glyph), glyph);
});

test('a day that ends early has its own hours', (t) => {
  const hour = 3_600_000;
  const early = sampleSession({
    ...{ close: session.open + 3.5 * hour, optionClose: session.open + 3.75 * hour },
    ...{ postClose: session.open + 7.5 * hour, isEarlyClose: true, gaps: [] },
    markers: [{ at: session.open + 3.5 * hour, kind: 'early-close' }],
  });
  t.deepEqual(text({ session: early, until: early.postClose }), [
    ' ╍╍╍╍╍╍╍╍━━━━━━━━━━━━━●──────────────────────────────────────────────C┈┈┈┈┈┈┈┈┈',
    ' 04:00   09:30   10:00    10:30    11:00   11:30    12:00    12:30   13:00',
  ]);
});

test('a day without an outline says so', (t) => {
  t.deepEqual(text({ session: null }), [' There is no outline of this day.', '']);
  t.deepEqual(text({ session: null, isOutlined: false }), ['', ''], 'it may be on its way');
});

const instants = fc.integer({ min: session.preOpen - 3_600_000, max: session.postClose + 3_600_000 });

test('the bar fills exactly its width, and a click shows the column that was clicked', (t) => {
  fc.assert(
    fc.property(
      fc.integer({ min: 60, max: 200 }),
      fc.constantFrom(1, 2),
      instants,
      fc.option(instants),
      fc.nat(199),
      (width, rows, now, mark, column) => {
        const lines = bar({ width, rows, now, mark });
        const scale = barScale(session, width);
        const clicked = instantOfColumn({ width, session, until: session.postClose }, column)!;
        const wanted = Math.max(0, Math.min(scale.columns - 1, column - 1));
        return (
          lines.length === rows &&
          lines.every((line) => lineWidth(line) === width) &&
          scale.columnOf(clicked) === wanted
        );
      },
    ),
    { examples: [[62, 1, session.preOpen, null, 36]] },
  );
  const marker = session.markers[0]!.at;
  t.is(
    instantOfColumn({ width: 80, session, until: session.postClose }, 10),
    marker,
    'a marker is hit exactly',
  );
  t.is(instantOfColumn({ width: 80, session, until: playedAt }, 79), playedAt, 'never the future');
});
