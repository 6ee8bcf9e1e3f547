import test from 'ava';
import { sessionsUntilFull, spanText } from '../../../src/cli/doctor/disk-forecast.ts';

const forEver = Number.POSITIVE_INFINITY;

test('a disk lasts by what archive and database add, each until it is balanced', (t) => {
  const growth = (database: [number, number], archive: [number, number]) => ({
    database: { perSession: database[0], sessionsLeft: database[1] },
    archive: { perSession: archive[0], sessionsLeft: archive[1] },
  });
  t.is(sessionsUntilFull(1000, growth([0, 0], [10, forEver])), 100);
  t.is(sessionsUntilFull(1000, growth([90, 10], [10, forEver])), 10, 'full when the database is balanced');
  t.is(sessionsUntilFull(1900, growth([90, 10], [10, forEver])), 100, 'from then on the archive alone');
  t.is(sessionsUntilFull(1000, growth([90, 20], [10, forEver])), 10);
  t.is(sessionsUntilFull(5000, growth([90, 10], [10, 50])), forEver, 'both are balanced before');
  t.is(sessionsUntilFull(1000, growth([90, 0], [10, 0])), forEver);
});

test('sessions are said as days of the calendar', (t) => {
  t.is(spanText(0), '0 days');
  t.is(spanText(1), '1 day');
  t.is(spanText(21), '30 days');
  t.is(spanText(126), '6 months');
  t.is(spanText(2520), '10 years');
  t.is(spanText(100_000), 'over a hundred years');
});
