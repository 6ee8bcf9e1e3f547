import test from 'ava';
import { drawBox } from '../../../../src/tui/render/box.ts';
import { lineWidth, plainLine } from '../../../../src/tui/render/line.ts';
import { staleBox } from '../../../../src/tui/panes/frame/stale-box.ts';

const box = (width: number, status = '0:42 ago') =>
  drawBox({
    width,
    height: 3,
    isFocused: false,
    title: [['Levels', 'title']],
    status: [[status, 'dim']],
    body: [
      [
        ['net ', 'dim'],
        ['+1', 'up'],
      ],
    ],
  });
const stale = { ageMs: 42_000, error: 'upstream 502' };
const top = (width: number, staleness: typeof stale | null = stale) =>
  plainLine(staleBox(box(width), staleness)[0]!);

test('the title says since when and why, and gives up the status before the reason, and the reason before the age', (t) => {
  const border = (left: string, right: string, width: number) =>
    left + '─'.repeat(width - left.length - right.length) + right;
  const long = '╭─ Levels · stale 0:42 · upstream 502 ';
  const short = '╭─ Levels · stale 0:42 ';
  t.is(top(60, null), border('╭─ Levels ', ' 0:42 ago ─╮', 60));
  t.is(top(60), border(long, ' 0:42 ago ─╮', 60));
  t.is(top(51), border(long, ' 0:42 ago ─╮', 51));
  t.is(top(50), border(long, '╮', 50));
  t.is(top(40), border(long, '╮', 40));
  t.is(top(39), border(short, ' 0:42 ago ─╮', 39));
  t.is(top(30), border(short, '╮', 30));
  t.is(top(14), plainLine(box(14)[0]!));
});

test('a stale box is as large as it was, with its values in one quiet colour and its frame as before', (t) => {
  for (let width = 14; width <= 70; width++) {
    for (const line of staleBox(box(width), stale)) t.is(lineWidth(line), width);
  }
  const [, body, bottom] = staleBox(box(40), stale);
  t.is(plainLine(body!), plainLine(box(40)[1]!));
  t.deepEqual([...new Set(body!.slice(1, -1).map(([, token]) => token))], ['stale']);
  t.is(body![0]![1], 'border');
  t.deepEqual(bottom, box(40)[2]);
});

test('a pane of one line is dimmed as it is', (t) => {
  t.deepEqual(staleBox([[['API 8/100', 'title'], [' 92 free']]], stale), [
    [
      ['API 8/100', 'stale'],
      [' 92 free', 'stale'],
    ],
  ]);
});
