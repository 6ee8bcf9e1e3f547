import type { WriteSessionOptions } from '../../../src/archive/write/write-session.ts';
import { writeSession } from '../../../src/archive/write/write-session.ts';
import type { SessionFacts } from '../../../src/archive/session-facts.ts';
import { rowsOf, type SessionContent } from './session-content.ts';

/** Saturday, 2026-11-21 01:05 UTC: 20:05 in New York on the day of the sessions. */
export const archivedAt = Date.UTC(2026, 10, 21, 1, 5);

export const facts: SessionFacts = {
  mode: 'live',
  source: 'polygon',
  plan: 'advanced',
  modelVersion: 3,
  appVersion: '1.2.3',
};

/** Writes a session as the archiver does. */
export function write(
  directory: string,
  content: SessionContent,
  options: Partial<WriteSessionOptions> = {},
) {
  return writeSession({
    ...{ directory, facts, key: content.key, rows: rowsOf(content), mustExist: false },
    clock: { now: () => archivedAt },
    signal: new AbortController().signal,
    ...options,
  });
}
