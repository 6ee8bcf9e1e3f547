/**
 * Two daemons of a desk on one PostgreSQL. The one that records is killed, stopped for longer than its lease and woken, and cut
 * from the store, again and again; the other one takes over each time. Looks whether anything was written without the lease,
 * whether a slot was polled twice, whether the gaps are the time without a recorder, and whether the calls of a minute were
 * kept. Run by `npm run test:chaos:desk -- [kills] [stops] [cuts] [seed]`. Needs Debian's PostgreSQL, or a server that
 * SPYGLASS_TEST_POSTGRES_URL names.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { seededRandom } from '../../../src/base/random.ts';
import { withCluster } from '../../support/postgres/cluster.ts';
import { type DeskDaemon, deskDaemon } from './daemons.ts';
import { callsPerMinute, slotSeconds, speed, startMarket } from './market.ts';
import { type ServerProxy, startProxy } from '../../support/postgres/proxy.ts';
import { type Ledger, type StoreView, viewStore, watchWrites } from './store.ts';

const [kills = 50, stops = 20, cuts = 20] = process.argv.slice(2, 5).map(Number);
const random = seededRandom(process.argv[5] ?? 'desk');
const leaseSeconds = 2;
/** Real ms of the longest interval between two polls of a kind at the market's speed. */
const pollIntervalMs = (slotSeconds * 1000) / speed;
const names = ['desk_a', 'desk_b'] as const;
const directory = mkdtempSync(path.join(tmpdir(), 'spyglass-desk-'));
const problems: string[] = [];
const takeovers: number[] = [];

await withCluster(async (serverUrl) => {
  const database = `desk_${process.pid}`;
  const admin = await connect(serverUrl);
  for (const name of names) await admin.query(`drop role if exists ${name}`);
  for (const name of names) await admin.query(`create role ${name} superuser login`);
  await admin.query(`create database ${database}`);
  const client = await connect(withDatabase(serverUrl, database));
  const market = await startMarket();
  const lines = await Promise.all(names.map(() => startProxy(withDatabase(serverUrl, database))));
  const byPid = new Map<number, string>();
  const daemons = names.map((name, index) => {
    const store = new URL(lines[index]!.url);
    store.username = name;
    const { url: marketUrl, clockFlag } = market;
    const place = { name, directory, callsPerMinute, leaseSeconds, marketUrl, clockFlag };
    return deskDaemon({ ...place, storeUrl: store.href }, (pid) => byPid.set(pid, name));
  });
  const store = viewStore(client, (holder) => byPid.get(pidOf(holder)) ?? holder);
  try {
    daemons[0]!.start();
    await until('the first poll', async () => (await firstPolls(client)) > 0);
    await watchWrites(client);
    daemons[1]!.start();
    const faults = shuffled([
      ...new Array<'kill'>(kills).fill('kill'),
      ...new Array<'stop'>(stops).fill('stop'),
      ...new Array<'cut'>(cuts).fill('cut'),
    ]);
    for (const [index, fault] of faults.entries()) {
      await sleep(2000 + random.next() * 3000);
      await suffer(fault, { daemons, lines, store, byPid });
      if ((index + 1) % 10 === 0) say(`${index + 1} of ${faults.length}`);
    }
    await sleep(2 * pollIntervalMs);
    await look(store, market.busiestMinute());
    const refused = daemons.reduce((sum, daemon) => sum + daemon.refusedWrites(), 0);
    say(`${refused} writes refused for want of the lease`);
    if (stops > 0 && refused === 0) problems.push('no process that woke up has tried to write');
  } finally {
    for (const daemon of daemons) {
      daemon.leave();
      daemon.signal('SIGCONT');
      daemon.signal('SIGTERM');
      await Promise.race([daemon.gone(), sleep(10_000)]);
      daemon.signal('SIGKILL');
    }
    for (const line of lines) await line.close();
    await store.close();
    await market.close();
    await admin.query(`drop database ${database} with (force)`);
    for (const name of names) await admin.query(`drop role ${name}`);
    await admin.end();
  }
});

for (const problem of problems) say(problem);
const [p50, p99] = [0.5, 0.99].map((share) => quantile(takeovers, share));
say(
  `${kills} kills, ${stops} stops, ${cuts} cuts: ${problems.length} problems; from the end of a lease to the next one's first poll ${p50} ms p50, ${p99} ms p99`,
);
if (problems.length === 0) rmSync(directory, { recursive: true });
else say(`the daemons' files are in ${directory}`);
process.exitCode = problems.length === 0 ? 0 : 1;

interface Stage {
  daemons: DeskDaemon[];
  lines: Pick<ServerProxy, 'cut' | 'join'>[];
  store: StoreView;
  byPid: ReadonlyMap<number, string>;
}

/** One fault of the daemon that records, until the other one records and this one follows again. */
async function suffer(
  fault: 'kill' | 'stop' | 'cut',
  { daemons, lines, store, byPid }: Stage,
): Promise<void> {
  const before = await until('a recorder', async () => {
    const lease = await store.lease();
    return lease && lease.holder !== null && lease.expiresAt > lease.now && byPid.has(pidOf(lease.holder))
      ? lease
      : null;
  });
  const index = names.indexOf(byPid.get(pidOf(before.holder!)) as (typeof names)[number]);
  const daemon = daemons[index]!;
  if (fault === 'kill') daemon.signal('SIGKILL');
  else if (fault === 'stop') daemon.signal('SIGSTOP');
  else lines[index]!.cut();
  let last = before;
  const taken = await until(`a takeover after a ${fault}`, async () => {
    const lease = await store.lease();
    if (lease!.token === before.token) last = lease!;
    return lease!.token > before.token ? lease : null;
  });
  const polled = await until(`a poll after a ${fault}`, () => store.firstPollOf(taken!.token));
  takeovers.push(polled - last.expiresAt);
  // The former recorder comes back while the next one is at work.
  if (fault === 'kill') {
    await daemon.gone();
    daemon.start();
  } else if (fault === 'stop') daemon.signal('SIGCONT');
  else lines[index]!.join();
}

async function look(store: StoreView, busiest: number): Promise<void> {
  problems.push(
    ...(await store.staleWrites()),
    ...(await store.doubledSlots()).map((slot) => `polled twice: ${slot}`),
  );
  if (busiest > callsPerMinute) problems.push(`${busiest} calls in a minute of ${callsPerMinute}`);
  const late = takeovers.filter((ms) => ms > pollIntervalMs);
  for (const ms of late)
    problems.push(`a takeover took ${ms} ms, longer than an interval of ${pollIntervalMs} ms`);
  const ledger = await store.chainLedger();
  problems.push(...ledgerProblems(ledger));
  const recorded = `${ledger.polls.length} polls of the chain recorded, ${ledger.gaps.length} gaps`;
  say(`${recorded}; at most ${busiest} calls in a minute of ${callsPerMinute}`);
}

/**
 * Between two polls that are more than two intervals apart lies one gap, which begins within an interval of the first and ends
 * with the second; between others one slot may be missing, and lies in a gap then.
 */
function ledgerProblems({ polls, gaps }: Ledger): string[] {
  const interval = slotSeconds * 1000;
  /** Of the clocks of two processes, and of a poll until it is recorded. */
  const toleranceMs = interval / 2;
  return polls.slice(1).flatMap((next, index) => {
    const before = polls[index]!;
    const between = gaps.filter(({ from, to }) => {
      const middle = (from + (to ?? next)) / 2;
      return middle > before && middle < next;
    });
    const what = `between the polls of ${time(before)} and ${time(next)}`;
    if (next - before <= 2 * interval) return between.length <= 1 ? [] : [`${between.length} gaps ${what}`];
    const [gap, ...others] = between;
    if (!gap || others.length > 0) return [`${between.length} gaps ${what}`];
    const isExact = gap.from - before <= interval + toleranceMs && next - (gap.to ?? next) <= toleranceMs;
    return isExact ? [] : [`a gap from ${time(gap.from)} to ${time(gap.to ?? next)} ${what}`];
  });
}

function time(at: number): string {
  return new Date(at).toISOString().slice(11, 23);
}

/** `server1 (4711)` */
function pidOf(holder: string): number {
  return Number(/\((\d+)\)/.exec(holder)?.[1] ?? 0);
}

async function firstPolls(client: Client): Promise<number> {
  const there = await client.query(`select to_regclass('chain_polls') as name`);
  if (!there.rows[0]?.name) return 0;
  const { rows } = await client.query('select count(*) as count from chain_polls');
  return Number(rows[0]?.count ?? 0);
}

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client;
}

function withDatabase(url: string, name: string): string {
  const named = new URL(url);
  named.pathname = `/${name}`;
  return named.href;
}

async function until<T>(what: string, look: () => Promise<T | null | false>): Promise<T> {
  const deadline = performance.now() + 120_000;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > deadline)
      throw new Error(`waited two minutes for ${what}; the files are in ${directory}`);
    await sleep(20);
  }
}

function shuffled<T>(items: T[]): T[] {
  return items
    .map((item) => ({ item, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
