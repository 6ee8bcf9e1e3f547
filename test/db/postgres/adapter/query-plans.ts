import test from 'ava';
import type { PostgresConnection } from '../../../../src/db/postgres/connection/sql.ts';
import { partitionedTables } from '../../../../src/db/postgres/partitions.ts';
import type { Recording } from '../../../../src/recordings/recording.ts';
import { openTestStores } from '../../../support/postgres/test-store.ts';
import { type SentStatement, watchedConnection } from '../../../support/postgres/watched-connection.ts';
import { aChain, aQuote, day, minute, monday, someLevels } from '../../fixtures.ts';
import { useEverything } from '../../use-everything.ts';
import type { OpenStore } from './open-store.ts';

/** Of a plan as PostgreSQL explains it. */
interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  Plans?: PlanNode[];
}

/** Reads that may walk a whole table, and why. */
const allowed: { pattern: RegExp; why: string }[] = [
  {
    pattern: /^select coalesce\(sum\(stored\), 0\) as total from chain_polls$/,
    why: 'polls in place of rows',
  },
  { pattern: /^select count\(\*\) as total from \w+$/, why: 'all of them are counted' },
  { pattern: /from alert_deliveries group by channel/, why: 'the alerts of some days, once a start' },
  { pattern: /^select (min|max)\(started_at\) from poll_gaps$/, why: 'a handful of rows a day at most' },
  { pattern: /^select (min|max)\(created_at\) from exchange_days$/, why: 'a handful of rows a year' },
  { pattern: /^select (min|max)\(archived_at\) from archived_sessions$/, why: 'a row a day and underlying' },
];

/** The plan of a statement, with its values; a walk over a table stands in it only where there is no other way. */
async function planOf(connection: PostgresConnection, { text, values }: SentStatement): Promise<PlanNode[]> {
  return await connection.transaction(async (sql) => {
    await sql.run('set local enable_seqscan = off');
    const [row] = await sql.rows<[[{ Plan: PlanNode }]]>(`explain (format json) ${text}`, values);
    return nodesOf(row![0][0].Plan);
  });
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/** The tables that a plan walks from end to end. */
const walked = (plan: readonly PlanNode[]) =>
  plan.filter((node) => node['Node Type'] === 'Seq Scan').map((node) => node['Relation Name']);

/** How many partitions of each table a plan may look into. */
function partitionsIn(plan: readonly PlanNode[]): Record<string, number> {
  const names = new Set(plan.flatMap((node) => node['Relation Name'] ?? []));
  const counted = partitionedTables.map((table): [string, number] => [
    table,
    [...names].filter((name) => name.startsWith(`${table}_2`)).length,
  ]);
  return Object.fromEntries(counted.filter(([, count]) => count > 0));
}

const oneLine = (text: string) => text.trim().replaceAll(/\s+/g, ' ');
const expiration = '2026-11-25';

/** Days with partitions: one a week and more apart, and today. */
const times = [monday - 20 * day, monday - 10 * day, monday - 3 * day, monday];

async function recordDays(db: Recording) {
  for (const [index, timestamp] of times.entries()) {
    for (const at of [timestamp, timestamp + minute]) {
      await db.chains.record(aChain({ expiration, timestamp: at }));
      await db.quotes.record(aQuote({ price: 600 + index + at / 1e13, receivedAt: at, timestamp: at - 400 }));
    }
  }
}

const session = { underlying: 'SPY', date: '2026-11-23' };
const stretch = { from: monday - 1, asOf: monday + minute };

/** What is asked for all day long, on a trade date that is known: each of these reads looks into that date's partitions alone. */
const hotReads: Record<string, (db: Recording) => Promise<unknown>> = {
  'the latest chain': ({ chains }) => chains.latest('SPY', monday + minute),
  'a chain at an instant': ({ chains }) => chains.at('SPY', expiration, monday),
  'the next chain': async ({ chains }) =>
    chains.next((await chains.at('SPY', expiration, monday))!, monday + minute),
  'the listed contracts': ({ chains }) => chains.listedAt('SPY', expiration, monday),
  'the last poll': ({ chains }) => chains.lastPollAt('SPY', expiration, monday),
  'polls of a stretch': ({ chains }) => chains.polledAt('SPY', expiration, monday, monday + minute),
  'what a poll stored': ({ pollRows }) =>
    pollRows.stored({ underlying: 'SPY', expiration, timestamp: monday }),
  'a new poll': ({ chains }) => chains.record(aChain({ expiration, timestamp: monday + 2 * minute })),
  'a poll in between': ({ chains }) => chains.record(aChain({ expiration, timestamp: monday + 30_000 })),
  'polls read on': ({ chains }) => chains.pollsBetween({ underlying: 'SPY', ...stretch, limit: 9 }),
  'counts of a session': ({ sessions }) => sessions.counts(session),
  'polls of a session': ({ sessions }) => sessions.polls(session),
  'contracts of a session': ({ sessions }) => sessions.contracts(session, null, 16),
  'quotes of a session': ({ sessions }) => sessions.quotes(session),
  'quotes read on': ({ quotes }) => quotes.receivedBetween({ ...stretch, limit: 9 }),
  'the levels at an instant': ({ levels }) => levels.at('SPY', monday),
  'the levels of a session': ({ levels }) => levels.ofSession('SPY', '2026-11-23', null, monday),
};

/** How the reads of PostgreSQL find their rows. */
export function testQueryPlans(open: OpenStore): void {
  test('what is asked for all day long looks into one partition, and finds its rows by an index', async (t) => {
    const store = await open(t);
    const sent: SentStatement[] = [];
    const connection = watchedConnection(store.connection, (statement) => sent.push(statement));
    const db = await openTestStores({ ...store, connection }, t);
    await recordDays(db);
    for (const [name, read] of Object.entries(hotReads)) {
      sent.length = 0;
      await read(db);
      const statements = sent.filter(({ text }) => /^\s*(select|with|update|insert)\b/i.test(text));
      t.true(statements.length > 0, name);
      for (const statement of statements) {
        const plan = await planOf(store.connection, statement);
        t.deepEqual(walked(plan), [], `${name}: ${oneLine(statement.text)}`);
        for (const [table, count] of Object.entries(partitionsIn(plan)))
          t.is(count, 1, `${name}: ${count} partitions of ${table} in ${oneLine(statement.text)}`);
      }
    }
  });

  test('every read and delete of the stores searches an index and walks no table', async (t) => {
    const store = await open(t);
    const sent = new Map<string, SentStatement>();
    const connection = watchedConnection(store.connection, (statement) =>
      sent.set(statement.text, statement),
    );
    const db = await openTestStores({ ...store, connection }, t);
    await db.chains.record(aChain({ timestamp: monday - 10 * day }), () => someLevels());
    await useEverything(db);
    const statements = [...sent.values()].filter(
      ({ text }) =>
        /^\s*(select|with|delete|update)\b/i.test(text) && !/recorder_lease|pg_database/.test(text),
    );
    t.true(statements.length > 40, `${statements.length} statements`);
    const wrong: string[] = [];
    for (const statement of statements) {
      const text = oneLine(statement.text);
      if (allowed.some(({ pattern }) => pattern.test(text))) continue;
      const tables = walked(await planOf(store.connection, statement)).filter(
        (name) => !name?.startsWith('pg_'),
      );
      if (tables.length > 0) wrong.push(`${tables.join(', ')}: ${text}`);
    }
    t.deepEqual(wrong, []);
  });

  test('the check of plans notices a walk over a table, and reads of all partitions', async (t) => {
    const { connection } = await open(t);
    const plan = (text: string) => planOf(connection, { text, values: undefined });
    t.deepEqual(walked(await plan('select 1 from alerts where value > 3')), ['alerts']);
    t.deepEqual(walked(await plan('select 1 from alerts where timestamp > 3')), []);
    await connection.transaction(async (sql) => {
      for (const date of ['2026-11-23', '2026-11-24']) {
        await sql.run(
          `create table chain_polls_${date.replaceAll('-', '')} partition of chain_polls for values from ('${date}') to (date '${date}' + 1)`,
        );
      }
    });
    const polls = "select 1 from chain_polls where underlying = 'SPY'";
    t.deepEqual(partitionsIn(await plan(polls)), { chain_polls: 2 });
    t.deepEqual(partitionsIn(await plan(`${polls} and trade_date = '2026-11-23'`)), { chain_polls: 1 });
  });
}
