import test from 'ava';
import { loadSettings } from '../../../src/config/load-settings.ts';
import { createPruner } from '../../../src/daemon/recording/pruner.ts';
import { createEventBus } from '../../../src/daemon/event-bus.ts';
import type { PruneReport } from '../../../src/recordings/reports.ts';
import type { Retention } from '../../../src/recordings/retention.ts';
import { monday } from '../../db/fixtures.ts';
import { manualClock } from '../../support/manual-clock.ts';

const nothing: PruneReport = {
  ...{ isDryRun: true, at: monday, tables: [], onlyArchived: true, waiting: [] },
  ...{ rows: 0, bytes: 0, freedBytes: 0, durationMs: 0 },
};

/** A pruner over a retention that ends its runs when it is told to. */
function controlled(env: Record<string, string> = {}) {
  const { settings } = loadSettings({ env });
  const scopes: boolean[] = [];
  const running: { plan: PruneReport; end: () => void }[] = [];
  const retention: Retention = {
    async plan(_cutoffs, at, { onlyArchived = false } = {}) {
      scopes.push(onlyArchived);
      return { ...nothing, at, onlyArchived };
    },
    execute: (plan) =>
      new Promise((resolve) => {
        running.push({ plan, end: () => resolve({ ...plan, isDryRun: false }) });
      }),
  };
  const bus = createEventBus();
  const events: PruneReport[] = [];
  bus.on('prune', (report) => void events.push(report));
  return {
    pruner: createPruner({ retention }, manualClock(monday), settings, bus),
    settings,
    scopes,
    running,
    events,
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('rows wait for the archive, unless archiving is off or the user does not wait', async (t) => {
  const { pruner, settings, scopes } = controlled();
  await pruner.plan();
  await pruner.plan({ notArchived: true });
  settings.archiveEnabled = false;
  await pruner.plan({ at: monday - 1 });
  t.deepEqual(scopes, [true, false, false]);
});

test('a second call joins a run in flight, and one that may take more waits for its turn', async (t) => {
  const { pruner, running, events } = controlled();
  const { signal } = new AbortController();
  const first = pruner.prune(signal);
  const second = pruner.prune(signal);
  const more = pruner.prune(signal, { notArchived: true });
  const joined = pruner.prune(signal);
  await turn();
  t.is(running.length, 1);
  running[0]!.end();
  t.is(await first, await second);
  await turn();
  t.is(running.length, 2);
  running[1]!.end();
  t.false((await more).onlyArchived);
  t.is(await joined, await more);
  t.deepEqual(events, [await first, await more]);
  const again = pruner.prune(signal);
  await turn();
  running[2]!.end();
  t.true((await again).onlyArchived);
});
