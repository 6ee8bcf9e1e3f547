import test from 'ava';
import { testEventJournal } from '../../recordings/contract/event-journal.ts';
import { testLease } from '../../recordings/contract/lease.ts';
import type { OpenDesk } from '../../recordings/contract/open-desk.ts';
import type { OpenRecording } from '../../recordings/contract/open-recording.ts';
import { testAlertDeliveries } from '../../recordings/contract/alert-deliveries.ts';
import { testAlerts } from '../../recordings/contract/alerts.ts';
import { testCache } from '../../recordings/contract/cache.ts';
import { testCalls, testReservedCalls } from '../../recordings/contract/calls.ts';
import { testExchangeDays } from '../../recordings/contract/exchange-days.ts';
import { testGaps } from '../../recordings/contract/gaps.ts';
import { testArchivedSessions } from '../../recordings/contract/archived-sessions.ts';
import { testBars } from '../../recordings/contract/bars.ts';
import { testChainSteps, testPolls } from '../../recordings/contract/chain-steps.ts';
import { testChains } from '../../recordings/contract/chains.ts';
import { testLevels } from '../../recordings/contract/levels.ts';
import { testRebuilt } from '../../recordings/contract/rebuilt.ts';
import { testRecomputedLevels } from '../../recordings/contract/recomputed-levels.ts';
import { testSessionRows } from '../../recordings/contract/session-rows.ts';
import { type OpenForRetention, testRetention } from '../../recordings/contract/retention.ts';
import { testRetentionArchived } from '../../recordings/contract/retention-archived.ts';
import { testStatus } from '../../recordings/contract/status.ts';
import { testQuotes } from '../../recordings/contract/quotes.ts';
import { long } from '../../support/long.ts';
import { deskOf, openTestStores, serverUrl, testPostgres } from '../../support/postgres/test-store.ts';
import { testStoredChains } from './adapter/chains.ts';
import type { OpenStore } from './adapter/open-store.ts';
import { testPartitions } from './adapter/partitions.ts';
import { testQueryPlans } from './adapter/query-plans.ts';
import { testTableRules } from './adapter/rules.ts';
import { testSchema } from './adapter/schema.ts';
import { testCopy } from './adapter/copy.ts';
import { testStoreMarket } from './adapter/store-market.ts';
import { testServerChecks } from './adapter/server-checks.ts';
import { testWriter } from './adapter/writer.ts';

// One file, since PostgreSQL takes seconds to start in a process.
const postgres = testPostgres();
test.after.always(() => postgres.close());

const openStore: OpenStore = (t) => postgres.take(t);

const open: OpenRecording = async (t) => openTestStores(await openStore(t), t);

const openForRetention: OpenForRetention = async (t) => {
  const store = await openStore(t);
  const { connection } = store;
  return {
    db: await openTestStores(store, t),
    countContractRows: async () =>
      (await connection.get<{ rows: number }>('select count(*) as rows from option_contracts'))!.rows,
    change: (statement) => connection.run(statement),
  };
};

const openDesk: OpenDesk = async (t) => {
  const store = await openStore(t);
  return () => deskOf(store);
};

testWriter(openStore);
testTableRules(openStore);
testSchema((t) => postgres.takeOwn(t));
testLease(openDesk);
testStoreMarket(openStore);
testEventJournal(openDesk);

testAlerts(open);
testAlertDeliveries(open);
testArchivedSessions(open);
testCache(open);
testCalls(open);
testReservedCalls(open);
testExchangeDays(open);
testGaps(open);
testBars(open);
testChains(open);
// Each costs a second in this process, and a tenth of it on a server.
testChainSteps(open, serverUrl ? 40 : 2);
testPolls(open);
testLevels(open);
testRecomputedLevels(open);
testQuotes(open);
testSessionRows(open);
testStoredChains(openStore);
testPartitions(openStore);
testQueryPlans(openStore);
// A partition for each date and table takes a while in this process.
testRetention(openForRetention, long);
testRetentionArchived(openForRetention, long);
testRebuilt(open);
testStatus(open);
testServerChecks(openStore);
testCopy(openStore);
