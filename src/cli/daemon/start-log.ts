import { fstatSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type ErrorCode, errorTable, SpyglassError, toSpyglassError } from '../../base/errors.ts';
import { sanitizeText } from '../../base/sanitize.ts';
import type { Instance } from '../../config/instance.ts';
import { waitingForDatabase } from '../../db/sqlite/busy-wait.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { note } from '../output/output.ts';

/** What a daemon that starts waits for, as its log has it since then; `null` where it has said nothing. */
export function waitsFor({ logPath }: Instance, from: number | null, isAnswering: boolean): string | null {
  if (isAnswering) return 'The daemon waits for the API.';
  if (from === null) return null;
  const line = linesSince(logPath, from).findLast((text) => text.includes(`"msg":"${waitingForDatabase}"`));
  if (line === undefined) return null;
  try {
    const { err } = JSON.parse(line) as { err?: { message?: string } };
    return `The daemon waits for the database: ${sanitizeText(err?.message ?? '', 300)}`;
  } catch {
    // Half a line: the other half comes.
    return null;
  }
}

const linesSince = (logPath: string, from: number) =>
  readFileSync(logPath).subarray(from).toString().trimEnd().split('\n');

/**
 * The log as the daemon finds it, and where in it this start begins; `null` where it cannot be written, which keeps nobody
 * from recording.
 */
export function openStartLog(
  { environment }: Invocation,
  { logPath }: Instance,
): { descriptor: number; from: number } | null {
  try {
    mkdirSync(path.dirname(logPath), { recursive: true, mode: 0o700 });
    const descriptor = openSync(logPath, 'a', 0o600);
    return { descriptor, from: fstatSync(descriptor).size };
  } catch (error) {
    note(environment, `The log cannot be written, so there is none. ${toSpyglassError(error).message}`);
    return null;
  }
}

/** The daemon's own words, found at the end of its log, under its own exit code. */
export function failedStart({ logPath }: Instance, from: number | null, code: number | null): SpyglassError {
  if (code === 0) return new SpyglassError('not_running', 'The daemon was stopped before it was ready.');
  const codes = Object.keys(errorTable) as ErrorCode[];
  const known = codes.find((name) => errorTable[name].exit === code) ?? 'internal';
  if (from === null) {
    return new SpyglassError(known, `The daemon ended with ${code ?? 'a signal'} before it was ready.`, {
      hint: 'Run `spyglass daemon run` to see why.',
    });
  }
  const said = linesSince(logPath, from);
  const at = said.findLastIndex((line) => line.startsWith('spyglass: '));
  if (at < 0) {
    return new SpyglassError(known, `The daemon ended with ${code ?? 'a signal'} before it was ready.`, {
      hint: `See ${logPath}.`,
    });
  }
  const end = said.findIndex((line, index) => index > at && line.startsWith('  '));
  const message = said.slice(at, end < 0 ? undefined : end).join('\n');
  return new SpyglassError(known, message.replace('spyglass: ', ''), {
    hint: end < 0 ? `See ${logPath}.` : said[end]!.trim(),
  });
}
