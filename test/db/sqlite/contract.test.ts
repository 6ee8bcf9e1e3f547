import { testAlerts } from '../../recordings/contract/alerts.ts';
import { testBars } from '../../recordings/contract/bars.ts';
import { testCache } from '../../recordings/contract/cache.ts';
import { testCalls } from '../../recordings/contract/calls.ts';
import { testChainSteps, testPolls } from '../../recordings/contract/chain-steps.ts';
import { testChains } from '../../recordings/contract/chains.ts';
import { testExchangeDays } from '../../recordings/contract/exchange-days.ts';
import { testGaps } from '../../recordings/contract/gaps.ts';
import { testLevels } from '../../recordings/contract/levels.ts';
import { testRecomputedLevels } from '../../recordings/contract/recomputed-levels.ts';
import { testQuotes } from '../../recordings/contract/quotes.ts';
import type { OpenRecording } from '../../recordings/contract/open-recording.ts';
import { newDatabase } from '../fixtures.ts';

const open: OpenRecording = async (t) => (await newDatabase(t)).db;

testAlerts(open);
testBars(open);
testCache(open);
testCalls(open);
testChains(open);
testChainSteps(open);
testPolls(open);
testExchangeDays(open);
testGaps(open);
testLevels(open);
testRecomputedLevels(open);
testQuotes(open);
