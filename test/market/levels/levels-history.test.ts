import test from 'ava';
import {
  historyOf,
  type LevelsPoint,
  pointOf,
  sessionLevels,
  withPoint,
} from '../../../src/market/levels/levels-history.ts';
import { newYorkDate, newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { someLevels } from '../../db/fixtures.ts';

const poll = (time: string, date = '2026-11-23', expiration = date) =>
  someLevels({ expiration, timestamp: newYorkInstant(date, time) });
const sessionOf = (date: string, optionClose = '16:15') => ({
  ...{ date, close: newYorkInstant(date, '16:00') },
  optionClose: newYorkInstant(date, optionClose),
});
const follow = (...polls: ReturnType<typeof poll>[]) =>
  polls.reduce<readonly LevelsPoint[]>(
    (history, levels) => withPoint(history, levels, sessionOf(newYorkDate(levels.timestamp))),
    [],
  );
const timesOf = (points: readonly LevelsPoint[]) => points.map(({ at }) => at);
const at = (...times: string[]) => times.map((time) => newYorkInstant('2026-11-23', time));

test('polls of a session add up, the evening’s of the next chain do not belong to it', (t) => {
  const history = follow(
    poll('09:30'),
    poll('09:31'),
    poll('16:14'),
    poll('17:00', '2026-11-23', '2026-11-24'),
  );
  t.deepEqual(timesOf(history), at('09:30', '09:31', '16:14'));
  t.deepEqual(history[0], pointOf(poll('09:30')));
});

test('polls of a later chain belong to the session too, until its options close', (t) => {
  const of = (time: string) => poll(time, '2026-11-23', '2026-11-27');
  const history = follow(of('09:30'), of('16:14'), of('16:15'), of('18:00'));
  t.deepEqual(timesOf(history), at('09:30', '16:14'));
  t.deepEqual([...new Set(history.map(({ expiration }) => expiration))], ['2026-11-27']);
});

test('after the chain that expires, polls of the next one are the next session’s, though they trade on', (t) => {
  // As of SPX: from 16:00 on the nearest chain is tomorrow's, which trades until 16:15.
  const next = (time: string) => poll(time, '2026-11-23', '2026-11-24');
  const polls = [poll('15:58'), poll('15:59'), next('16:00'), next('16:14'), next('16:15')];
  t.deepEqual(timesOf(follow(...polls)), at('15:58', '15:59'));
  const session = sessionOf('2026-11-23');
  t.deepEqual(sessionLevels(polls, session), polls.slice(0, 2));
  // SPY's own chain goes on.
  const spy = [poll('15:59'), poll('16:00'), poll('16:14')];
  t.deepEqual(timesOf(follow(...spy)), at('15:59', '16:00', '16:14'));
  t.deepEqual(sessionLevels(spy, session), spy);
  // Where nothing expires that day, all are of one chain.
  const later = [next('15:59'), next('16:14')];
  t.deepEqual(sessionLevels(later, session), later);
});

test('a share’s session ends with the closing bell', (t) => {
  const session = sessionOf('2026-11-23', '16:00');
  const friday = (time: string) => poll(time, '2026-11-23', '2026-11-27');
  const history = [friday('15:58'), friday('15:59'), friday('16:00'), friday('16:14')].reduce<
    readonly LevelsPoint[]
  >((points, levels) => withPoint(points, levels, session), []);
  t.deepEqual(timesOf(history), at('15:58', '15:59'));
});

test('what is polled without a session, or after it, leaves the very same history', (t) => {
  const history = follow(poll('09:30'), poll('16:14'));
  const evening = poll('17:00', '2026-11-23', '2026-11-24');
  t.is(withPoint(history, evening, sessionOf('2026-11-23')), history);
  t.is(withPoint(history, evening, sessionOf('2026-11-24')), history, 'the next session is at hand');
  t.is(withPoint(history, evening, null), history);
});

test('a point says what the chart draws of it, by open interest and by volume', (t) => {
  const levels = poll('10:00');
  const point = pointOf(levels);
  t.deepEqual([point.callWall, point.putWall, point.gammaFlip, point.maxPain], [675, 665, 668.4321, 669.5]);
  t.deepEqual([point.callWallByVolume, point.putWallByVolume, point.gammaFlipByVolume], [672, 669, null]);
  t.deepEqual(point.opening, levels.expectedMove.opening);
  t.deepEqual([point.expiration, point.modelVersion], ['2026-11-23', 3]);
});

test('another day begins the history anew', (t) => {
  const next = poll('04:00', '2026-11-24');
  t.deepEqual(follow(poll('09:30'), poll('16:14'), next), [pointOf(next)]);
});

test('a clock that was set back takes what was later out again', (t) => {
  t.deepEqual(
    timesOf(follow(poll('09:30'), poll('09:31'), poll('09:32'), poll('09:31'))),
    at('09:30', '09:31'),
  );
});

test('polls every five seconds leave a point each half minute and the newest', (t) => {
  const polls = Array.from({ length: 25 }, (_, index) => {
    const seconds = index * 5;
    const two = (value: number) => String(value).padStart(2, '0');
    return poll(`10:${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`);
  });
  const times = timesOf(follow(...polls));
  t.is(times.at(-1), polls.at(-1)!.timestamp);
  t.true(times.length <= 10, `${times.length} points`);
});

test('a history is made of a session’s levels at once as one by one', (t) => {
  const seconds = [0, 10, 20, 31, 45, 60, 61, 200, 200, 230, 259, 260, 24_000, 24_295, 24_300];
  const polls = seconds.map((second) =>
    someLevels({
      expiration: '2026-11-23',
      timestamp: newYorkInstant('2026-11-23', '09:30') + second * 1000,
    }),
  );
  const whole = follow(...polls);
  t.true(whole.length > 3 && whole.length < polls.length);
  t.deepEqual(historyOf(polls, sessionOf('2026-11-23')), whole);
  t.deepEqual(historyOf(polls, null), []);
  t.deepEqual(historyOf([], sessionOf('2026-11-23')), []);
});
