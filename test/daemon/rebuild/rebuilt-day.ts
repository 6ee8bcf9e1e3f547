import path from 'node:path';
import type { ExecutionContext } from 'ava';
import type { Clock } from '../../../src/base/clock.ts';
import { loadSettings } from '../../../src/config/load-settings.ts';
import { openRebuild } from '../../../src/daemon/rebuild/open-rebuild.ts';
import type { RebuildRequest } from '../../../src/daemon/rebuild/rebuild-context.ts';
import { openForReading } from '../../../src/db/sqlite/open-for-reading.ts';
import type { RebuildStep } from '../../../src/protocol/rebuild.ts';
import { momentAt } from '../../../src/simulator/options/session-before.ts';
import { optionSeries } from '../../../src/simulator/options/option-series.ts';
import { stockOf } from '../../../src/simulator/instruments/instruments.ts';
import type { SimulatorOptions } from '../../../src/simulator/server.ts';
import { httpGet } from '../../../src/sources/polygon/http/http-get.ts';
import type { ManualClock } from '../../support/manual-clock.ts';
import { putEmptyDatabase } from '../../support/empty-database.ts';
import { sharedMarket, startSimulator } from '../../support/shared-market.ts';
import { tempDir } from '../../support/temp-dir.ts';

export interface AloneSetup {
  clock: Clock;
  simulator?: Partial<SimulatorOptions>;
  dir?: string;
  callsPerMinute?: number;
  /** Whether a path is answered with something that is no answer. */
  alter?: (path: string) => boolean;
}

/** A rebuild without a daemon, against a simulator; every path that was asked for. */
export async function openAloneRebuild(t: ExecutionContext, { clock, ...setup }: AloneSetup) {
  const dir = setup.dir ?? (await tempDir(t));
  const databasePath = path.join(dir, 'spyglass.sqlite');
  if (!setup.dir) await putEmptyDatabase(databasePath);
  const asked: { at: number; path: string }[] = [];
  const simulator = await startSimulator({ clock, ...setup.simulator });
  t.teardown(simulator.close);
  const opened = await openRebuild({
    ...{ databasePath, clock, apiKey: 'test-key', baseUrl: simulator.url },
    settings: { ...loadSettings({ env: {} }).settings, callsPerMinute: setup.callsPerMinute ?? null },
    ...{ pid: process.pid, appVersion: '0.0.0', random: () => 0.5 },
    async httpGet(url, options) {
      asked.push({ at: clock.now(), path: new URL(url).pathname + new URL(url).search });
      const answer = await httpGet(url, options);
      return setup.alter?.(url) ? { ...answer, body: senseless(answer.body) } : answer;
    },
  });
  t.teardown(opened.close);
  return { ...opened, dir, asked, simulator, reader: () => openForReading({ path: databasePath }) };
}

async function* senseless(body: AsyncIterable<Uint8Array> | null) {
  for await (const _ of body ?? []);
  yield Buffer.from('{"results": 3}');
}

/** Steps until nothing is left, or so many are done. */
export async function rebuildAll(
  step: (request: RebuildRequest) => Promise<RebuildStep>,
  request: RebuildRequest,
  { most = Number.POSITIVE_INFINITY, until = 'done' }: { most?: number; until?: RebuildStep['stage'] } = {},
): Promise<RebuildStep> {
  let done = await step(request);
  for (let steps = 1; steps < most && ![until, 'done'].includes(done.stage) && !done.isStuck; steps++)
    done = await step(request);
  return done;
}

/** Moves the clock, so far at a time, until a promise settles. */
export async function whileMoving<T>(clock: ManualClock, work: Promise<T>, stepMs = 1000): Promise<T> {
  let isOver = false;
  const over = work.finally(() => {
    isOver = true;
  });
  over.catch(() => undefined);
  while (!isOver) await clock.advance(stepMs);
  return await over;
}

const spy = stockOf('SPY')!;

/** At-the-money volatility of the simulated market, annualized by calendar time, as a fraction. */
export function simulatedVolatility(date: string, at: number): number {
  const { market: model } = sharedMarket();
  const session = model.calendar.sessionOn(date)!;
  return momentAt(model, optionSeries(spy, spy.optionRoots[0]!, date), session, at).atTheMoney;
}
