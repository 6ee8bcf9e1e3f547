import { type BigIntStats, statSync } from 'node:fs';
import type { NativeDatabase } from '../connection.ts';

/**
 * Which files a database and its write-ahead log were when an owner opened them, as text that is kept in the lock's file:
 * device, inode and, where the file system knows it, the time at which the file was made.
 */
export interface NotedFiles {
  readonly database: string;
  readonly log: string;
}

/** The two files at a database's path; `null` where one is missing. Opens neither. */
export function lookAtFiles(path: string): NotedFiles | null {
  const [database, log] = [path, `${path}-wal`].map((file) =>
    statSync(file, { bigint: true, throwIfNoEntry: false }),
  );
  if (!database || !log) return null;
  // Where no such time is kept, Node gives 1970 or the time of the last change. A log that nobody has written to has
  // both times alike, too, so one file speaks for the other.
  const knowsBirth = [database, log].some(({ birthtimeNs, ctimeNs }) => birthtimeNs !== ctimeNs);
  const identityOf = ({ dev, ino, birthtimeNs }: BigIntStats) =>
    `${dev}:${ino}:${knowsBirth && birthtimeNs > 0n ? birthtimeNs : ''}`;
  return { database: identityOf(database), log: identityOf(log) };
}

/**
 * Whether two identities are of one file. The time tells files apart that had one inode after another; with it, the
 * device does not count: some have another number after the machine has started again.
 */
export function isSameFile(one: string, other: string): boolean {
  const [oneDevice, oneInode, oneBirth] = one.split(':');
  const [otherDevice, otherInode, otherBirth] = other.split(':');
  if (oneInode !== otherInode) return false;
  return oneBirth && otherBirth ? oneBirth === otherBirth : oneDevice === otherDevice;
}

/** What the latest owner noted in the lock's file; `null` where none did, such as one of an earlier version. */
export function readNotedFiles(lock: NativeDatabase): NotedFiles | null {
  const hasTable = lock.prepare(`select 1 from sqlite_schema where name = 'files'`).get();
  if (!hasTable) return null;
  return lock.prepare<[], NotedFiles>('select database, log from files where id = 1').get() ?? null;
}

export function writeNotedFiles(lock: NativeDatabase, { database, log }: NotedFiles): void {
  lock.exec(
    'create table if not exists files (id integer primary key check (id = 1), database text not null, log text not null)',
  );
  lock.prepare('insert or replace into files (id, database, log) values (1, ?, ?)').run(database, log);
}
