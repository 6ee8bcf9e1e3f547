import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { NativeDatabase } from '../connection.ts';
import type { KnownFile } from './file-watch.ts';

/** Copies the write-ahead log into the database on a thread of its own, which then waits for the disk. */
export interface CheckpointThread {
  /**
   * Resolves when what the log held has been copied, as far as readers allow. Rejects with SQLite's error, or with what
   * ended the thread.
   */
  checkpoint(): Promise<void>;
  close(): Promise<void>;
}

/**
 * As text, because a bundle has no file of its own for it. The driver is found from here, not from where it runs.
 *
 * It opens by path, and another file there would be mixed with this database's log. SQLite would even cut the log's
 * index short, which the owner has in its memory, and the process would end in SIGBUS. The driver opens the database
 * itself at once, and log and index at the first read; from then on neither is looked up again.
 */
const program = `
  const { statSync } = require('node:fs');
  const { parentPort, workerData } = require('node:worker_threads');
  const Database = require(workerData.driver);
  const checkFiles = () => {
    for (const { path, identity } of workerData.files) {
      const found = statSync(path, { bigint: true, throwIfNoEntry: false });
      if (!found || found.dev + ':' + found.ino !== identity) throw new Error(path + ' is another file now');
    }
  };
  checkFiles();
  const db = new Database(workerData.path, { fileMustExist: true });
  checkFiles();
  db.pragma('synchronous = NORMAL');
  db.pragma('schema_version');
  checkFiles();
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
export function startCheckpointThread(
  native: NativeDatabase,
  files: readonly KnownFile[] = [],
): CheckpointThread {
  const driver = createRequire(import.meta.url).resolve('better-sqlite3');
  let worker: Worker;
  try {
    const workerData = { driver, path: native.name, files };
    worker = new Worker(program, { eval: true, execArgv: [], workerData });
  } catch (error) {
    // The system gives this process no further thread.
    return { checkpoint: () => Promise.reject(error), close: async () => {} };
  }
  /** Answers come in the order of the questions. */
  const waiting: PromiseWithResolvers<void>[] = [];
  let isOver = false;
  let reason = new Error('The checkpoint thread has ended.');
  worker.on('message', (failure: Failure | null) => {
    const asked = waiting.shift();
    if (failure) asked?.reject(errorOf(failure));
    else asked?.resolve();
  });
  // Listened for as long as it lives: it may fail before anybody asks it anything, and an error that nobody listens for
  // would end the process.
  worker.on('error', (error) => {
    reason = errorOf(error as Failure);
  });
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      isOver = true;
      for (const { reject } of waiting.splice(0)) reject(reason);
      resolve();
    });
  });
  return {
    async checkpoint() {
      if (isOver) throw reason;
      const answer = Promise.withResolvers<void>();
      waiting.push(answer);
      worker.postMessage('checkpoint');
      await answer.promise;
    },
    async close() {
      worker.postMessage('close');
      await ended;
    },
  };
}

interface Failure {
  message: string;
  code?: string;
}

/** An error that comes from another thread has lost its class, and counts for some as none. */
function errorOf({ message, code }: Failure): Error {
  return Object.assign(new Error(message), { code });
}
