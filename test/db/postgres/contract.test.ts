import test from 'ava';
import type { Recording } from '../../../src/recordings/recording.ts';
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
import { testChainSteps, testPolls } from '../../recordings/contract/chain-steps.ts';
import { testChains } from '../../recordings/contract/chains.ts';
import { testLevels } from '../../recordings/contract/levels.ts';
import { testRecomputedLevels } from '../../recordings/contract/recomputed-levels.ts';
import { testQuotes } from '../../recordings/contract/quotes.ts';
import { deskOf, openTestStores, testPostgres } from '../../support/postgres/test-store.ts';
import type { OpenStore } from './adapter/open-store.ts';
import { testTableRules } from './adapter/rules.ts';
import { testSchema } from './adapter/schema.ts';
import { testWriter } from './adapter/writer.ts';

// One file, since PostgreSQL takes seconds to start in a process.
const postgres = testPostgres();
test.after.always(() => postgres.close());

const openStore: OpenStore = (t) => postgres.take(t);

const open: OpenRecording = async (t) =>
  // Until every store is there.
  (await openTestStores(await openStore(t), t)) as unknown as Recording;

const openDesk: OpenDesk = async (t) => {
  const store = await openStore(t);
  return () => deskOf(store);
};

testWriter(openStore);
testTableRules(openStore);
testLease(openDesk);
testEventJournal(openDesk);

testAlerts(open);
testAlertDeliveries(open);
testArchivedSessions(open);
testCache(open);
testCalls(open);
testReservedCalls(open);
testExchangeDays(open);
testGaps(open);
testChains(open);
testChainSteps(open, 8);
testPolls(open);
testLevels(open);
testRecomputedLevels(open);
testQuotes(open);

// Last, since it makes the tables anew.
testSchema(openStore);
