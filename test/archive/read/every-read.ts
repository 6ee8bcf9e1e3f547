import type { Random } from '../../../src/base/random.ts';
import { addDays } from '../../../src/market/calendar/new-york-time.ts';
import { lastInstant } from '../../../src/market/calendar/instants.ts';
import type { RecordingReader } from '../../../src/recordings/recording.ts';
import { dates, polledAt, symbols } from './random-days.ts';

/** A read of a recording, by its name and with its arguments. */
export interface Read {
  name: string;
  run: (recording: RecordingReader) => Promise<unknown>;
}

const hourMs = 3_600_000;

/** One read of each method of the stores, with arguments that a seed decides. */
export function readsAt(random: Random): Read[] {
  const pick = <T>(values: readonly T[]) => values[random.integer(0, values.length - 1)]!;
  const instant = () => pick(polledAt) + pick([-1, 0, 1, 30_000, 5 * hourMs, 30 * hourMs]);
  const asOf = random.next() < 0.1 ? lastInstant : instant();
  const [from, to] = [instant(), instant()].sort((one, other) => one - other) as [number, number];
  const symbol = pick([...symbols, 'QQQ']);
  const date = pick(dates);
  const expiration = pick([date, addDays(date, 1), '2026-12-18', '2026-12-31']);
  const limit = pick([1, 2, 5, 1000]);
  const stretch = { from, asOf: to };
  const withinMs = pick([1000, hourMs, 20 * hourMs]);
  const optionClose = pick([to, null]);
  const job = pick(['quote', undefined]);
  const read = (name: string, run: Read['run']): Read => ({
    name: `${name} ${JSON.stringify({ symbol, date, expiration, asOf, from, to, limit })}`,
    run,
  });
  return [
    read('chains.latest', ({ chains }) => chains.latest('SPY', asOf)),
    read('chains.at', ({ chains }) => chains.at('SPY', expiration, asOf)),
    read('chains.listedAt', async ({ chains }) => (await chains.listedAt('SPY', expiration, asOf)).sort()),
    read('chains.expirations', ({ chains }) => chains.expirations('SPY', asOf)),
    read('chains.polledAt', ({ chains }) => chains.polledAt('SPY', expiration, from, to)),
    read('chains.lastPollAt', ({ chains }) => chains.lastPollAt('SPY', expiration, asOf)),
    read('chains.lastPolls', ({ chains }) => chains.lastPolls('SPY', asOf)),
    read('chains.pollsBetween', ({ chains }) =>
      chains.pollsBetween({ ...stretch, underlying: 'SPY', limit }),
    ),
    read('chains.underlyings', ({ chains }) => chains.underlyings(asOf)),
    read('chains.polledDays', ({ chains }) => chains.polledDays('SPY', asOf)),
    read('chains.next', async ({ chains }) => {
      const chain = await chains.at('SPY', expiration, asOf);
      const [after] = chain ? await chains.polledAt('SPY', expiration, asOf + 1, lastInstant) : [];
      return chain && after !== undefined ? await chains.next(chain, after) : null;
    }),
    read('quotes.latest', ({ quotes }) => quotes.latest(symbol, asOf)),
    read('quotes.near', ({ quotes }) => quotes.near(symbol, from, withinMs, asOf)),
    read('quotes.ofDay', ({ quotes }) => quotes.ofDay(symbol, from, to, asOf)),
    read('quotes.ticks', ({ quotes }) => quotes.ticks(symbol, from, to, asOf)),
    read('quotes.receivedBetween', ({ quotes }) =>
      quotes.receivedBetween({ ...stretch, symbols: [symbol], limit }),
    ),
    read('quotes.lastReceivedAt', ({ quotes }) => quotes.lastReceivedAt(asOf)),
    read('levels.at', ({ levels }) => levels.at('SPY', asOf)),
    read('levels.ofSession', ({ levels }) => levels.ofSession('SPY', date, optionClose, asOf)),
    read('levels.between', ({ levels }) => levels.between('SPY', from, to, limit)),
    read('gaps.last', ({ gaps }) => gaps.last({ underlying: 'SPY', job: 'chain' }, asOf)),
    read('gaps.ofSession', ({ gaps }) => gaps.ofSession('SPY', date, asOf, job)),
    read('gaps.known', ({ gaps }) => gaps.known('SPY', date, asOf)),
    read('gaps.noticed', ({ gaps }) => gaps.noticed('SPY', date, asOf)),
    read('alerts.latest', ({ alerts }) => alerts.latest(stretch, limit)),
    read('alerts.between', ({ alerts }) => alerts.between(stretch, limit)),
    read('alerts.rulesNotified', async ({ alerts }) => [...(await alerts.rulesNotified(stretch))].sort()),
    read('sessions.sessions', ({ sessions }) => sessions.sessions(lastInstant)),
    ...(['polls', 'quotes', 'levels', 'gaps', 'alerts'] as const).map((part) =>
      read(`sessions.${part}`, ({ sessions }) => sessions[part]({ underlying: symbol, date })),
    ),
    read('sessions.contracts', ({ sessions }) => sessions.contracts({ underlying: 'SPY', date }, null, 1000)),
  ];
}
