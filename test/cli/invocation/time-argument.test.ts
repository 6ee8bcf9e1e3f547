import test from 'ava';
import { SpyglassError } from '../../../src/base/errors.ts';
import { parseClockFlag } from '../../../src/cli/invocation/flags.ts';
import { dateArgument, timeArgument } from '../../../src/cli/invocation/time-argument.ts';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';

const usage = (message: RegExp) => ({ instanceOf: SpyglassError, code: 'usage', message });

test('a clock begins at an instant that exists, and runs at a speed', (t) => {
  t.deepEqual(parseClockFlag('2026-11-27T10:30:00-05:00'), {
    startAt: newYorkInstant('2026-11-27', '10:30'),
    speed: 1,
  });
  t.is(parseClockFlag('2026-11-27T15:30:00Z@60').speed, 60);
  const wrong: [string, RegExp][] = [
    ['2026-02-30T10:00:00Z', /--clock 2026-02-30T10:00:00Z: "2026-02-30" is not a date/],
    ['2026-11-24T10:00:00+24:00', /is not a zone/],
    ['Tue Nov 24 2026 10:30 -05:00', /an instant with its zone/],
    ['yesterday', /an instant with its zone/],
    ['1990-01-02T10:00:00Z', /beyond the trading calendar/],
    ['2026-11-24T10:00:00Z@2@3', /expected one @/],
    ['2026-11-24T10:00:00Z@fast', /expected a speed/],
    ['2026-11-24T10:00:00Z@0', /expected a speed/],
  ];
  for (const [text, message] of wrong) t.throws(() => parseClockFlag(text), usage(message), text);
});

test('a mistyped time or date is a usage error that names its flag', (t) => {
  const now = newYorkInstant('2026-11-23', '11:00');
  const context = { now, reference: now, calendar: createCalendar(), isPast: true } as const;
  t.deepEqual(timeArgument('10:30', '--at').in(context), {
    at: newYorkInstant('2026-11-23', '10:30'),
    understood: 'Mon 23 Nov 10:30:00 ET',
  });
  t.throws(() => timeArgument('2026-02-30 10:30', '--at'), usage(/^--at 2026-02-30 10:30: "2026-02-30"/));
  t.throws(
    () => timeArgument('close', '--at').in(context),
    usage(/^--at close: Mon 23 Nov 16:00:00 ET lies in the future/),
  );
  const error = t.throws<SpyglassError>(() => timeArgument('noon', '--at'));
  t.regex(error.hint, /^For example 10:30, -15m, close-10m/);
  t.is(dateArgument('2026-11-27', '--expiry'), '2026-11-27');
  t.throws(() => dateArgument('2026-02-30', '--expiry'), usage(/^--expiry: "2026-02-30" is not a date/));
  t.throws(() => dateArgument('9999-12-31'), usage(/^9999-12-31 is beyond the trading calendar/));
});
