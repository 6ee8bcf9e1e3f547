import { errorTable, isErrorCode, type Severity, severities } from './errors.ts';

/** A problem as far as its severity goes. */
interface Lasting {
  /** A code of the error table. */
  code: string;
  since: number;
}

/** Of a code that this version does not know, an error: a newer daemon has its reasons. */
export function severityOf(code: string): Severity {
  return isErrorCode(code) ? errorTable[code].severity : 'error';
}

/** The worst first, and of one severity the oldest first: the order in which problems are listed everywhere. */
export function bySeverity<P extends Lasting>(problems: readonly P[]): P[] {
  const rank = ({ code }: Lasting) => severities.indexOf(severityOf(code));
  return problems.toSorted((a, b) => rank(a) - rank(b) || a.since - b.since);
}

/** What `status` exits with while these problems last: 0 without any. */
export function exitCodeOf(problems: readonly unknown[]): number {
  return problems.length === 0 ? 0 : errorTable.unhealthy.exit;
}
