import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, readSync } from 'node:fs';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { openStreamLines } from '../../../src/daemon/process/stream-lines.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { tempDir } from '../../support/temp-dir.ts';

/** A named pipe, its end for reading, and lines that are written into it. */
async function pipe(t: ExecutionContext) {
  const file = path.join(await tempDir(t), 'pipe');
  execFileSync('mkfifo', [file]);
  const reader = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  const writer = openSync(file, constants.O_WRONLY);
  const clock = manualClock(0);
  const gone: [string, readonly string[]][] = [];
  const lines = openStreamLines({
    ...{ descriptor: writer, clock },
    onGone: (reason, unwritten) => gone.push([reason, unwritten]),
  });
  t.teardown(() => {
    lines?.close();
    closeSync(writer);
  });
  const read = () => {
    const bytes = Buffer.alloc(1024 * 1024);
    let text = '';
    for (;;) {
      try {
        const count = readSync(reader, bytes);
        if (count === 0) return text;
        text += bytes.toString('utf8', 0, count);
      } catch {
        return text;
      }
    }
  };
  return { lines: lines!, clock, gone, read, closeReader: () => closeSync(reader) };
}

if (process.platform === 'linux') {
  test('a reader that pauses stalls nobody: lines wait for it, and those beyond the bound are counted', async (t) => {
    const { lines, clock, gone, read, closeReader } = await pipe(t);
    const line = `${'x'.repeat(999)}\n`;
    for (let n = 0; n < 1000; n++) lines.write(line);
    let text = '';
    for (let n = 0; n < 20; n++) {
      text += read();
      await clock.advance(250);
    }
    text += read();
    const whole = text.split('\n').filter((each) => each.length === 999).length;
    const [, lost] = /^(\d+) lines were lost while nobody read here$/m.exec(text)!;
    t.is(whole + Number(lost), 1000);
    t.true(whole > 256);
    t.deepEqual(gone, []);
    closeReader();
  });

  test('a reader that goes away is told of once, with the line that did not get there', async (t) => {
    const { lines, gone, closeReader } = await pipe(t);
    lines.write('first\n');
    closeReader();
    lines.write('second\n');
    lines.write('third\n');
    t.is(gone.length, 1);
    t.regex(gone[0]![0], /EPIPE/);
    t.deepEqual(gone[0]![1], ['second\n']);
  });
}
