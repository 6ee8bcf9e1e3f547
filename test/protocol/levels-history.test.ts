import test from 'ava';
import { newYorkInstant } from '../../src/market/new-york-time.ts';
import { type LevelsPoint, pointOf, withPoint } from '../../src/protocol/levels.ts';
import { aMetrics } from '../db/fixtures.ts';

const poll = (time: string, date = '2026-11-23', expiration = date) =>
  aMetrics({ expiration, timestamp: newYorkInstant(date, time) });
const follow = (...polls: ReturnType<typeof poll>[]) => polls.reduce<LevelsPoint[]>(withPoint, []);
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
