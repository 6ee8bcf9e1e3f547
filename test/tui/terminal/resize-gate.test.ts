import { Writable } from 'node:stream';
import test from 'ava';
import { createResizeGate } from '../../../src/tui/terminal/resize-gate.ts';

const begin = '\u001b[?2026h';
const end = '\u001b[?2026l';

function collector() {
  const writes: string[] = [];
  const stream = Object.assign(
    new Writable({
      decodeStrings: false,
      write(chunk: string, _encoding, done) {
        writes.push(chunk);
        done();
      },
    }),
    { columns: 80 },
  );
  return { writes, stdout: stream as unknown as NodeJS.WriteStream };
}

test('what is written goes through as it is, and the rest of the stream is the stream’s', (t) => {
  const { writes, stdout } = collector();
  const gate = createResizeGate(stdout);
  gate.stdout.write('a');
  gate.stdout.write(`${begin}b${end}`);
  t.deepEqual(writes, ['a', `${begin}b${end}`]);
  t.is(gate.stdout.columns, 80);
  t.is(gate.stdout.listenerCount('resize'), 0);
});

test('what a turn writes after the gate was closed is one synchronized write', async (t) => {
  const { writes, stdout } = collector();
  const gate = createResizeGate(stdout);
  gate.gather();
  gate.gather();
  gate.stdout.write('clear');
  gate.stdout.write(`${begin}frame${end}`);
  t.deepEqual(writes, []);
  await Promise.resolve();
  t.deepEqual(writes, [`${begin}clearframe${end}`]);
  gate.stdout.write('later');
  t.is(writes.at(-1), 'later');
});

test('a turn that writes nothing writes nothing', async (t) => {
  const { writes, stdout } = collector();
  createResizeGate(stdout).gather();
  await Promise.resolve();
  t.deepEqual(writes, []);
});

test('who waits for a write does not wait for the turn, and the order stays', async (t) => {
  const { writes, stdout } = collector();
  const gate = createResizeGate(stdout);
  gate.gather();
  gate.stdout.write('first');
  await new Promise<void>((resolve) => gate.stdout.write('second', () => resolve()));
  t.deepEqual(writes, [`${begin}first${end}`, 'second']);
});

test('a terminal that is gone gets nothing', async (t) => {
  const { writes, stdout } = collector();
  const gate = createResizeGate(stdout);
  gate.gather();
  gate.stdout.write('lost');
  stdout.destroy();
  await Promise.resolve();
  t.deepEqual(writes, []);
});
