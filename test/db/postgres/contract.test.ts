import test from 'ava';
import type { Recording } from '../../../src/recordings/recording.ts';
import type { OpenRecording } from '../../recordings/contract/open-recording.ts';
import { testArchivedSessions } from '../../recordings/contract/archived-sessions.ts';
import { testChainSteps, testPolls } from '../../recordings/contract/chain-steps.ts';
import { testChains } from '../../recordings/contract/chains.ts';
import { testLevels } from '../../recordings/contract/levels.ts';
import { testRecomputedLevels } from '../../recordings/contract/recomputed-levels.ts';
import { testQuotes } from '../../recordings/contract/quotes.ts';
import { openTestStores, testPostgres } from '../../support/postgres/test-store.ts';

const postgres = testPostgres();
test.after.always(() => postgres.close());

const open: OpenRecording = async (t) =>
  // Until every store is there.
  (await openTestStores(await postgres.take(t), t)) as unknown as Recording;

testArchivedSessions(open);
testChains(open);
testChainSteps(open, 8);
testPolls(open);
testLevels(open);
testRecomputedLevels(open);
testQuotes(open);
