import { formatNewYorkTime, newYorkDate } from '../../market/calendar/new-york-time.ts';
import type {
  ArchiveOutcome,
  ArchiveReport,
  ArchivedSessionState,
  ArchiveState,
} from '../../protocol/archive.ts';
import { table } from '../output/output.ts';
import { shareText } from '../output/progress-line.ts';
import { bytes } from '../status/amounts.ts';

const count = (value: number) => value.toLocaleString('en-US');
const moment = (at: number | null) => (at === null ? '' : `${newYorkDate(at)} ${formatNewYorkTime(at)}`);
const sessions = (value: number) => `${count(value)} ${value === 1 ? 'session' : 'sessions'}`;

/** Every session on a line, then all of them together, what waits, and what is wrong. */
export function reportText(report: ArchiveReport, list: readonly ArchivedSessionState[]): string {
  const lines = [totalsText(report)];
  if (!report.isEnabled)
    lines.push('Archiving is off (archive.enabled): rows past their retention go unarchived.');
  else if (report.waiting > 0)
    lines.push(`${sessions(report.waiting)} not archived yet, since ${report.waitingSince ?? ''}.`);
  if (report.problem) lines.push(`${report.problem.message}\n${report.problem.hint}`);
  if (list.length === 0) return lines.join('\n');
  const header = ['symbol', 'date', '>rows', '>size', 'archived', 'verified', 'rows are in', ''];
  return [table(header, list.map(rowOf)), '', ...lines].join('\n');
}

function totalsText({ sessions: held, bytes: size, rows, directory }: ArchiveReport): string {
  if (held === 0) return `No session is archived in ${directory} yet.`;
  return `${sessions(held)}, ${count(rows)} rows, ${bytes(size)} in ${directory}.`;
}

function rowOf(session: ArchivedSessionState): string[] {
  const { symbol, date, rows, archivedAt, verifiedAt, problem, isWaiting } = session;
  const state = problem === null ? (isWaiting ? 'waits' : '') : `DAMAGED: ${problem}`;
  const size = archivedAt === null ? '' : bytes(session.bytes);
  return [symbol, date, count(rows), size, moment(archivedAt), moment(verifiedAt), placesOf(session), state];
}

/** Where the rows of a session are. */
function placesOf({ archivedAt, isChainsRemoved, isQuotesRemoved }: ArchivedSessionState): string {
  if (archivedAt === null) return 'database';
  if (isChainsRemoved && isQuotesRemoved) return 'archive';
  if (isChainsRemoved) return 'archive; quotes in both';
  return isQuotesRemoved ? 'archive; chains in both' : 'both';
}

/** What came of each session. */
export function outcomesText(outcomes: readonly ArchiveOutcome[]): string {
  return outcomes
    .map(({ symbol, date, isOk, message, rows, bytes: size }) => {
      const amounts = isOk ? `: ${count(rows)} rows, ${bytes(size)}` : '';
      return `${symbol} ${date}  ${isOk ? 'ok' : 'FAILED'}  ${message}${amounts}`;
    })
    .join('\n');
}

const workWords = {
  archive: 'archiving',
  verify: 'reading',
  remove: 'removing',
  import: 'importing',
  unknown: 'busy with',
} as const;

/** Progress of the session that is worked on: drawn over itself on a terminal, a line for each session elsewhere. */
export function progressText(isTTY: boolean): (state: ArchiveState) => string | null {
  let shown = '';
  return ({ running }) => {
    if (!running) return null;
    const { work, symbol, date, share } = running;
    const what = `${workWords[work]} ${symbol} ${date}`;
    if (isTTY) return share === null ? what : `${shareText(share, true)}  ${what}`;
    if (what === shown) return null;
    shown = what;
    return what;
  };
}
