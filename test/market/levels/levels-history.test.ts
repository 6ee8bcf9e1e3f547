import test from 'ava';
import { type LevelsPoint, pointOf, withPoint } from '../../../src/market/levels/levels-history.ts';
import { newYorkDate, newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { someLevels } from '../../db/fixtures.ts';

const poll = (time: string, date = '2026-11-23', expiration = date) =>
  someLevels({ expiration, timestamp: newYorkInstant(date, time) });
const sessionOf = (date: string) => ({ date, optionClose: newYorkInstant(date, '16:15') });
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
