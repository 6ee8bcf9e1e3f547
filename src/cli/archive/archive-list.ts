import type { GlobalFlags } from '../invocation/flags.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { symbolGiven } from '../invocation/symbol-argument.ts';
import { printJson, printLine } from '../output/output.ts';
import { archiveReport } from './archive-access.ts';
import { reportText } from './archive-text.ts';

interface ListFlags extends GlobalFlags {
  symbol?: string;
  json?: boolean;
}

/** The sessions of the archive, and those that wait to be archived. */
export async function archiveList(invocation: Invocation, flags: ListFlags): Promise<undefined> {
  const symbol = symbolGiven(flags);
  const report = await archiveReport(invocation);
  const list = report.list.filter((session) => symbol === null || session.symbol === symbol);
  if (flags.json) printJson(invocation.environment, { ...report, list });
  else printLine(invocation.environment, reportText(report, list));
}
