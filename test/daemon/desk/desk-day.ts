import type { ExecutionContext } from 'ava';
import type { Settings } from '../../../src/config/settings/settings-table.ts';
import { midSession } from '../support.ts';
import {
  type DeskDaemon,
  type DeskRun,
  lasting,
  openDesk,
  settled,
  told,
  type Watcher,
  watch,
} from './desk-run.ts';

const recorded = { recordSymbols: ['SPY', 'QQQ', 'TSLA'], alertRules: ['price > 1', 'QQQ price > 1'] };

/** Watches a daemon's main chain, and one of another symbol. */
async function watchBoth(run: DeskRun, daemon: DeskDaemon): Promise<Watcher[]> {
  return [await watch(run, daemon), await watch(run, daemon, { symbol: 'QQQ' })];
}

/** What clients of all these daemons were told since they subscribed must be the same, and so must a new client's picture. */
async function compare(t: ExecutionContext, run: DeskRun, daemons: DeskDaemon[], watchers: Watcher[][]) {
  await settled(run, ...watchers.flat());
  const [first, ...others] = watchers;
  for (const [index, other] of others.entries()) {
    for (const [which, watcher] of other.entries()) {
      t.deepEqual(told(watcher), told(first![which]!), `${daemons[index + 1]!.name}, chain ${which}`);
    }
  }
  const fresh = [];
  for (const daemon of daemons) fresh.push(await watchBoth(run, daemon));
  for (const other of fresh.slice(1)) {
    t.deepEqual(
      other.map(({ snapshot }) => lasting(snapshot)),
      fresh[0]!.map(({ snapshot }) => lasting(snapshot)),
    );
  }
  return watchers.flat().reduce((count, { events }) => count + events.length, 0);
}

/**
 * A recorder and two followers over stretches of a simulated day of three underlyings; after each, the recorder hands over.
 * @param stretches minutes of each
 * @param pace how often is polled
 */
export async function desksDay(
  t: ExecutionContext,
  at: number,
  stretches: readonly number[],
  pace: Partial<Settings> = {},
): Promise<void> {
  const settings = { ...recorded, ...pace };
  const run = await openDesk(t, at);
  const names = ['server1', 'server2', 'server3'];
  let daemons: DeskDaemon[] = [];
  for (const name of names) daemons.push(await run.start(name, settings));
  let compared = 0;
  for (const minutes of stretches) {
    await run.settleRoles(daemons);
    // Followers have read by then what the new recorder begins with.
    await run.clock.advance(2000);
    const watchers: Watcher[][] = [];
    for (const daemon of daemons) watchers.push(await watchBoth(run, daemon));
    await run.clock.advance(minutes * 60_000);
    compared += await compare(t, run, daemons, watchers);
    const recorder = daemons.find(({ daemon }) => daemon.hello.desk?.role === 'recorder')!;
    await run.until(recorder.daemon.close());
    const others = daemons.filter((daemon) => daemon !== recorder);
    daemons = [...others, await run.start(`${recorder.name}+`, settings)];
  }
  t.true(compared > 100 * stretches.length, `${compared} events`);
  t.log(`${compared} events compared`);
  const polledBy = new Map<string, Set<string>>();
  for (const { url, at: sentAt, by } of run.sent) {
    const key = `${url} ${sentAt}`;
    polledBy.set(key, (polledBy.get(key) ?? new Set()).add(by));
  }
  t.true(
    [...polledBy.values()].every((by) => by.size === 1),
    'nothing is asked for twice',
  );
}

export { midSession };
