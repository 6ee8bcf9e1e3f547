import type { Clock } from '../../base/clock.ts';
import type { CopiedTableReport, CopyProgress, CopyReport } from '../../recordings/shared/copy-report.ts';
import { createPace } from '../output/backfill-progress.ts';
import { table } from '../output/output.ts';
import { shareText } from '../output/progress-line.ts';

const count = (rows: number) => rows.toLocaleString('en-US');

/** Both steps read every row: each is half of the work. */
const shareOf = ({ step, done, total }: CopyProgress) =>
  (step === 'verify' ? 0.5 : 0) + (total === 0 ? 0.5 : done / total / 2);

/** The line of a copy that is under way; where it is not drawn over itself, one for each table of each step. */
export function copyProgressText(
  clock: Clock,
  isTerminal: boolean,
): (progress: CopyProgress) => string | null {
  const pace = createPace();
  let said = '';
  return (progress) => {
    const { step, done, total } = progress;
    const what = `${step === 'copy' ? 'copying' : 'comparing'} ${progress.table}`;
    if (!isTerminal && what === said) return null;
    said = what;
    const share = shareOf(progress);
    const leftMs = isTerminal ? pace(share, clock.monotonic()) : null;
    // What a narrow terminal cuts off comes last.
    const left = leftMs === null ? '' : `  about ${minutesOf(leftMs)} left`;
    return `${shareText(share, isTerminal)}${left}  ${what}  ${count(done)} of ${count(total)} rows`;
  };
}

function minutesOf(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}

/** What a copy has done, in lines for people. */
export function copyText(report: CopyReport): string {
  const tables = report.tables.filter(({ rows, extra }) => rows + extra > 0);
  const lines = [`${report.from} → ${report.to}`];
  if (tables.length > 0) {
    const cells = tables.map((each) => [
      ...[each.table, count(each.rows), count(each.copied), each.sourceHash.slice(0, 12), verdict(each)],
    ]);
    lines.push(table(['table', '>rows', '>copied now', 'hash', 'both'], cells));
  }
  const rows = report.tables.reduce((sum, each) => sum + each.rows, 0);
  if (report.isSame) lines.push(`Both have the same ${count(rows)} rows.`);
  return lines.join('\n');
}

function verdict({ missing, different, extra, refused, dates }: CopiedTableReport): string {
  const counted = [
    ...(different > 0 ? [`${count(different)} differ`] : []),
    ...(missing > 0 ? [`${count(missing)} missing`] : []),
    ...(extra > 0 ? [`${count(extra)} more there`] : []),
  ];
  if (counted.length === 0) return 'same';
  const odd = dates?.filter((each) => each.different + each.missing > 0).map(({ date }) => date) ?? [];
  const of = odd.length === 0 ? '' : ` of ${odd.slice(0, 3).join(', ')}${odd.length > 3 ? ', …' : ''}`;
  const why = refused.length === 0 ? '' : `: ${refused[0]}`;
  return `${counted.join(', ')}${of}${why}`;
}

/** What to do about a new database that is not the same; `null` where the error's own hint says it. */
export function differsHint({ partial }: { partial?: string | null }): string | null {
  if (!partial) return null;
  return `The copy is not complete: remove ${partial}, and run it again.`;
}
