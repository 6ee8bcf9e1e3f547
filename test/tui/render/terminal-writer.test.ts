import { Writable } from 'node:stream';
import test from 'ava';
import { createTerminalWriter } from '../../../src/tui/render/terminal-writer.ts';

const begin = '\u001b[?2026h';
const end = '\u001b[?2026l';

/** Takes writes one after the other, each when the test lets it. */
function slowTerminal() {
  const writes: string[] = [];
  const waiting: (() => void)[] = [];
  const stdout = new Writable({
    decodeStrings: false,
    highWaterMark: 1,
    write(chunk: string, _encoding, done) {
      writes.push(chunk);
      waiting.push(done);
    },
  });
  return {
    writes,
    stdout: stdout as unknown as NodeJS.WriteStream,
    async takeIn() {
      waiting.shift()?.();
      for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

const size = { columns: 4, rows: 1 };
const rect = { x: 0, y: 0, width: 4, height: 1 };
const layer = (text: string) => ({ rect, lines: [text], isOver: false });

test('what one turn puts there is one synchronized write', async (t) => {
  const { writes, stdout } = slowTerminal();
  const screen = createTerminalWriter({ stdout, size: () => size });
  screen.open();
  screen.cellBuffer.put(screen, layer('ab'));
  screen.cellBuffer.put(screen, layer('cd'));
  t.deepEqual(writes, []);
  await Promise.resolve();
  t.deepEqual(writes, [`${begin}\u001b[1;1Hcd\u001b[K${end}`]);
});

test('a terminal that is slow to read gets the newest picture, and none of those in between', async (t) => {
  const { writes, stdout, takeIn } = slowTerminal();
  const screen = createTerminalWriter({ stdout, size: () => size });
  screen.open();
  for (const text of ['1', '2', '3', '4']) {
    screen.cellBuffer.put(screen, layer(text));
    await Promise.resolve();
  }
  t.is(writes.length, 1);
  await takeIn();
  t.deepEqual(writes.slice(1), [`${begin}\u001b[1;1H4${end}`]);
});

test('nothing is drawn before it is open, once it is closed, or on a terminal that is gone', async (t) => {
  const { writes, stdout, takeIn } = slowTerminal();
  const screen = createTerminalWriter({ stdout, size: () => size });
  const put = async (text: string) => {
    screen.cellBuffer.put(screen, layer(text));
    await takeIn();
  };
  await put('a');
  t.deepEqual(writes, []);
  screen.open();
  await put('b');
  t.is(writes.length, 1);
  screen.close();
  await put('c');
  t.is(writes.length, 1);
  screen.open();
  await put('c');
  t.deepEqual(
    writes.slice(1),
    [`${begin}\u001b[1;1Hc\u001b[K${end}`],
    'all of it: somebody else may have written',
  );
  stdout.destroy();
  await put('d');
  t.is(writes.length, 2);
});
