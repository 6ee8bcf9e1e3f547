import { retentionCutoffs } from '../../src/daemon/recording/retention-cutoffs.ts';
import { lastInstant } from '../../src/market/calendar/instants.ts';
import type { RebuiltStore } from '../../src/recordings/rebuilt.ts';
import type { Recording } from '../../src/recordings/recording.ts';
import { aDelivery } from '../recordings/contract/alert-deliveries.ts';
import { anArchivedSession } from '../recordings/contract/archived-sessions.ts';
import { aBar, aChain, anAlert, aQuote, minute, monday, someLevels } from './fixtures.ts';

/** Asks every store everything that it can be asked, on Monday. */
export async function useEverything(
  stores: Omit<Recording, 'path' | 'wasRecovered' | 'checkFiles' | 'nameSuccessor' | 'close'>,
) {
  await stores.quotes.record(aQuote());
  await stores.quotes.latest('SPY', lastInstant);
  await stores.quotes.ofDay('SPY', monday - minute, monday, lastInstant);
  await stores.quotes.ticks('SPY', monday - minute, monday, lastInstant);
  await stores.chains.record(aChain(), () => someLevels());
  await stores.chains.record(aChain({ timestamp: monday - minute }));
  await stores.chains.latest('SPY', lastInstant);
  await stores.chains.at('SPY', '2026-11-23', monday);
  const chain = await stores.chains.at('SPY', '2026-11-23', monday - minute);
  await stores.chains.next(chain!, monday);
  await stores.chains.lastPolls('SPY', monday);
  await stores.chains.underlyings(monday);
  await stores.chains.polledDays('SPY', monday);
  const stretch = { from: 0, asOf: monday, limit: 3 };
  await stores.chains.pollsBetween({ underlying: 'SPY', ...stretch });
  await stores.quotes.receivedBetween(stretch);
  await stores.quotes.receivedBetween({ ...stretch, symbols: ['SPY'] });
  await stores.quotes.lastReceivedAt(monday);
  await stores.levels.between('SPY', 0, monday, 3);
  await stores.alerts.between({ from: 0, asOf: monday }, 3);
  await stores.bars.received('SPY', '15min', monday, monday + 1, lastInstant);
  await stores.gaps.known('SPY', '2026-11-23', monday);
  await stores.bars.upsert([aBar()], monday);
  await stores.bars.range('SPY', '15min', monday, monday + 1, lastInstant);
  await stores.bars.lastStart('SPY', '15min', lastInstant);
  await stores.cache.put('k', 'quote', '{}', monday, monday + 1);
  await stores.cache.get('k', monday);
  await stores.apiLog.last(3, lastInstant);
  await stores.apiLog.since(monday, lastInstant);
  await stores.apiLog.count(monday, lastInstant);
  await stores.apiLog.lastSuccessAt(lastInstant);
  const gap = {
    ...{ underlying: 'SPY', job: 'chain', sessionDate: '2026-11-23' },
    ...{ startedAt: monday, reason: 'asleep' },
  };
  await stores.gaps.open(gap);
  await stores.gaps.closeOpen(gap, monday);
  await stores.gaps.ofSession('SPY', '2026-11-23', lastInstant);
  await stores.levels.at('SPY', lastInstant);
  await stores.levels.at('SPY', monday);
  await stores.levels.ofSession('SPY', '2026-11-23', monday, lastInstant);
  const day = { date: '2026-11-24', kind: 'closed', name: 'Mourning', origin: 'announcement' } as const;
  await stores.exchangeDays.replace([day], monday);
  await stores.exchangeDays.replace([], monday);
  await stores.alerts.record(anAlert());
  await stores.alerts.latest({ from: monday, asOf: monday }, 3);
  await stores.alerts.rulesNotified({ from: monday, asOf: monday });
  const session = { underlying: 'SPY', date: '2026-11-23' };
  await stores.sessions.sessions(lastInstant);
  await stores.sessions.counts(session);
  await stores.sessions.polls(session);
  await stores.sessions.contracts(session, null, 3);
  await stores.sessions.quotes(session);
  await stores.sessions.levels(session);
  await stores.sessions.gaps(session);
  await stores.sessions.alerts(session);
  await stores.archivedSessions.record(anArchivedSession());
  await stores.archivedSessions.of(session);
  await stores.archivedSessions.all();
  await stores.archivedSessions.markVerified(session, monday);
  await stores.archivedSessions.markDamaged(session, 'gone');
  await stores.archivedSessions.markRemoved([session], 'chains', monday);
  await stores.archivedSessions.markRemoved([session], 'quotes', monday);
  await stores.archivedSessions.remove(session);
  await stores.alerts.record(anAlert(), [aDelivery()]);
  await stores.alertDeliveries.waiting();
  await stores.alertDeliveries.history();
  await stores.alertDeliveries.removeEnded(monday);
  await useRebuilt(stores.rebuilt);
  await stores.status();
  for (const at of [monday, monday + minute, monday + 100 * 86_400_000]) {
    await stores.retention.execute(await stores.retention.plan(retentionCutoffs(at), at));
  }
}

async function useRebuilt(rebuilt: RebuiltStore) {
  const key = { underlying: 'SPY', date: '2026-11-23', expiration: '2026-11-23' };
  await rebuilt.note(key, 'a');
  await rebuilt.finish(key, monday);
  await rebuilt.list(key, [], [], monday);
  await rebuilt.answered(key, 'SPY261123C00670000', [], monday);
  await rebuilt.modelled(key, { greeks: [], levels: [], modelVersion: 1, until: monday });
  await rebuilt.day(key);
  await rebuilt.days('SPY');
  await rebuilt.keys('SPY');
  await rebuilt.contracts(key);
  await rebuilt.chain('SPY', '2026-11-23', monday);
  await rebuilt.greeks('SPY', '2026-11-23', monday);
  await rebuilt.minutes('SPY', '2026-11-23', 0, monday);
  await rebuilt.levels('SPY', 0, monday);
  await rebuilt.bars('SPY261123C00670000', 0, monday);
  await rebuilt.remove('SPY', '2026-11-23');
}
