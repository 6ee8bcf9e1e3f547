import { PassThrough } from 'node:stream';
import test from 'ava';
import { filteredStdin } from '../../../src/tui/input/filtered-stdin.ts';
import type { InputPiece } from '../../../src/tui/input/input-piece.ts';
import { createInputPieces } from '../../../src/tui/input/input-pieces.ts';
import { manualClock } from '../../support/manual-clock.ts';

/** A terminal's input on a clock that the test moves, read as Ink reads it: at each `readable` until nothing is left. */
function openStdin() {
  const terminal = new PassThrough();
  const clock = manualClock(0);
  const taken: InputPiece[] = [];
  let typed = '';
  const stdin = filteredStdin({
    stdin: terminal as unknown as NodeJS.ReadStream,
    pieces: createInputPieces(true),
    clock,
    onArrived: () => {},
    take: (piece) => void taken.push(piece),
  });
  stdin.on('readable', () => {
    for (let text = stdin.read(); text !== null; text = stdin.read()) typed += String(text);
  });
  const send = async (text: string) => {
    terminal.write(text);
    await clock.advance(0);
  };
  return { clock, send, taken, typed: () => typed };
}

test('the rest of a mouse report is waited for a second, and none of it is typed', async (t) => {
  const { clock, send, taken, typed } = openStdin();
  await send('\u001b[<0;1');
  await clock.advance(999);
  await send('5;2M');
  t.deepEqual(
    taken.map(({ kind }) => kind),
    ['mouse'],
  );
  t.is(typed(), '');
  t.is(clock.pendingTimers, 0, 'nothing is waited for any more');
});

test('what has not come after a second is given up, and what is typed then is typed', async (t) => {
  const { clock, send, taken, typed } = openStdin();
  await send('\u001b[<0;1');
  await clock.advance(1000);
  await send('5');
  t.deepEqual(taken, []);
  t.is(typed(), '5');
});

test('each part of a sequence is waited for anew', async (t) => {
  const { clock, send, taken } = openStdin();
  for (const part of ['\u001b[<', '0', ';15', ';2']) {
    await send(part);
    await clock.advance(900);
  }
  await send('M');
  t.is(taken.length, 1);
});

test('an Escape that nothing follows within 50 milliseconds is the key', async (t) => {
  const { clock, send, taken } = openStdin();
  await send('\u001b');
  await clock.advance(49);
  t.deepEqual(taken, []);
  await clock.advance(1);
  t.deepEqual(taken, [{ kind: 'key', key: 'escape' }]);
});
