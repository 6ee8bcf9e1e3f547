import { SpyglassError } from '../../base/errors.ts';
import { bySeverity, exitCodeOf } from '../../base/severity.ts';
import { formatNewYorkTime, newYorkDate } from '../../market/calendar/new-york-time.ts';
import { calendarDays } from '../../config/settings/calendar-days.ts';
import { optionsEnd } from '../../market/products/series-times.ts';
import type { ProductRules } from '../../market/products/products.ts';
import type { AlertsSummary } from '../../protocol/alerts.ts';
import type { JobState, Status } from '../../protocol/state.ts';
import { budgetLine, rejectedLines } from '../output/calls-and-rows.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import { printJson, printLine, table } from '../output/output.ts';
import { statusAt } from '../status/status-at.ts';
import { deskLines } from '../status/desk-text.ts';
import { duration } from '../status/amounts.ts';
import { coverageLines, phaseText, sessionText } from '../status/status-text.ts';
import { bytes } from '../status/amounts.ts';
import { requireDaemon } from '../daemon/find-daemon.ts';
import { symbolGiven } from '../invocation/symbol-argument.ts';
import type { Invocation } from '../invocation/invocation.ts';

/** Exit code 0 when healthy or of the past, `unhealthy`'s when there are problems, `not_running`'s when nobody answers. */
export async function status(
  invocation: Invocation,
  flags: GlobalFlags & { json?: boolean },
): Promise<number> {
  const symbol = symbolGiven(flags);
  if (flags.at !== undefined) {
    await statusAt(invocation, { at: flags.at, symbol, isJson: flags.json === true });
    return 0;
  }
  const { link } = await requireDaemon(invocation, 'status');
  const all = await link.request('status', {}).finally(() => link.close());
  const found = symbol === null ? all : ofSymbol(all, symbol);
  if (flags.json) printJson(invocation.environment, found);
  else printLine(invocation.environment, describe(found, calendarDays(invocation.loaded.settings).products));
  return exitCodeOf(found.health.problems);
}

/** Jobs and coverage of one recorded symbol; the rest is not about symbols. @throws SpyglassError `no_data` */
function ofSymbol(found: Status, symbol: string): Status {
  const { hello, jobs, coverage } = found;
  const recorded = hello.symbols ?? [hello.symbol];
  if (!recorded.includes(symbol)) {
    throw new SpyglassError('no_data', `${symbol} is not recorded; recorded: ${recorded.join(', ')}.`, {
      hint: 'Add it to record.symbols in the settings file (`spyglass config path`).',
    });
  }
  // Jobs of the first symbol have none in their names, as those that are about no symbol.
  const isOther = ({ name }: JobState) => recorded.some((other) => isAbout(name, other) && other !== symbol);
  return {
    ...found,
    jobs: jobs.filter((job) => (symbol === hello.symbol ? !isOther(job) : isAbout(job.name, symbol))),
    coverage: coverage.filter((each) => (each.symbol ?? hello.symbol) === symbol),
  };
}

/** `chain QQQ` and `chain QQQ 2026-11-30` are about QQQ. */
const isAbout = (job: string, symbol: string) => job.split(' ')[1] === symbol;

function describe(found: Status, productChanges: ProductRules['productChanges']): string {
  const { hello, phase, budget, database, health } = found;
  const at = (instant: number | null) => (instant === null ? '–' : formatNewYorkTime(instant, true));
  const plan = hello.plan ? `, plan ${hello.plan}` : '';
  const simulated = hello.mode === 'demo' ? ` · simulated prices${plan}` : '';
  const clock = hello.isVirtualClock ? ` · virtual clock ×${hello.clockSpeed}` : '';
  const starting = hello.isStarting ? ' · starting' : '';
  const optionClose = optionsEnd(hello.symbol, phase.session, { productChanges });
  const lines = [
    `${hello.mode}${starting}${simulated}${clock} · process ${hello.pid} · version ${hello.appVersion} · up ${duration(found.uptimeMs)} · ${found.clients} connected`,
    `New York ${newYorkDate(hello.now)} ${at(hello.now)} · ${phaseText(phase)}`,
    `${sessionText(phase, optionClose)} · ${hello.symbol} chain of ${phase.expiration}`,
    `budget ${budgetLine(budget, hello.now)}`,
    ...(hello.symbols ? [`recorded: ${hello.symbols.join(', ')}`] : []),
    ...deskLines(found.desk),
    '',
    table(
      ['job', 'last success', 'next', 'why then', 'last error'],
      found.jobs.map((job) => [
        job.name,
        at(job.lastSucceededAt),
        job.isRunning ? 'running' : at(job.nextAt),
        job.reason,
        job.lastError ?? '',
      ]),
    ),
    '',
    ...coverageLines(found.coverage),
    ...(found.waiting
      ? [
          `kept in memory until the database takes them: ${found.waiting.quotes} quotes, ${found.waiting.chains} chains`,
        ]
      : []),
    ...rejectedLines(found.rejectedRows),
    alertsLine(found.alerts),
    '',
    `${database.path} · ${bytes(database.bytes)} · schema ${database.schemaVersion}`,
    tablesText(database.tables),
    '',
    ...(health.problems.length === 0
      ? ['healthy']
      : bySeverity(health.problems).map(
          (problem) =>
            `${problem.subject}: ${problem.message} (since ${at(problem.since)})\n  ${problem.hint}`,
        )),
  ];
  return lines.join('\n');
}

/** With a column of sizes where they are known. */
function tablesText(tables: Status['database']['tables']): string {
  const hasSizes = tables.some(({ bytes: size }) => size !== undefined);
  return table(
    ['table', '>rows', 'oldest', 'newest', ...(hasSizes ? ['>size'] : [])],
    tables.map((entry) => [
      ...[entry.table, `${entry.isAbout ? 'about ' : ''}${entry.rows.toLocaleString('en-US')}`],
      entry.oldest === null ? '–' : newYorkDate(entry.oldest),
      entry.newest === null ? '–' : newYorkDate(entry.newest),
      ...(hasSizes ? [bytes(entry.bytes ?? 0)] : []),
    ]),
  );
}

/** `alerts: 3 rules, 1 met, 1 not watched now; last alert 13:42:10`. */
function alertsLine({ rules, met, idle, lastAt }: AlertsSummary): string {
  const last = lastAt === null ? 'no alert today' : `last alert ${formatNewYorkTime(lastAt, true)}`;
  if (rules === 0) return `alerts: no rules; ${last}`;
  const waiting = idle > 0 ? `, ${idle} not watched now` : '';
  return `alerts: ${rules} rule${rules > 1 ? 's' : ''}, ${met} met${waiting}; ${last}`;
}
