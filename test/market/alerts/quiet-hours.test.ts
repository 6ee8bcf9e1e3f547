import test from 'ava';
import { quietProblem, quietUntil } from '../../../src/market/alerts/quiet-hours.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';

const at = (date: string, time: string) => newYorkInstant(date, time);

test('quiet hours over midnight end on the next morning', (t) => {
  const night = ['22:00-07:00'];
  t.is(quietUntil(night, at('2026-11-23', '21:59')), null);
  t.is(quietUntil(night, at('2026-11-23', '22:00')), at('2026-11-24', '07:00'));
  t.is(quietUntil(night, at('2026-11-24', '06:59')), at('2026-11-24', '07:00'));
  t.is(quietUntil(night, at('2026-11-24', '07:00')), null);
});

test('quiet hours that meet are one stretch', (t) => {
  const meeting = ['22:00-00:00', '00:00-07:00', '06:30-08:00'];
  t.is(quietUntil(meeting, at('2026-11-23', '23:00')), at('2026-11-24', '08:00'));
});

test('quiet hours go by the clock of New York through its changes', (t) => {
  const night = ['22:00-07:00'];
  // On November 1, 2026 the clock goes back: the night has an hour more.
  const start = at('2026-10-31', '22:00');
  t.is(quietUntil(night, start)! - start, 10 * 3_600_000);
});

test('quiet hours that make no sense or leave nothing of the day are refused', (t) => {
  for (const right of [[], ['22:00-07:00'], ['12:00-13:00', '22:00 - 07:00'], ['00:01-00:00']]) {
    t.is(quietProblem(right), null, right.join());
  }
  for (const wrong of ['22-07', '22:00', '25:00-07:00', '07:00-07:00', '']) {
    t.regex(quietProblem([wrong])!, /expected times of New York/, wrong);
  }
  t.regex(quietProblem(['00:00-12:00', '12:00-00:00'])!, /not quiet/);
});
