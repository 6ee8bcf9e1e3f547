import { once } from 'node:events';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { NativeDatabase } from './connection.ts';

/** Copies the write-ahead log into the database on a thread of its own, which then waits for the disk. */
export interface CheckpointThread {
  /** Resolves when what the log held has been copied, as far as readers allow. Rejects with SQLite's error. */
  checkpoint(): Promise<void>;
  close(): Promise<void>;
}

/** As text, because a bundle has no file of its own for it. The driver is found from here, not from where it runs. */
const program = `
  const { parentPort, workerData } = require('node:worker_threads');
  const Database = require(workerData.driver);
  const db = new Database(workerData.path, { fileMustExist: true });
  db.pragma('synchronous = NORMAL');
  parentPort.on('message', (message) => {
    if (message === 'close') {
      db.close();
      parentPort.close();
      return;
    }
    try {
      db.pragma('wal_checkpoint(PASSIVE)');
      parentPort.postMessage(null);
    } catch (error) {
      parentPort.postMessage({ message: error.message, code: error.code });
    }
  });
`;

/**
 * A second connection of the process that owns the database. One thread may write while another makes a checkpoint;
 * within one process both must come from one SQLite library, which this is.
 */
export function startCheckpointThread(native: NativeDatabase): CheckpointThread {
  const driver = createRequire(import.meta.url).resolve('better-sqlite3');
  const worker = new Worker(program, {
    eval: true,
    execArgv: [],
    workerData: { driver, path: native.name },
  });
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  return {
    async checkpoint() {
      const answer = once(worker, 'message');
      worker.postMessage('checkpoint');
      const [failure] = (await answer) as [{ message: string; code: string } | null];
      if (failure) throw Object.assign(new Error(failure.message), { code: failure.code });
    },
    async close() {
      worker.postMessage('close');
      await ended;
    },
  };
}
