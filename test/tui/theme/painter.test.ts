import test from 'ava';
import { themeNames } from '../../../src/config/look.ts';
import { createPainter, nearest256 } from '../../../src/tui/theme/painter.ts';
import { backgrounds, tokens } from '../../../src/tui/theme/tokens.ts';

const color = /(?:^|[[;])(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;|m)/;

test('without colours no theme has any, and weight is left', (t) => {
  for (const theme of themeNames) {
    const painter = createPainter(theme, 0);
    for (const token of tokens) {
      t.notRegex(painter.paint('x', token), color);
      for (const background of backgrounds) t.notRegex(painter.paint('x', token, background), color);
    }
  }
  t.is(createPainter('dark', 0).paint('x', 'strong'), '\u001b[1mx\u001b[0m');
});

test('the mono theme has no colour at any level', (t) => {
  for (const level of [1, 2, 3] as const) {
    const painter = createPainter('mono', level);
    for (const token of tokens) t.notRegex(painter.paint('x', token, 'selection'), color);
  }
});

test('each level has its own way to say a colour', (t) => {
  t.is(createPainter('dark', 1).paint('x', 'up'), '\u001b[32mx\u001b[0m');
  t.is(createPainter('dark', 2).paint('x', 'up'), '\u001b[38;5;71mx\u001b[0m');
  t.is(createPainter('dark', 3).paint('x', 'up'), '\u001b[38;2;63;185;80mx\u001b[0m');
});

test('rising and falling differ in every theme that has colours', (t) => {
  for (const theme of themeNames.filter((name) => name !== 'mono')) {
    for (const level of [1, 2, 3] as const) {
      const painter = createPainter(theme, level);
      t.not(painter.paint('x', 'up'), painter.paint('x', 'down'), `${theme} ${level}`);
    }
  }
});

test('on 16 colours the selection is inverse and the shading of the money left out', (t) => {
  const painter = createPainter('dark', 1);
  t.is(painter.paint('x', 'dim', 'selection'), '\u001b[7mx\u001b[0m');
  t.is(painter.paint('x', 'text', 'itm'), 'x');
});

test('text on a background can be read whatever the terminal’s own colour is', (t) => {
  for (const theme of ['dark', 'light', 'colour-blind'] as const) {
    for (const background of ['itm', 'selection', 'badge', 'alert', 'caution'] as const) {
      t.regex(
        createPainter(theme, 3).paint('x', 'text', background),
        /38;2;.*48;2;/,
        `${theme} ${background}`,
      );
    }
  }
});

test('neighbours that look alike are painted in one go', (t) => {
  const painter = createPainter('dark', 1);
  t.is(painter.line([['a', 'up'], ['b', 'up'], ['c'], ['', 'down'], ['d']]), '\u001b[32mab\u001b[0mcd');
  t.is(painter.line([]), '');
});

test('the nearest of 256 colours is taken from the cube or the greys', (t) => {
  t.is(nearest256([255, 0, 0]), 196);
  t.is(nearest256([255, 255, 255]), 231);
  t.is(nearest256([8, 8, 8]), 232);
  t.is(nearest256([118, 118, 118]), 243);
});
