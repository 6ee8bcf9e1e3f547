import { systemClock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import { lossText, waitingText } from '../../protocol/texts/waiting-text.ts';
import type { PruneReport } from '../../recordings/reports.ts';
import { candidates, findDaemon } from '../daemon/find-daemon.ts';
import { ignoreMissing } from '../invocation/answer-source.ts';
import { isConfirmed } from '../invocation/confirm.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { note, printJson, printLine, table } from '../output/output.ts';
import { bytes } from '../status/amounts.ts';

interface PruneFlags extends GlobalFlags {
  dryRun?: boolean;
  notArchived?: boolean;
  yes?: boolean;
  json?: boolean;
}

type Prune = (request: { dryRun: boolean; notArchived?: true }) => Promise<PruneReport>;

/** Removes old rows, through the daemon when one runs, else directly as the database's owner. */
export async function prune(invocation: Invocation, flags: PruneFlags): Promise<number | undefined> {
  const { environment } = invocation;
  return await withPruner(invocation, async (run) => {
    const { plan, lost } = await look(run, flags);
    const shown = [describe(plan), ...lost].join('\n');
    if (flags.dryRun) {
      if (flags.json) printJson(environment, plan);
      else printLine(environment, shown);
      return undefined;
    }
    if (!flags.yes && plan.rows > 0) {
      if (!environment.stdin.isTTY) {
        throw new SpyglassError('usage', `${plan.rows} rows would go; nothing was removed.`, {
          hint: 'Add --yes to remove them without being asked, or --dry-run to only look.',
        });
      }
      note(environment, shown);
      const question = lost.length > 0 ? 'Remove them, and lose this for ever?' : 'Remove them?';
      if (!(await isConfirmed(environment, question))) {
        note(environment, 'Nothing was removed.');
        return undefined;
      }
    }
    const report =
      plan.rows > 0 ? await run({ ...scopeOf(flags), dryRun: false }) : { ...plan, isDryRun: false };
    if (flags.json) printJson(environment, report);
    else printLine(environment, describe(report));
    return undefined;
  });
}

const scopeOf = ({ notArchived }: PruneFlags) => (notArchived ? { notArchived: true as const } : {});

/** What would go, and what of it is lost for ever: `waiting` names that too where the user does not wait for the archive. */
async function look(run: Prune, flags: PruneFlags): Promise<{ plan: PruneReport; lost: string[] }> {
  const plan = await run({ ...scopeOf(flags), dryRun: true });
  if (!flags.notArchived) return { plan, lost: [] };
  const { waiting } = await run({ dryRun: true });
  return { plan: { ...plan, waiting }, lost: lossText(waiting) };
}

async function withPruner<T>(invocation: Invocation, use: (run: Prune) => Promise<T>): Promise<T> {
  const found = await findDaemon(invocation, 'prune');
  if (found) {
    try {
      return await use((request) => found.link.request('prune', request));
    } finally {
      found.link.close();
    }
  }
  const { openStoreAsOwner, openStoreForReading } = await import('../../db/open-store.ts');
  for (const instance of candidates(invocation)) {
    const clock = systemClock();
    const existing = await openStoreForReading(instance).catch(ignoreMissing);
    if (!existing) continue;
    await existing.close();
    const [{ createPruner }, { createEventBus }] = await Promise.all([
      import('../../daemon/recording/pruner.ts'),
      import('../../daemon/event-bus.ts'),
    ]);
    const db = await openStoreAsOwner(instance, { clock, pid: invocation.environment.pid });
    try {
      const pruner = createPruner(db, clock, invocation.loaded.settings, createEventBus());
      return await use(({ dryRun, ...choice }) =>
        dryRun ? pruner.plan(choice) : pruner.prune(new AbortController().signal, choice),
      );
    } finally {
      await db.close();
    }
  }
  throw new SpyglassError('not_running', 'No daemon is running, and nothing has been recorded yet.');
}

function describe(report: PruneReport): string {
  const verb = report.isDryRun ? 'would go' : 'removed';
  const rows = report.tables.map((entry) => [
    entry.table,
    entry.rows.toLocaleString('en-US'),
    entry.total.toLocaleString('en-US'),
    bytes(entry.bytes),
    entry.cutoff === null ? 'kept for ever' : newYorkDate(entry.cutoff),
  ]);
  const sum = report.isDryRun
    ? `${report.rows.toLocaleString('en-US')} rows, about ${bytes(report.bytes)}, would go.`
    : `Removed ${report.rows.toLocaleString('en-US')} rows; ${bytes(report.freedBytes)} freed in ${(report.durationMs / 1000).toFixed(1)} s.`;
  const waiting = report.onlyArchived ? report.waiting.map(waitingText) : [];
  const ways =
    waiting.length > 0
      ? ['They go once the archive holds them; `spyglass prune --not-archived` does not wait for that.']
      : [];
  const head = table(['table', `>${verb}`, '>of', '>size', 'older than'], rows);
  return [head, sum, ...waiting, ...ways].join('\n');
}
