import test, { type ExecutionContext } from 'ava';
import { seededRandom } from '../../../src/base/random.ts';
import type { PastReader } from '../../../src/daemon/playback/past-reader.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import type { ChainSubscription } from '../../../src/protocol/chain-subscription.ts';
import { putEmptyDatabase } from '../../support/empty-database.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { eventsIn, readerOf, recordAndPlay } from './life.ts';

const on = (time: string, date = '2026-11-23') => newYorkInstant(date, time);

/** When something was received; a session’s hours and a phase’s next change lie ahead by their nature. */
const received = [
  'receivedAt',
  'at',
  'timestamp',
  'quotedAt',
  'since',
  'valueAt',
  'underlyingPriceAt',
  'spotAt',
];

/** Everything in a payload that was received after an instant, by its path. */
function receivedAfter(value: unknown, instant: number, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const here = `${path}/${name}`;
    const isLater = received.includes(name) && typeof inner === 'number' && inner > instant;
    return isLater ? [`${here} ${inner - instant}`] : receivedAfter(inner, instant, here);
  });
}

const methods = [
  'quote.get',
  'chain.get',
  'levels.get',
  'levels.sum',
  'levels.history',
  'alerts.get',
] as const;

async function holdsNothingLater(
  t: ExecutionContext,
  reader: PastReader,
  subscription: ChainSubscription,
  at: number,
) {
  const { json } = await reader.picture(subscription, at);
  t.deepEqual(receivedAfter(JSON.parse(json), at), []);
  for (const method of methods) {
    const answer = JSON.parse(await reader.ask(method, {}, subscription, at));
    t.deepEqual(receivedAfter(answer, at), [], method);
  }
  t.true(((await reader.lastReceivedAt(subscription, at)) ?? 0) <= at);
}

test.serial('nothing that is shown was received after the instant that is looked at', async (t) => {
  t.timeout(180_000);
  const settings = { symbols: ['SPY', 'QQQ'], recordExpirations: '2' as const, alertRules: ['price > 1'] };
  const [from, to] = [on('09:28'), on('09:40')];
  const { reader } = await recordAndPlay(t, {
    from,
    to,
    settings,
    subscriptions: [{}, { expiration: '2026-11-24' }],
  });
  const random = seededRandom(15);
  for (let index = 0; index < 30; index++) {
    const at = random.integer(from - 60_000, to + 60_000);
    const subscription = { symbol: 'SPY', expiration: random.next() < 0.3 ? '2026-11-24' : null };
    await holdsNothingLater(t, reader, subscription, at);
    const until = random.integer(at, to + 120_000);
    for (const event of await eventsIn(reader, { from: at, to: until, maxPolls: random.integer(1, 5) })) {
      t.true(event.at > at && event.at <= until);
      t.deepEqual(receivedAfter(event.payload, event.at), [], event.name);
    }
  }
});

test('instants at which nothing is recorded have a picture', async (t) => {
  const dir = await tempDir(t);
  await putEmptyDatabase(`${dir}/spyglass.sqlite`);
  const reader = await readerOf(t, dir);
  const instants = [
    on('10:00'),
    on('16:05'),
    on('12:00', '2026-11-22'),
    on('12:00', '2026-11-26'),
    on('13:05', '2026-11-27'),
  ];
  for (const at of instants) {
    for (const expiration of [null, '2026-11-24']) {
      const subscription = { symbol: 'SPY', expiration };
      const { json, place } = await reader.picture(subscription, at);
      const { chain, quote, levels, levelsHistory, coverage } = JSON.parse(json);
      t.deepEqual(
        { chain, quote, levels, levelsHistory },
        { chain: null, quote: null, levels: null, levelsHistory: [] },
      );
      t.true(coverage.length === 2);
      t.is(place.polls, 0);
      t.is(await reader.lastReceivedAt(subscription, at), null);
      await holdsNothingLater(t, reader, subscription, at);
      const { events, to } = await reader.events({
        subscription,
        from: at,
        to: at + 3 * 86_400_000,
        maxPolls: 5,
      });
      t.true(events.every(({ name }) => name === 'phase' || name === 'price-line'));
      t.true(to > at);
    }
  }
});
