import test from 'ava';
import fc from 'fast-check';
import { sanitizeText, terminalJson, terminalText } from '../../src/base/sanitize.ts';

for (const [name, hostile, clean] of [
  ['colours', '\x1b[31mred\x1b[0m', 'red'],
  ['cursor moves', 'a\x1b[2J\x1b[Hb', 'ab'],
  ['a hyperlink', '\x1b]8;;http://x\x07link\x1b]8;;\x07', 'link'],
  ['a window title', '\x1b]0;owned\x1b\\text', 'text'],
  ['C1 sequences', '\x9b31mred', 'red'],
  ['bell, backspace and carriage return', 'a\x07b\x08c\rd', 'abc d'],
  ['bidirectional overrides', 'a\u202eb\u2066c', 'abc'],
  ['zero-width characters', 'a\u200bb\ufeffc', 'abc'],
  ['line breaks', 'a\n\n  b\tc', 'a b c'],
] as const) {
  test(`${name} are taken out`, (t) => {
    t.is(sanitizeText(hostile), clean);
  });
}

test('ordinary text stays as it is', (t) => {
  t.is(sanitizeText('Preis 5 € – „gut“ 日本'), 'Preis 5 € – „gut“ 日本');
});

test('long text is cut with an ellipsis', (t) => {
  t.is(sanitizeText('x'.repeat(20), 10), 'xxxxxxxxx…');
});

test('no control character survives, whatever comes in', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        return !/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u200b-\u200f]/.test(sanitizeText(text));
      }),
    ),
  );
});

test('text for a terminal keeps its lines and the spaces of its tables, and nothing that moves the cursor', (t) => {
  t.is(terminalText('a  b\n\n  c\td'), 'a  b\n\n  c d');
  t.is(terminalText('\x1b[2J\x1b]0;owned\x07x\r\x9b31my\u202ez\x00'), 'xyz');
});

test('JSON for a terminal means the same and holds no control character', (t) => {
  const value = { text: 'a\x1b[31m\x9b2J\u202eb\u200b é 日本', list: [1, null] };
  const json = terminalJson(JSON.stringify(value, null, 2));
  t.deepEqual(JSON.parse(json), value);
  t.notRegex(json.replaceAll('\n', ''), /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e]/);
  t.true(json.includes('é 日本'));
});
