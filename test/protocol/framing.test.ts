import test from 'ava';
import fc from 'fast-check';
import { encodeLine, lineSplitter } from '../../src/protocol/framing.ts';

test('messages survive being cut anywhere, within characters too', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue(), { maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 30 }),
        (messages, cuts) => {
          const stream = Buffer.from(messages.map(encodeLine).join(''));
          const seen: string[] = [];
          const split = lineSplitter(
            1e6,
            (line) => seen.push(line),
            () => {
              throw new Error('too long');
            },
          );
          let isUnfinished = false;
          for (let at = 0, n = 0; at < stream.length; n++) {
            const size = cuts[n % cuts.length]!;
            isUnfinished = split(stream.subarray(at, at + size));
            at += size;
          }
          return (
            !isUnfinished && JSON.stringify(seen) === JSON.stringify(messages.map((m) => JSON.stringify(m)))
          );
        },
      ),
    ),
  );
});

test('a line that is too long is refused once, with all that follows', (t) => {
  const lines: string[] = [];
  let refusals = 0;
  const split = lineSplitter(
    10,
    (line) => lines.push(line),
    () => {
      refusals += 1;
    },
  );
  t.false(split(Buffer.from('short\n')));
  t.true(split(Buffer.from('01234')));
  t.false(split(Buffer.from('56789x\nmore\n')));
  t.false(split(Buffer.from('more\n')));
  t.deepEqual(lines, ['short']);
  t.is(refusals, 1);
});
