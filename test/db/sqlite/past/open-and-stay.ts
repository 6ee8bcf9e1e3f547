/**
 * Run as a process of its own: opens the recording of its first argument with copies in its second one, and stays until it is
 * killed: in the middle of copying if its third argument is `copying`, else with the copy open. Says which.
 */
import { writeSync } from 'node:fs';
import { systemClock } from '../../../../src/base/clock.ts';
import { openPast } from '../../../../src/db/sqlite/past/open-past.ts';

const [path, temporaryDirectory, where] = process.argv.slice(2);
if (path === undefined || temporaryDirectory === undefined)
  throw new Error('expected a database and a directory');
let isCopying = false;
const signal = {
  aborted: false,
  throwIfAborted() {
    if (!isCopying || where !== 'copying') return;
    writeSync(1, 'copying\n');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
} as AbortSignal;
const onCopy = () => {
  isCopying = true;
};
const reader = await openPast({ path, temporaryDirectory, clock: systemClock(), signal, onCopy });
await reader.status();
writeSync(1, 'open\n');
process.stdin.resume();
