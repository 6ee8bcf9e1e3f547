import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import Database from 'better-sqlite3';
import { systemClock, virtualClock } from '../../src/base/clock.ts';
import type { Environment } from '../../src/cli/invocation/environment.ts';
import { startOwnDaemon } from '../../src/cli/daemon/own-daemon.ts';
import { launchOptions, readInvocation } from '../../src/cli/invocation/invocation.ts';
import { ownerOf } from '../../src/db/sqlite/files/owner-lock.ts';
import { createConnection } from '../../src/protocol/connection/connection.ts';
import { openLink } from '../../src/protocol/connection/link.ts';
import { startSimulator } from '../../src/simulator/server.ts';
import { tempDir } from '../support/temp-dir.ts';
import { launcher } from './support/terminal.ts';

const rounds = Number(process.env.SPYGLASS_HAND_OVERS ?? 12);
const startAt = Date.parse('2026-11-23T15:30:00Z');
const quoteMs = 5000;
const chainMs = 10_000;
/** Dashboards that look on all the while: each event goes to every one of them, over every hand-over. */
const onlookers = 8;

interface Slots {
  quote: number[];
  chain: number[];
}

/** The world's time goes on from round to round, as the recordings do. */
function openMarket(t: ExecutionContext, dir: string, url: string, now: () => number) {
  const environment = {
    env: {
      ...process.env,
      ...{ HOME: dir, XDG_DATA_HOME: dir, XDG_CONFIG_HOME: dir, XDG_STATE_HOME: dir, XDG_RUNTIME_DIR: dir },
      ...{ MASSIVE_API_KEY: 'very-secret', SPYGLASS_BASE_URL: url, SPYGLASS_CALLS_PER_MINUTE: '1000' },
      ...{ SPYGLASS_QUOTE_SECONDS: `${quoteMs / 1000}`, SPYGLASS_CHAIN_SECONDS: `${chainMs / 1000}` },
    },
    argv: [process.execPath, launcher],
    ...{ stdin: process.stdin, stdout: process.stdout, stderr: process.stderr },
    ...{ pid: process.pid, platform: process.platform, appVersion: '0.0.0' },
    places: {
      ...{ data: path.join(dir, 'spyglass'), config: path.join(dir, 'spyglass') },
      ...{ state: path.join(dir, 'spyglass'), runtime: dir, platform: process.platform },
    },
    workerUrl: new URL('../../dist/worker.js', import.meta.url),
  } as unknown as Environment;
  const dataDir = path.join(dir, 'd');
  const databasePath = path.join(dataDir, 'spyglass.sqlite');
  return {
    databasePath,
    async embed() {
      const flags = { dataDir, clock: new Date(now()).toISOString() };
      const invocation = await readInvocation(environment, flags);
      const plan = launchOptions(invocation, 'live');
      const own = startOwnDaemon(invocation, flags, plan);
      t.teardown(own.close);
      await own.ready;
      return { own, socketPath: plan.instance.socketPath };
    },
    slotsSince(at: number): Slots {
      const database = new Database(databasePath, { readonly: true });
      try {
        const of = (table: string) =>
          database
            .prepare<[number], number>(`select slot_at from ${table} where slot_at >= ? order by id`)
            .pluck()
            .all(at);
        return { quote: of('spy_quotes'), chain: of('chain_polls') };
      } finally {
        database.close();
      }
    },
    /** What the log warned of. */
    warnings: () => {
      const folder = path.join(dir, 'spyglass');
      const logs = readdirSync(folder).filter((name) => name.endsWith('.log'));
      const lines = logs.flatMap((name) => readFileSync(path.join(folder, name), 'utf8').split('\n'));
      return lines.filter((line) => /"level":(40|50)/.test(line)).join('\n');
    },
    gapsSince(at: number): unknown[] {
      const database = new Database(databasePath, { readonly: true });
      try {
        return database
          .prepare('select job, reason, started_at, ended_at from poll_gaps where started_at >= ?')
          .all(at);
      } finally {
        database.close();
      }
    },
  };
}

const isEvery = (slots: readonly number[], everyMs: number) =>
  slots.every((slot, index) => index === 0 || slot === slots[index - 1]! + everyMs);

test.serial(
  `${rounds} recordings move into the background: no slot is missed, none is polled twice`,
  async (t) => {
    t.timeout(rounds * 120_000);
    const dir = await tempDir(t);
    const clock = virtualClock(startAt);
    let quotesAsked = 0;
    const simulator = await startSimulator({
      ...{ clock, hasRateLimit: false },
      log: (line) => {
        if (/stocks\/tickers\/SPY\b/.test(line)) quotesAsked += 1;
      },
    });
    t.teardown(simulator.close);
    const market = openMarket(t, dir, simulator.url, clock.now);
    const took: number[] = [];
    let polled = 0;
    for (let round = 1; round <= rounds; round++) {
      const { own, socketPath } = await market.embed();
      const real = systemClock();
      const options = { socketPath, clock: real, appVersion: '0.0.0', client: 'test' };
      const looking = Array.from({ length: onlookers }, () => createConnection(options));
      const pids = looking.map(() => 0);
      for (const [index, connection] of looking.entries()) {
        connection.onSnapshot((_, hello) => {
          pids[index] = hello.pid;
        });
      }
      const until = async (holds: () => boolean) => {
        while (!holds()) await real.sleep(20);
      };
      // From the first slot of both on: the run at the start has none.
      const begun = clock.now();
      await until(
        () => market.slotsSince(begun).chain.length > 0 && market.slotsSince(begun).quote.length > 0,
      );
      await until(() => pids.every((pid) => pid === process.pid));
      const from = Math.max(market.slotsSince(begun).chain[0]!, market.slotsSince(begun).quote[0]!);
      const askedBefore = quotesAsked - market.slotsSince(from).quote.length;
      const at = real.monotonic();
      await own.moveToBackground();
      took.push(Math.round(real.monotonic() - at));
      const pid = own.movedTo();
      t.not(pid, null);
      t.false(own.isAlive());
      t.is(ownerOf(market.databasePath)?.pid ?? null, pid, 'one owner');
      const moved = clock.now();
      await until(
        () => market.slotsSince(moved).chain.length > 0 && market.slotsSince(moved).quote.length > 0,
      );
      await until(() => pids.every((seen) => seen === pid));
      const link = await openLink(options);
      t.is(link.hello.pid, pid!);
      await link.request('shutdown', {});
      await link.closed;
      const slots = market.slotsSince(from);
      t.deepEqual(market.gapsSince(from), [], `round ${round}: ${market.warnings()}`);
      t.true(isEvery(slots.quote, quoteMs), `round ${round}: ${slots.quote.map((slot) => slot - from)}`);
      t.true(isEvery(slots.chain, chainMs), `round ${round}: ${slots.chain.map((slot) => slot - from)}`);
      t.is(quotesAsked - askedBefore, slots.quote.length, `round ${round}: requests`);
      for (const connection of looking) await connection.close();
      await own.close();
      polled += slots.quote.length + slots.chain.length;
    }
    const sorted = took.toSorted((a, b) => a - b);
    const half = sorted[rounds >> 1];
    t.log(`${rounds} moves, ${polled} slots; ms for a move: median ${half}, longest ${sorted.at(-1)}`);
  },
);
