import test, { type TestFn } from 'ava';
import { seededRandom } from '../../../src/base/random.ts';
import type { Recording } from '../../../src/recordings/recording.ts';
import { retentionCutoffs } from '../../../src/daemon/recording/retention-cutoffs.ts';
import { lastInstant } from '../../../src/market/calendar/instants.ts';
import { newYorkDate, newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { tradeDateOf, tradeDateSpan } from '../../../src/market/calendar/trade-date.ts';
import type { PruneReport, WaitingSessions } from '../../../src/recordings/reports.ts';
import type { SessionKey } from '../../../src/recordings/session-rows.ts';
import { archive, dates, everythingOf, keptFrom, keysOf, now, recordDays } from './archived-days.ts';
import { anAlert, statedContractRows } from '../../db/fixtures.ts';
import type { OpenForRetention } from './retention.ts';

const onlyArchived = { onlyArchived: true };

const goneOf = (report: PruneReport) =>
  Object.fromEntries(report.tables.filter(({ rows }) => rows > 0).map(({ table, rows }) => [table, rows]));
const why = (waiting: WaitingSessions[]) =>
  waiting.map(({ underlying, rows, date, sessions, unarchived, reason }) =>
    [underlying, rows, date, sessions, unarchived, reason].join(' '),
  );

/** What retention must do where the archive decides, on any recording. */
export function testRetentionArchived(open: OpenForRetention, declare: TestFn = test): void {
  declare(
    'without an archive nothing of the market goes, and each symbol says from when on it waits',
    async (t) => {
      const { db } = await open(t);
      await recordDays(db);
      const plan = await db.retention.plan(keptFrom('2026-11-20'), now, onlyArchived);
      t.is(plan.rows, 0);
      t.true(plan.onlyArchived);
      const first = {
        date: '2026-11-16',
        lastDate: '2026-11-19',
        reason: 'not-archived',
        problem: null,
      } as const;
      const all = { sessions: 4, unarchived: 4 };
      t.deepEqual(plan.waiting, [
        { underlying: 'SPY', rows: 'chains', ...first, ...all },
        { underlying: 'QQQ', rows: 'quotes', ...first, ...all },
        { underlying: 'SPY', rows: 'quotes', ...first, ...all },
      ]);
      const report = await db.retention.execute(plan);
      t.is(report.rows, 0);
      t.deepEqual(report.waiting, plan.waiting);
      const anyway = await db.retention.plan(keptFrom('2026-11-20'), now);
      t.true(anyway.rows > 50);
      t.like(anyway, { onlyArchived: false, waiting: [] });
    },
  );

  declare(
    'retention stops symbol by symbol at the first session that the archive does not hold',
    async (t) => {
      const { db, countContractRows } = await open(t);
      await recordDays(db);
      await archive(db, keysOf('SPY').slice(0, 2));
      await archive(db, keysOf('SPY').slice(3));
      await archive(db, keysOf('QQQ'));
      const kept = keysOf('SPY').slice(2);
      const before = await Promise.all(kept.map((key) => everythingOf(db, key)));
      const plan = await db.retention.plan(keptFrom('2026-11-20'), now, onlyArchived);
      t.deepEqual(why(plan.waiting), [
        'SPY chains 2026-11-18 2 1 not-archived',
        'SPY quotes 2026-11-18 2 1 not-archived',
      ]);
      const report = await db.retention.execute(plan);
      t.deepEqual(goneOf(report), goneOf(plan));
      t.is(report.tables.find(({ table }) => table === 'spy_quotes')!.rows, 2 * 3 + 4 * 3);
      t.is(report.tables.find(({ table }) => table === 'alerts')!.rows, 2);
      t.deepEqual(await Promise.all(kept.map((key) => everythingOf(db, key))), before);
      t.is(await statedContractRows(db), await countContractRows());

      const marked = (await db.archivedSessions.all()).map(
        ({ underlying, date, chainsRemovedAt, quotesRemovedAt }) =>
          [underlying, date, chainsRemovedAt, quotesRemovedAt].join(' '),
      );
      t.deepEqual(marked, [
        `QQQ 2026-11-16  ${now}`,
        `SPY 2026-11-16 ${now} ${now}`,
        `QQQ 2026-11-17  ${now}`,
        `SPY 2026-11-17 ${now} ${now}`,
        `QQQ 2026-11-18  ${now}`,
        `QQQ 2026-11-19  ${now}`,
        'SPY 2026-11-19  ',
        'QQQ 2026-11-20  ',
        'SPY 2026-11-20  ',
      ]);
      t.is((await db.retention.plan(keptFrom('2026-11-20'), now, onlyArchived)).rows, 0);
      await archive(db, [keysOf('SPY')[2]!]);
      const rest = await db.retention.execute(
        await db.retention.plan(keptFrom('2026-11-20'), now + 1, onlyArchived),
      );
      t.true(rest.rows > 0);
      t.deepEqual(rest.waiting, []);
      t.deepEqual(await everythingOf(db, kept[2]!), before[2]);
    },
  );

  const spoilt: {
    name: string;
    reason: string;
    spoil: (db: Recording, key: SessionKey) => Promise<unknown>;
  }[] = [
    {
      name: 'was never read back',
      reason: 'not-verified',
      spoil: (db, key) => archive(db, [key], { verifiedAt: null }),
    },
    {
      name: 'is damaged',
      reason: 'damaged',
      spoil: ({ archivedSessions }, key) => archivedSessions.markDamaged(key, 'chain.parquet is missing'),
    },
    {
      name: 'was left by the archive',
      reason: 'not-archived',
      spoil: ({ archivedSessions }, key) => archivedSessions.remove(key),
    },
  ];

  for (const { name, reason, spoil } of spoilt) {
    declare(`a session that ${name} stays, with all later ones`, async (t) => {
      const { db } = await open(t);
      await recordDays(db);
      await archive(db, keysOf('SPY', 'QQQ'));
      await spoil(db, { underlying: 'SPY', date: '2026-11-17' });
      const { waiting } = await db.retention.plan(keptFrom('2026-11-20'), now, onlyArchived);
      t.deepEqual(why(waiting), [
        `SPY chains 2026-11-17 3 1 ${reason}`,
        `SPY quotes 2026-11-17 3 1 ${reason}`,
      ]);
      t.is(waiting[0]!.problem, reason === 'damaged' ? 'chain.parquet is missing' : null);
    });
  }

  declare(
    'a session that got rows after it was archived stays, as far as they are of its kind',
    async (t) => {
      const { db } = await open(t);
      const chains = await recordDays(db);
      await archive(db, keysOf('SPY', 'QQQ'));
      const poll = chains.find(({ timestamp }) => tradeDateOf(timestamp) === '2026-11-18')!;
      await db.chains.record({ ...poll, timestamp: poll.timestamp + 5, contracts: [] });
      await db.alerts.record(anAlert({ at: newYorkInstant('2026-11-17', '12:01'), symbol: 'QQQ' }));
      const { waiting } = await db.retention.plan(keptFrom('2026-11-20'), now, onlyArchived);
      t.deepEqual(why(waiting), ['SPY chains 2026-11-18 2 1 changed', 'QQQ quotes 2026-11-17 3 1 changed']);
    },
  );

  declare('a symbol of which only alerts were recorded waits for the archive as well', async (t) => {
    const { db } = await open(t);
    await recordDays(db);
    await archive(db, keysOf('SPY', 'QQQ'));
    await db.alerts.record(anAlert({ at: newYorkInstant('2026-11-17', '12:01'), symbol: 'I:VIX' }));
    const plan = await db.retention.plan(keptFrom('2026-11-20'), now, onlyArchived);
    t.deepEqual(why(plan.waiting), ['I:VIX quotes 2026-11-17 1 1 not-archived']);
    await db.retention.execute(plan);
    t.deepEqual(
      (await db.alerts.between({ from: 0, asOf: lastInstant }, 9)).map(({ symbol }) => symbol),
      ['I:VIX', 'SPY'],
    );
  });

  declare(
    'a chain that was polled again after its expiration loses none of the days that are kept',
    async (t) => {
      const { db } = await open(t);
      const chains = await recordDays(db);
      const late = { ...chains[0]!, timestamp: newYorkInstant('2026-11-20', '12:30') };
      await db.chains.record(late);
      await archive(db, keysOf('SPY', 'QQQ'));
      await db.retention.execute(await db.retention.plan(keptFrom('2026-11-20'), now, onlyArchived));
      t.deepEqual(await db.chains.at('SPY', late.expiration, lastInstant), late);
    },
  );

  declare('on the user’s word all goes, and what the archive holds is marked all the same', async (t) => {
    const { db } = await open(t);
    await recordDays(db);
    await archive(db, [{ underlying: 'SPY', date: '2026-11-18' }]);
    const before = await everythingOf(db, { underlying: 'SPY', date: '2026-11-20' });
    await db.retention.execute(await db.retention.plan(keptFrom('2026-11-20'), now));
    t.like(await db.archivedSessions.of({ underlying: 'SPY', date: '2026-11-18' }), {
      ...{ chainsRemovedAt: now, quotesRemovedAt: now },
    });
    const left = await db.sessions.sessions(lastInstant);
    // The far chain as it still was at the first kept instant.
    t.deepEqual(left, [
      { underlying: 'SPY', date: '2026-11-19' },
      { underlying: 'QQQ', date: '2026-11-20' },
      { underlying: 'SPY', date: '2026-11-20' },
    ]);
    t.deepEqual(await everythingOf(db, { underlying: 'SPY', date: '2026-11-20' }), before);
  });

  declare(
    'a run that is killed once its sessions are marked, or in the middle of their rows, is taken up again',
    async (t) => {
      // As retention goes: polls of a chain before its rows.
      const chain = "where expiration_date = '2026-11-16'";
      for (const deletion of [
        null,
        `delete from chain_polls where id in (select id from chain_polls ${chain} limit 3)`,
        `delete from chain_polls ${chain}`,
        "delete from spy_quotes where id in (select id from spy_quotes where symbol = 'SPY' limit 4)",
      ]) {
        const { db, countContractRows, change } = await open(t);
        await recordDays(db);
        await archive(db, keysOf('SPY', 'QQQ'));
        const kept = keysOf('SPY').at(-1)!;
        const before = await everythingOf(db, kept);
        for (const rows of ['chains', 'quotes'] as const) {
          await db.archivedSessions.markRemoved(keysOf('SPY', 'QQQ').slice(0, 8), rows, now);
        }
        if (deletion !== null) {
          t.true((await change(deletion)) > 2);
        }
        const plan = await db.retention.plan(keptFrom('2026-11-20'), now, onlyArchived);
        t.deepEqual(plan.waiting, []);
        t.true((await db.retention.execute(plan)).rows >= plan.rows);
        t.is((await db.retention.plan(keptFrom('2026-11-20'), now, onlyArchived)).rows, 0);
        t.deepEqual(await everythingOf(db, kept), before);
        t.is((await db.sessions.counts({ underlying: 'SPY', date: '2026-11-17' })).polls, 0);
        t.is(await statedContractRows(db), await countContractRows());
        await db.close();
      }
    },
  );

  declare('rows that come to a session after its removal are not taken for what was archived', async (t) => {
    const { db } = await open(t);
    const chains = await recordDays(db);
    await archive(db, keysOf('SPY', 'QQQ'));
    await db.retention.execute(await db.retention.plan(keptFrom('2026-11-20'), now, onlyArchived));
    const polls = (await db.archivedSessions.of(keysOf('SPY')[1]!))!.counts.polls;
    for (let poll = 0; poll <= polls; poll++) {
      await db.chains.record({ ...chains[9]!, timestamp: newYorkInstant('2026-11-17', '13:00') + poll });
    }
    const { waiting } = await db.retention.plan(keptFrom('2026-11-20'), now, onlyArchived);
    t.deepEqual(why(waiting), ['SPY chains 2026-11-17 2 1 changed']);
  });

  declare('after any prune, what is not marked as removed reads as before', async (t) => {
    for (let run = 0; run < 5; run++) {
      const random = seededRandom(`prune ${run}`);
      const { db, countContractRows } = await open(t);
      const chains = await recordDays(db, random);
      const keys = await db.sessions.sessions(lastInstant);
      const before = new Map<SessionKey, Awaited<ReturnType<typeof everythingOf>>>();
      for (const key of keys) before.set(key, await everythingOf(db, key));
      const archived = keys.filter(() => random.next() > 0.25);
      await archive(db, archived);
      for (const key of archived)
        if (random.next() > 0.9) await db.archivedSessions.markDamaged(key, 'it is');
      for (let prune = 0; prune < 3; prune++) {
        const at =
          newYorkInstant(dates[random.integer(0, dates.length - 1)]!, '00:00') +
          random.integer(0, 86_000_000);
        const cutoffs = { ...keptFrom('2026-11-20'), option_contracts: at, spy_quotes: at, alerts: at };
        const plan = await db.retention.plan(cutoffs, now, onlyArchived);
        t.deepEqual(goneOf(await db.retention.execute(plan)), goneOf(plan));
      }
      let whole = 0;
      for (const key of keys) {
        const session = await db.archivedSessions.of(key);
        const after = await everythingOf(db, key);
        const { polls, contracts, quotes, alerts } = before.get(key)!;
        if (session?.chainsRemovedAt == null) {
          t.deepEqual({ polls: after.polls, contracts: after.contracts }, { polls, contracts });
          const { from, to } = tradeDateSpan(key.date);
          const own = key.underlying === 'SPY' ? chains : [];
          for (const chain of own.filter(({ timestamp }) => timestamp > from && timestamp <= to)) {
            t.deepEqual(await db.chains.at('SPY', chain.expiration, chain.timestamp), chain);
          }
          whole += 1;
        } else t.is(session.problem, null);
        if (session?.quotesRemovedAt == null) {
          t.deepEqual({ quotes: after.quotes, alerts: after.alerts }, { quotes, alerts });
        }
      }
      t.true(whole > 0);
      t.is(await statedContractRows(db), await countContractRows());
      await db.close();
    }
  });

  declare(
    'the trade date that a cutoff lies in stays whole, its evening before midnight included',
    async (t) => {
      const { db } = await open(t);
      await recordDays(db);
      const cutoffs = retentionCutoffs(now, { spyQuotes: 4, optionContracts: 4, apiRequestsLog: 1 });
      t.is(newYorkDate(cutoffs.option_contracts!), '2026-11-19');
      const key = { underlying: 'SPY', date: '2026-11-19' };
      const before = await everythingOf(db, key);
      await db.retention.execute(await db.retention.plan(cutoffs, now));
      t.deepEqual(await everythingOf(db, key), before);
      t.is((await db.sessions.counts({ underlying: 'QQQ', date: '2026-11-18' })).quotes, 0);
    },
  );
}
