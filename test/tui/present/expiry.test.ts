import test from 'ava';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import type { PhaseState } from '../../../src/protocol/state.ts';
import { expiryText } from '../../../src/tui/present/expiry.ts';
import { samplePhase } from '../support/sample-hello.ts';

const friday = '2026-11-27';
const monday = '2026-11-30';
const session = (date: string, optionClose: string): PhaseState['session'] => ({
  ...samplePhase().session,
  date,
  optionClose: newYorkInstant(date, optionClose),
});
/** The day after Thanksgiving, which ends early. */
const onFriday = (given: Partial<PhaseState> = {}) =>
  samplePhase({ session: session(friday, '13:15'), expiration: friday, ...given });

const textAt = (date: string, time: string, expiration: string, phase: PhaseState | null) =>
  expiryText({
    expiration,
    optionClose: newYorkInstant(expiration, expiration === friday ? '13:15' : '16:15'),
    phase,
    now: newYorkInstant(date, time),
  });

test('today’s expiration is 0-DTE until its options close', (t) => {
  t.is(textAt(friday, '08:00', friday, onFriday({ phase: 'pre' })), '0-DTE · Fri 27 Nov');
  t.is(textAt(friday, '13:14', friday, onFriday({ phase: 'options-late' })), '0-DTE · Fri 27 Nov');
  t.is(textAt(friday, '13:15', friday, onFriday({ phase: 'post' })), 'expired · Fri 27 Nov');
  t.is(textAt('2026-11-28', '12:00', friday, null), 'expired · Fri 27 Nov');
});

test('after the option close, and while the market is closed, the next one is named as the next session’s', (t) => {
  const post = onFriday({ phase: 'post', expiration: monday });
  t.is(textAt(friday, '13:20', monday, post), 'next session · Mon 30 Nov');
  const weekend = samplePhase({ phase: 'closed', session: session(monday, '16:15'), expiration: monday });
  t.is(textAt('2026-11-28', '12:00', monday, weekend), 'next session · Mon 30 Nov');
  t.is(
    textAt('2026-11-29', '22:00', monday, { ...weekend, phase: 'overnight' }),
    'next session · Mon 30 Nov',
  );
  t.is(textAt(monday, '02:00', monday, { ...weekend, phase: 'overnight' }), '0-DTE · Mon 30 Nov');
});

test('any other expiration counts its days', (t) => {
  const later = onFriday();
  t.is(textAt(friday, '10:00', monday, later), '3-DTE · Mon 30 Nov', 'chosen while today’s trades');
  const post = onFriday({ phase: 'post', expiration: monday });
  t.is(textAt(friday, '13:20', '2026-12-04', post), '7-DTE · Fri 4 Dec');
  t.is(textAt(friday, '13:20', monday, null), '3-DTE · Mon 30 Nov', 'nothing is known of the session yet');
});
