import test from 'ava';
import { createCellBuffer } from '../../../../src/tui/render/cell-buffer.ts';
import { type FrameSvgOptions, frameSvg } from '../../../../src/tui/render/svg/frame-svg.ts';
import { colorOf } from '../../../../src/tui/render/svg/terminal-colors.ts';

function svgOf(lines: readonly string[], columns: number, options?: FrameSvgOptions): string {
  const buffer = createCellBuffer();
  const rect = { x: 0, y: 0, width: columns, height: lines.length };
  buffer.put({}, { rect, lines, isOver: false });
  const frame = buffer.frame({ columns, rows: lines.length });
  return frameSvg({ frame, styles: buffer.styles }, options);
}

const texts = (svg: string) =>
  [...svg.matchAll(/<text([^>]*)>([^<]*)<\/text>/g)].map(([, look, text]) => ({
    text,
    x: Number(/ x="([\d.]+)"/.exec(look!)![1]),
    cells: Number(/textLength="([\d.]+)"/.exec(look!)![1]) / 8.4,
    look: look!,
  }));

const columnOf = (x: number) => Math.round((x - 10) / 8.4);

test('each run of cells that look alike stands at its own column, as wide as its cells', (t) => {
  const svg = svgOf(['ab \u001b[1;31mcd\u001b[0m  e'], 12);
  const [plain, red, last] = texts(svg);
  t.deepEqual([plain!.text, columnOf(plain!.x), plain!.cells], ['ab', 0, 2]);
  t.deepEqual([red!.text, columnOf(red!.x), red!.cells], ['cd', 3, 2]);
  t.deepEqual([last!.text, columnOf(last!.x), last!.cells], ['e', 7, 1]);
  t.true(red!.look.includes('class="b"') && red!.look.includes('fill="#ff7b72"'), red!.look);
});

test('a wide character takes two cells', (t) => {
  const [text, next] = texts(svgOf(['日本\u001b[1mx\u001b[0m'], 10));
  t.deepEqual([text!.text, Math.round(text!.cells)], ['日本', 4]);
  t.is(columnOf(next!.x), 4);
});

test('backgrounds, inverse, dim and underlined cells keep their look', (t) => {
  const svg = svgOf(
    ['\u001b[48;2;1;2;255m b \u001b[0m\u001b[7mi\u001b[0m\u001b[2md\u001b[0m\u001b[4mu\u001b[0m'],
    8,
  );
  t.regex(svg, /<rect x="10.0" y="10" width="25.2" height="17" fill="#0102ff"\/>/);
  const [behind, inverse, dim, underlined] = texts(svg);
  t.is(columnOf(behind!.x), 1, 'the blank before it is drawn by the background alone');
  t.true(inverse!.look.includes('fill="#0d1117"'), 'the text has the colour of the screen');
  t.true(dim!.look.includes('opacity="0.6"'));
  t.true(underlined!.look.includes('underline'));
});

test('text is escaped, and a title is read out', (t) => {
  const svg = svgOf(['a<b>&c'], 6, { title: 'SPY & <QQQ>', look: 'light' });
  t.true(svg.includes('>a&lt;b&gt;&amp;c</text>'));
  t.true(svg.includes('<title>SPY &amp; &lt;QQQ&gt;</title>'));
  t.true(svg.includes('fill="#ffffff"'), 'a light terminal');
});

test('colours are those of the escape sequence', (t) => {
  t.is(colorOf('38;2;1;2;3', 'dark'), '#010203');
  t.is(colorOf('38;5;196', 'dark'), '#ff0000');
  t.is(colorOf('48;5;244', 'dark'), '#808080');
  t.is(colorOf('31', 'dark'), '#ff7b72');
  t.is(colorOf('91', 'dark'), '#ffa198');
  t.is(colorOf('47', 'light'), '#6e7781');
  t.is(colorOf('107', 'light'), '#8c959f');
});
