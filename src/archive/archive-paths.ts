import path from 'node:path';
import { isDate } from '../market/calendar/new-york-time.ts';
import { underlyingPattern } from '../market/symbols/ticker.ts';
import type { SessionKey } from '../recordings/session-rows.ts';

/** The files of a session, one a table; each session has all of them, empty ones included. */
export const sessionFileNames = ['chain', 'quotes', 'levels', 'polls', 'gaps', 'alerts'] as const;
/** One of the files of a session, without `.parquet`. */
export type SessionFileName = (typeof sessionFileNames)[number];

/**
 * Where a session lies below the archive's directory: hive partitions, `underlying=SPY/date=2026-11-25`. The colon of an
 * index (`I:SPX`) is written as `%3A`, which DuckDB and others read back.
 */
export function sessionPath({ underlying, date }: SessionKey): string {
  return path.join(underlyingFolder(underlying), dateFolder(date));
}

/** `underlying=SPY`. */
export function underlyingFolder(underlying: string): string {
  return `underlying=${encodeURIComponent(underlying)}`;
}

/** `date=2026-11-25`. */
export function dateFolder(date: string): string {
  return `date=${date}`;
}

/** The symbol of a folder; `null` where the name is not one that `underlyingFolder` gives. */
export function parseUnderlyingFolder(name: string): string | null {
  const written = /^underlying=([A-Z0-9.%]+)$/.exec(name)?.[1];
  if (written === undefined) return null;
  const underlying = written.replaceAll('%3A', ':');
  return underlyingPattern.test(underlying) && underlyingFolder(underlying) === name ? underlying : null;
}

/** The date of a folder; `null` where the name is not one that `dateFolder` gives. */
export function parseDateFolder(name: string): string | null {
  const date = /^date=(\d{4}-\d{2}-\d{2})$/.exec(name)?.[1];
  return date !== undefined && isDate(date) ? date : null;
}

/** `chain.parquet`. */
export function sessionFile(name: SessionFileName): string {
  return `${name}.parquet`;
}

/** Beside a session's folder: what is being written, and what is being replaced by it. */
export const leftoverEndings = { partial: '.partial', replaced: '.replaced' } as const;

/** The folder of a session that was moved aside: `date=2026-11-25.damaged-20261126T010500Z`. */
export function damagedFolder(date: string, at: number): string {
  const time = new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return `${dateFolder(date)}.damaged-${time}`;
}

/** What a folder beside the sessions of an underlying is; `foreign` where its name is none of the archive's. */
export type FolderKind = 'session' | 'partial' | 'replaced' | 'damaged' | 'foreign';

/** Reads the name of a folder of an underlying. */
export function parseSessionFolder(name: string): { kind: FolderKind; date: string | null } {
  const [, folder = '', rest = ''] = /^(date=[0-9-]+)(.*)$/.exec(name) ?? [];
  const date = parseDateFolder(folder);
  if (date === null) return { kind: 'foreign', date };
  if (rest === '') return { kind: 'session', date };
  if (rest === leftoverEndings.partial) return { kind: 'partial', date };
  if (rest === leftoverEndings.replaced) return { kind: 'replaced', date };
  return { kind: /^\.damaged-\d{8}T\d{6}Z$/.test(rest) ? 'damaged' : 'foreign', date };
}

/** Whether a name within a session's folder is one that the archive gives, while it is being written too. */
export function isSessionFile(name: string): boolean {
  return sessionFileNames.some(
    (file) => name === sessionFile(file) || name === sessionFile(file) + leftoverEndings.partial,
  );
}
