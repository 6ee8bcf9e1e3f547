import test from 'ava';
import { formatNewYorkTime, newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import type { ChainSubscriptionState } from '../../../src/protocol/chain-subscription.ts';
import { startPolledDaemon } from '../polled-daemon.ts';

const minute = 60_000;
const friday = '2026-12-04';

test('from 16:00 to 16:15 each underlying is polled and counted by the hours of its own options', async (t) => {
  const at = newYorkInstant(friday, '15:57');
  // Patience is real time: a busy machine is no fault.
  const settings = {
    recordSymbols: ['SPY', 'I:SPX', 'NVDA'],
    chainExtendedSeconds: 600,
    timeoutSeconds: 300,
  };
  const daemon = await startPolledDaemon(t, { at, settings });
  const subscribe = async (symbol: string): Promise<ChainSubscriptionState> =>
    (await daemon.link.request('subscribe', { symbol })).subscription;
  t.false('optionsEnd' in (await subscribe('SPY')));
  t.deepEqual((await subscribe('I:SPX')).optionsEnd, { end: 'late', lastDayEnd: 'close' });
  t.deepEqual((await subscribe('NVDA')).optionsEnd, { end: 'close', lastDayEnd: 'close' });
  await daemon.clock.advance(19 * minute);

  const untilOf = async () => {
    const { coverage } = await daemon.link.request('status', {});
    return Object.fromEntries(
      coverage.map(({ job, until, gaps }) => [job, `${formatNewYorkTime(until)}, ${gaps}`]),
    );
  };
  // The one gap is the day before the start.
  t.deepEqual(await untilOf(), {
    ...{ quote: '16:15, 1', chain: '16:15, 1' },
    ...{ 'quote I:SPX': '16:15, 1', 'chain I:SPX': '16:15, 1' },
    ...{ 'quote NVDA': '16:00, 1', 'chain NVDA': '16:00, 1' },
  });

  const pollsOf = (symbol: string) =>
    daemon.database
      .prepare<[string, number], { expiration: string; timestamp: number }>(
        `select expiration_date as expiration, timestamp from chain_polls
         where underlying = ? and timestamp >= ? order by timestamp`,
      )
      .all(symbol, at);
  const counted = (symbol: string, from: string, to: string) =>
    pollsOf(symbol).filter(
      ({ timestamp }) => timestamp >= newYorkInstant(friday, from) && timestamp < newYorkInstant(friday, to),
    );
  const expirations = (symbol: string, from: string, to: string) => [
    ...new Set(counted(symbol, from, to).map(({ expiration }) => expiration)),
  ];
  t.is(counted('SPY', '16:01', '16:15').length, 14);
  t.is(counted('I:SPX', '16:01', '16:15').length, 14);
  t.is(counted('NVDA', '16:01', '16:15').length, 1, 'every ten minutes');
  t.deepEqual(expirations('SPY', '15:58', '16:15'), [friday]);
  t.deepEqual(expirations('I:SPX', '15:58', '16:00'), [friday]);
  t.deepEqual(expirations('I:SPX', '16:01', '16:15'), ['2026-12-07']);
  t.deepEqual(expirations('NVDA', '15:58', '16:00'), [friday]);

  // SPX's chain of Monday belongs to Monday, though it trades until 16:15.
  const last = async (symbol: string) => {
    const levels = await daemon.link.request('levels.history', { symbol, date: friday });
    return `${levels.at(-1)?.expiration} ${formatNewYorkTime(levels.at(-1)!.timestamp)}`;
  };
  t.is(await last('SPY'), `${friday} 16:14`);
  t.is(await last('I:SPX'), `${friday} 15:59`);
  t.is(await last('NVDA'), `${friday} 15:59`);
});
