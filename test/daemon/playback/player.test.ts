import test from 'ava';
import { SpyglassError } from '../../../src/base/errors.ts';
import { createPlayer } from '../../../src/daemon/playback/player.ts';
import type { PastEvent } from '../../../src/daemon/playback/past-reader.ts';
import type { PlaybackState } from '../../../src/protocol/playback.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { inventedPast, instantAt, pollsAt } from './invented-past.ts';

const subscription = { symbol: 'SPY', expiration: null };
const today = instantAt('15:00', '2026-11-24');
const polledAt = (index: number) => instantAt('10:00') + index * 15_000;
const tenPast = [0, 1, 2, 3, 4].map(polledAt);

function playing(recorded: readonly PastEvent[] = pollsAt(...tenPast)) {
  const clock = manualClock(today);
  const past = inventedPast(recorded);
  const sent: { name: string; at: number; generation: number; json: string }[] = [];
  const failures: unknown[] = [];
  /** Resolves what the client has not read yet. */
  let read: (() => void) | null = null;
  const options = { isReading: true };
  const player = createPlayer({
    ...{ reader: past, clock, onFailure: (error: unknown) => void failures.push(error) },
    async send({ name, at, json }, generation) {
      sent.push({ name, at, generation, json });
      if (!options.isReading) await new Promise<void>((resolve) => (read = resolve));
    },
  });
  const polls = () => sent.filter(({ name }) => name === 'chain').map(({ at }) => at);
  const states = () =>
    sent.filter(({ name }) => name === 'playback').map(({ json }) => JSON.parse(json) as PlaybackState);
  return { clock, past, sent, failures, player, polls, states, options, read: () => read?.() };
}

test('it begins paused at the last recorded instant', async (t) => {
  const { player, clock, sent } = playing();
  const { json, state, begin } = await player.seek({ subscription });
  begin();
  await clock.advance(60_000);
  t.is(json, JSON.stringify({ pictureOf: polledAt(4) }));
  t.like(state, { at: polledAt(4), generation: 1, isPaused: true, speed: 1, poll: 5, polls: 5 });
  t.deepEqual(sent, []);
  t.is(player.at(), polledAt(4));
});

test('each event comes when it is due, at the speed asked for', async (t) => {
  const { player, clock, polls } = playing();
  const { begin } = await player.seek({ subscription, at: polledAt(0), speed: 10, paused: false });
  begin();
  await clock.advance(1499);
  t.deepEqual(polls(), [], 'of 15 s, 14.99 s have been played');
  await clock.advance(1);
  t.deepEqual(polls(), [polledAt(1)]);
  t.is(player.at(), polledAt(1));
  await clock.advance(1000);
  t.is(player.at(), polledAt(1) + 10_000, 'the instant goes on between two events');
  await clock.advance(500);
  t.deepEqual(polls(), [polledAt(1), polledAt(2)]);
});

test('it pauses at the end of the recording, and says so', async (t) => {
  const { player, clock, polls, states } = playing();
  const { begin } = await player.seek({ subscription, at: polledAt(3), speed: 60, paused: false });
  begin();
  await clock.advance(5000);
  t.deepEqual(polls(), [polledAt(4)]);
  t.like(states().at(-1), { isPaused: true, isAtEnd: true, poll: 5 });
  t.is(clock.pendingTimers, 0);
});

test('it ends where it was asked to', async (t) => {
  const { player, clock, polls, states } = playing();
  const until = polledAt(2) + 5000;
  const { begin } = await player.seek({ subscription, at: polledAt(0), speed: 'max', paused: false, until });
  begin();
  await clock.advance(0);
  t.deepEqual(polls(), [polledAt(1), polledAt(2)]);
  t.like(states().at(-1), { at: until, isAtEnd: true, poll: 3 });
});

test('a seek ends what was played before it, and raises the generation', async (t) => {
  const { player, clock, sent } = playing();
  (await player.seek({ subscription, at: polledAt(0), paused: false })).begin();
  await clock.advance(15_000);
  const { state, begin } = await player.seek({ subscription, at: polledAt(2), speed: 5 });
  begin();
  t.is(state.generation, 2);
  await clock.advance(3000);
  t.deepEqual(
    sent.filter(({ name }) => name === 'chain').map(({ at, generation }) => ({ at, generation })),
    [
      { at: polledAt(1), generation: 1 },
      { at: polledAt(3), generation: 2 },
    ],
  );
});

test('of two seeks at once the later one counts', async (t) => {
  const { player, clock, polls } = playing();
  const [early, late] = await Promise.all([
    player.seek({ subscription, at: polledAt(0), paused: false }),
    player.seek({ subscription, at: polledAt(2), paused: false }),
  ]);
  early.begin();
  late.begin();
  await clock.advance(15_000);
  t.deepEqual([early.state.generation, late.state.generation], [1, 2]);
  t.deepEqual(polls(), [polledAt(3)]);
});

test('a pause keeps the instant, and playing goes on from it', async (t) => {
  const { player, clock, polls } = playing();
  (await player.seek({ subscription, at: polledAt(0), paused: false })).begin();
  await clock.advance(10_000);
  const { state, begin } = await player.seek({ subscription, paused: true });
  begin();
  await clock.advance(60_000);
  t.is(state.at, polledAt(0) + 10_000);
  t.deepEqual(polls(), []);
  (await player.seek({ subscription, paused: false })).begin();
  await clock.advance(5000);
  t.deepEqual(polls(), [polledAt(1)]);
});

test('at the highest speed the client’s reading sets the pace, and nothing is left out', async (t) => {
  const many = pollsAt(...Array.from({ length: 100 }, (_, index) => instantAt('10:00') + index * 15_000));
  const { player, clock, polls, options, read } = playing(many);
  options.isReading = false;
  (await player.seek({ subscription, at: instantAt('09:59'), speed: 'max', paused: false })).begin();
  await clock.advance(3_600_000);
  t.is(polls().length, 1, 'one is on its way and has not been read');
  options.isReading = true;
  read();
  await clock.advance(0);
  while (polls().length < 100) await clock.advance(0);
  t.deepEqual(
    polls(),
    many.map(({ at }) => at),
  );
});

test('between two sessions nobody waits for the night to pass', async (t) => {
  const next = instantAt('09:30', '2026-11-24');
  const { player, clock, polls } = playing(pollsAt(polledAt(0), next));
  (await player.seek({ subscription, at: polledAt(0), paused: false })).begin();
  await clock.advance(1000);
  t.deepEqual(polls(), [next]);
  t.is(player.at(), next);
});

test('nobody waits for the hours of a day of which nothing more is recorded', async (t) => {
  const phases = ['16:00', '16:15', '20:00'].map(
    (time): PastEvent => ({ name: 'phase', at: instantAt(time), json: '{}' }),
  );
  const next = pollsAt(instantAt('09:30', '2026-11-24'));
  const { player, clock, polls } = playing([...pollsAt(polledAt(0)), ...phases, ...next]);
  (await player.seek({ subscription, at: polledAt(0), paused: false })).begin();
  // The two quarters of an hour after the close are played as they are.
  await clock.advance(1000 + 900_000 + 2000);
  t.deepEqual(polls(), [instantAt('09:30', '2026-11-24')]);
});

test('nothing later than now is read', async (t) => {
  const { player, clock, past, states } = playing(pollsAt(polledAt(0), today + 60_000));
  const { state, begin } = await player.seek({
    subscription,
    at: today + 3_600_000,
    paused: false,
    speed: 'max',
  });
  t.is(state.at, today);
  begin();
  await clock.advance(1000);
  t.is(past.reads, 0);
  t.true(states().at(-1)?.isAtEnd);
});

test('a recording that cannot be read pauses the playback, and its client is told why', async (t) => {
  const { player, clock, past, failures, states } = playing();
  past.failWith = new SpyglassError('data_dir', 'The disk is gone.', { hint: 'Bring it back.' });
  (await player.seek({ subscription, at: polledAt(0), paused: false })).begin();
  await clock.advance(1000);
  t.deepEqual(failures, [past.failWith]);
  const problem = { code: 'data_dir', message: 'The disk is gone.', hint: 'Bring it back.' };
  t.like(states().at(-1), { isPaused: true, isAtEnd: false, problem });
  past.failWith = null;
  t.is((await player.seek({ subscription })).state.problem, undefined, 'a seek begins anew');
});

test('a reader that is behind its pace says nothing of what it has not sent', async (t) => {
  const { player, clock, past, sent, states } = playing();
  // Each look at the place takes a second, in which a minute is played.
  past.place = async (_, at) => {
    await clock.advance(1000);
    return { date: '2026-11-23', poll: tenPast.indexOf(at) + 1, polls: 5, missing: null };
  };
  const until = polledAt(4) + 15_000;
  (await player.seek({ subscription, at: polledAt(0), speed: 60, paused: false, until })).begin();
  await clock.advance(10_000);
  while (!states().at(-1)?.isAtEnd) await clock.advance(1000);
  const instants = sent.map(({ at }) => at);
  t.deepEqual(
    instants,
    instants.toSorted((one, other) => one - other),
  );
  t.deepEqual(
    states()
      .map(({ at, poll }) => [at, poll])
      .slice(0, 2),
    [
      [polledAt(1), 2],
      [polledAt(2), 3],
    ],
  );
});

test('however far it is behind, it ends no later than now', async (t) => {
  const now = polledAt(4) + 1000;
  const clock = manualClock(now);
  const past = inventedPast(pollsAt(...tenPast));
  const states: PlaybackState[] = [];
  past.place = async () => {
    // In this time 36 s are played, and a second is left of the recording.
    await clock.advance(10);
    return { date: '2026-11-23', poll: 5, polls: 5, missing: null };
  };
  const player = createPlayer({
    ...{ reader: past, clock, onFailure: (error: unknown) => t.fail(String(error)) },
    send: async ({ name, json }) => {
      if (name === 'playback') states.push(JSON.parse(json) as PlaybackState);
    },
  });
  (await player.seek({ subscription, at: polledAt(3), speed: 3600, paused: false })).begin();
  while (!states.at(-1)?.isAtEnd) await clock.advance(10);
  t.true(states.at(-1)!.at <= clock.now(), `${states.at(-1)!.at - clock.now()} ms after now`);
});
