import test from 'ava';
import fc from 'fast-check';
import { nothing } from '../../../src/tui/state/picture/event-batch.ts';
import { firstAfter, lastBefore } from '../../../src/tui/state/playback/playback.ts';
import { missingNow } from '../../../src/tui/state/playback/playback-selectors.ts';
import { playbackNow } from '../../../src/tui/state/playback/playback-clock.ts';
import {
  shownAlerts,
  shownNow,
  shownPicture,
  shownPlayback,
  timelessState,
} from '../../../src/tui/state/selectors.ts';
import { type Action, type DashboardState, initialState, reduce } from '../../../src/tui/state/state.ts';
import { scrubInput } from '../../../src/tui/state/playback/scrub.ts';
import { seekFrom } from '../../../src/tui/playback/seeks.ts';
import { playedAt, playedSnapshot, samplePlaybackState, sampleSession } from '../support/fake-playback.ts';
import { sampleAlert } from '../support/sample-alerts.ts';
import { sampleQuote } from '../support/sample-chain.ts';
import { sampleSnapshot, sampleSubscription } from '../support/sample.ts';
import { sampleHello } from '../support/sample-hello.ts';
import { sampleNow } from '../support/sample-times.ts';

const hello = sampleHello();
const real = 1_000_000;

const after = (state: DashboardState, ...actions: Action[]) => actions.reduce(reduce, state);

const live = after(
  initialState({ columns: 120, rows: 40 }, 0),
  {
    type: 'connection-changed',
    state: { status: 'connected', hello, message: null, attempt: 0, retryAt: null },
    real,
  },
  { type: 'snapshot-taken', snapshot: sampleSnapshot(), hello, real },
);

const taken = (state: Parameters<typeof samplePlaybackState>[0] = {}, given = {}): Action => ({
  type: 'playback-snapshot-taken',
  snapshot: playedSnapshot(state, given),
  state: samplePlaybackState(state),
  real,
});
const opened: Action = { type: 'playback-opened', now: sampleNow, real };
const outlined: Action = { type: 'playback-session-answered', session: sampleSession() };

const arrived = (at: number, given: Partial<Parameters<typeof batch>[1]> = {}): Action => ({
  type: 'playback-events-arrived',
  batch: batch(at, given),
  real: real + 1000,
});
const batch = (
  at: number,
  given: { state?: ReturnType<typeof samplePlaybackState>; quote?: ReturnType<typeof sampleQuote> },
) => ({
  events: { ...nothing(), quotes: given.quote ? [given.quote] : [] },
  alerts: [],
  state: given.state ?? null,
  at,
});

test('a playback shows its own picture, alerts and instant, once it has a picture', (t) => {
  const opening = after(live, opened);
  t.is(shownPicture(opening), live.picture);
  t.is(shownNow(opening), sampleNow);
  const recent = [sampleAlert({ at: playedAt - 1000 })];
  const playing = after(opening, taken({}, { alerts: { rules: [], recent } }));
  t.is(shownPicture(playing).quote?.price, 669.4);
  t.is(shownNow(playing), playedAt);
  t.deepEqual(shownAlerts(playing).recent, recent);
  t.is(playing.picture, live.picture, 'the market beneath it is untouched');
  const back = after(playing, { type: 'playback-closed' });
  t.is(shownPicture(back), live.picture);
  t.is(shownNow(back), sampleNow);
});

test('what arrives of the market changes nothing that is shown in a playback', (t) => {
  const playing = after(live, opened, taken());
  const moved = after(
    playing,
    { type: 'events-arrived', batch: { ...nothing(), quotes: [sampleQuote({ price: 999 })] } },
    { type: 'ticked', real: real + 60_000 },
    { type: 'alert-arrived', alert: sampleAlert() },
  );
  t.is(shownPicture(moved), shownPicture(playing));
  t.is(shownNow(moved), playedAt);
  t.deepEqual(shownAlerts(moved), shownAlerts(playing));
  t.is(moved.picture.quote?.price, 999);
});

test('paused its clock stands, playing it runs with the speed, and as fast as can be only events move it', (t) => {
  const later = { type: 'playback-ticked', real: real + 2000 } as const;
  const at = (state: Parameters<typeof taken>[0]) => shownNow(after(live, opened, taken(state), later));
  t.is(at({}), playedAt);
  t.is(at({ isPaused: false, speed: 10 }), playedAt + 20_000);
  t.is(at({ isPaused: false, speed: 'max' }), playedAt);
});

test('its clock stops before the next poll until that has arrived, and goes by the instants of events', (t) => {
  const playing = after(live, opened, taken({ isPaused: false, speed: 300 }), outlined);
  const waiting = after(playing, { type: 'playback-ticked', real: real + 5000 });
  t.is(shownNow(waiting), playedAt + 59_999);
  const polled = after(waiting, arrived(playedAt + 60_000));
  t.is(shownNow(polled), playedAt + 60_000);
  const earlier = after(playing, { type: 'playback-ticked', real: real + 150 }, arrived(playedAt + 30_000));
  t.is(shownNow(earlier), playedAt + 45_000, 'for an event that comes late it waits');
  const waited = after(earlier, { type: 'playback-ticked', real: real + 1000 + 100 });
  t.is(shownNow(waited), playedAt + 59_999, 'and goes on from the instant of the event');
  const stopped = samplePlaybackState({ at: playedAt + 30_000, isPaused: true, isAtEnd: true });
  t.is(shownNow(after(earlier, arrived(playedAt + 30_000, { state: stopped }))), playedAt + 30_000);
});

test('whatever the speed, the instant never reaches a poll that has not arrived', (t) => {
  const { polls } = sampleSession();
  t.notThrows(() =>
    fc.assert(
      fc.property(
        fc.integer({ min: polls[0]! - 60_000, max: polls.at(-1)! }),
        fc.constantFrom(1, 2, 5, 10, 30, 60, 300),
        fc.integer({ min: 0, max: 600_000 }),
        (at, speed, passed) => {
          const playing = after(live, opened, taken({ at, isPaused: false, speed }), outlined);
          const now = playbackNow(playing.playback!, real + passed);
          const next = firstAfter(polls, at);
          return now >= at && (next === null || now < next);
        },
      ),
    ),
  );
});

test('a seek that is on its way is where the next one starts from', (t) => {
  const playing = after(live, opened, taken());
  t.deepEqual(seekFrom(playing), { symbol: 'SPY', at: playedAt, speed: 1, paused: true });
  const seek = { symbol: 'QQQ', at: 5, speed: 10, paused: false };
  const seeking = after(playing, { type: 'playback-seeking', seek });
  t.deepEqual(seekFrom(seeking), seek);
  t.is(shownNow(seeking), playedAt, 'what is shown stays until the answer');
});

test('bars that were answered for a later instant, or another day, are dropped by a seek', (t) => {
  const until = playedSnapshot().priceLine!.date;
  const answer = { bars: [], until, at: playedAt };
  const answered = after(live, opened, taken(), {
    type: 'playback-answered',
    answer: { type: 'bars-answered', range: '1D', answer },
  });
  const kept = (state: Parameters<typeof taken>[0], given = {}) =>
    after(answered, taken(state, given)).playback?.answers.bars['1D'];
  t.is(kept({ at: playedAt + 60_000 }), answer);
  t.is(kept({ at: playedAt - 60_000 }), undefined);
  t.is(kept({ at: playedAt + 60_000 }, { priceLine: null }), undefined);
  t.is(kept({ at: playedAt + 60_000 }, { subscription: sampleSubscription({ symbol: 'QQQ' }) }), undefined);
});

test('the outline stays while its session is shown, and goes with another day or symbol', (t) => {
  const playing = after(live, opened, taken(), outlined);
  const session = (state: Parameters<typeof taken>[0], given = {}) =>
    after(playing, taken(state, given)).playback?.session ?? null;
  t.not(session({ at: playedAt + 1 }), null);
  t.is(session({ date: '2026-11-24' }), null);
  t.is(session({}, { subscription: sampleSubscription({ symbol: 'QQQ' }) }), null);
});

test('another symbol drops what was chosen among strikes, when it is played and when it is left', (t) => {
  const scroll = { top: 650, selected: 660 };
  const chosen = after(live, opened, taken(), { type: 'chain-moved', scroll });
  t.deepEqual(after(chosen, taken({ at: playedAt + 1 })).ui.chainScroll, scroll);
  t.deepEqual(after(chosen, { type: 'playback-closed' }).ui.chainScroll, scroll);
  const other = after(chosen, taken({}, { subscription: sampleSubscription({ symbol: 'QQQ' }) }));
  t.is(other.ui.chainScroll.selected, null);
  const again = after(other, { type: 'chain-moved', scroll }, { type: 'playback-closed' });
  t.is(again.ui.chainScroll.selected, null);
});

test('a held picture is let go where a playback begins, so that what is on screen is one of both', (t) => {
  const held = after(live, { type: 'froze', isFrozen: true }, opened, taken());
  t.is(held.frozen, null);
  t.is(shownNow(held), playedAt);
});

test('actions of a playback that has been left change nothing', (t) => {
  t.is(after(live, taken()), live);
  t.is(after(live, arrived(playedAt)), live);
  t.is(after(live, { type: 'playback-ticked', real }), live);
  t.is(shownPlayback(live), null);
});

test('hints are not drawn again while only a playback’s time passes', (t) => {
  const timeless = timelessState();
  const playing = after(live, opened, taken({ isPaused: false }), outlined);
  const first = timeless(playing);
  t.is(timeless(after(playing, { type: 'playback-ticked', real: real + 1000 })), first);
  t.not(timeless(after(playing, taken({ isPaused: true }))), first);
});

test('the neighbours of an instant among others', (t) => {
  t.is(firstAfter([], 1), null);
  t.is(lastBefore([], 1), null);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 })), fc.integer({ min: -1, max: 51 }), (some, at) => {
      const sorted = some.toSorted((a, b) => a - b);
      return (
        firstAfter(sorted, at) === (sorted.find((each) => each > at) ?? null) &&
        lastBefore(sorted, at) === (sorted.findLast((each) => each < at) ?? null)
      );
    }),
  );
});

test('a gap is known while it is played through, of the nearest chain by the outline, and ends with it', (t) => {
  const { gaps, polls } = sampleSession();
  const [gap] = gaps;
  const kept = polls.filter((at) => at < gap!.from || at >= gap!.to!);
  const gapped: Action = {
    type: 'playback-session-answered',
    session: sampleSession({ polls: kept }),
  };
  const missing = (at: number, ...actions: Action[]) =>
    missingNow(after(live, opened, taken({ at }), ...actions));
  t.is(missing(gap!.from - 1, gapped), null);
  t.deepEqual(missing(gap!.from, gapped), gap!);
  t.is(missing(gap!.to!, gapped), null);
  t.is(missing(gap!.from), null, 'before the outline has come the daemon says it');
  const playing = taken({ at: gap!.from - 5000, isPaused: false, speed: 10 });
  t.deepEqual(missing(0, playing, gapped, { type: 'playback-ticked', real: real + 1000 }), gap!);
  const said = taken({
    at: gap!.from - 5000,
    isPaused: false,
    speed: 10,
    missing: { ...gap!, to: gap!.from },
  });
  t.is(
    missing(0, said, { type: 'playback-ticked', real: real + 1000 }),
    null,
    'what was said has ended since',
  );
  const dated = taken({ at: gap!.from }, { subscription: sampleSubscription({ expiration: '2026-11-24' }) });
  t.is(missing(0, dated, gapped), null);
});

test('that a day has no outline is said once the daemon has said so', (t) => {
  const isOutlined = (...actions: Action[]) =>
    scrubInput(after(live, opened, taken(), ...actions).playback, sampleNow).isOutlined;
  const none: Action = { type: 'playback-session-answered', session: null };
  t.false(isOutlined());
  t.true(isOutlined(none));
  t.true(isOutlined(none, taken({ at: playedAt + 60_000 })), 'also after a seek on the same day');
  t.false(isOutlined(outlined, taken({ date: '2026-11-24' })));
  t.true(isOutlined(outlined, taken({ date: '2026-11-24' }), none));
});
