/**
 * A thread that reads the past with a connection of its own, so that no recorded slot waits for it. Its parent posts calls
 * and `close`. Each call is read by itself: no transaction outlives it, which would keep the log from being copied.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { toSpyglassError } from '../../../base/errors.ts';
import { openStoreForReading } from '../../../db/open-store.ts';
import { createOpenExports } from '../../exports/open-exports.ts';
import { createPastReader } from '../past/create-past-reader.ts';
import type { PastReader } from '../past-reader.ts';
import { pastRecording } from '../past-recording.ts';
import { callReader } from '../reader-calls.ts';
import type { ReaderCall, ReaderFailure, ReaderReport, ReaderThreadData } from './reader-messages.ts';

const port = parentPort;
if (!port) throw new Error('reader-thread.ts runs in a worker thread only');
const { archive, settings, ...place } = workerData as ReaderThreadData;
const report = (message: ReaderReport) => port.postMessage(message);
const failureOf = (thrown: unknown): ReaderFailure => {
  const { code, message, hint } = toSpyglassError(thrown);
  return { code, message, hint };
};

const answer = async (reader: PastReader, { id, method, params }: ReaderCall) => {
  try {
    report({ kind: 'result', id, result: await callReader(reader, method, params) });
  } catch (thrown) {
    report({ kind: 'error', id, error: failureOf(thrown) });
  }
};

try {
  const database = await openStoreForReading(place, { isOwnProcess: true });
  const recording = pastRecording(database, archive);
  // Without the archive around the database, which would keep what it reads.
  const exports = createOpenExports(database, archive);
  const reader = createPastReader({ recording, settings, exports });
  // One after the other: a reader that is asked twice at once would hold two answers in memory.
  let last: Promise<unknown> = Promise.resolve();
  port.on('message', (message: ReaderCall | 'close') => {
    last = last.then(async () => {
      if (message !== 'close') return answer(reader, message);
      await reader.close();
      await recording.close();
      port.close();
    });
  });
  report({ kind: 'ready' });
} catch (thrown) {
  report({ kind: 'failed', error: failureOf(thrown) });
  port.close();
}
