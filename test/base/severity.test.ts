import test from 'ava';
import { type ErrorCode, errorTable, severities, toSpyglassError } from '../../src/base/errors.ts';
import { bySeverity, exitCodeOf, severityOf } from '../../src/base/severity.ts';
import { createEventBus } from '../../src/daemon/event-bus.ts';
import { createHealthTracker } from '../../src/daemon/health.ts';
import { stripLine } from '../../src/tui/panes/frame/strip.ts';
import type { ConnectionSlice } from '../../src/tui/state/connected.ts';
import { manualClock } from '../support/manual-clock.ts';

const problem = (code: string, since: number) => ({ code, subject: code, message: code, hint: '', since });

test('the worst problems come first, and of one severity the oldest', (t) => {
  const sorted = bySeverity([
    problem('rate_limited', 1),
    problem('upstream_failed', 5),
    problem('upstream_failed', 3),
    problem('database_full', 9),
    problem('unheard_of', 4),
  ]);
  t.deepEqual(
    sorted.map(({ code, since }) => [code, since]),
    [
      ['database_full', 9],
      ['upstream_failed', 3],
      ['unheard_of', 4],
      ['upstream_failed', 5],
      ['rate_limited', 1],
    ],
  );
});

test('daemon and dashboard agree on which problem is the worst, whatever the problems are', (t) => {
  const codes = Object.keys(errorTable) as ErrorCode[];
  const connection: ConnectionSlice = {
    status: 'connected',
    hello: null,
    lostAt: null,
    message: null,
    retryAt: null,
    attempt: 0,
  };
  for (const one of codes) {
    for (const other of codes) {
      const health = createHealthTracker(manualClock(0), createEventBus());
      for (const code of [one, other]) {
        health.raise(code, Object.assign(toSpyglassError(new Error(code)), { code }));
      }
      const { problems } = health.current();
      const strip = stripLine({
        ...{ width: 200, connection, problems: problems.toReversed(), plan: null, frozenAt: null },
        ...{ keyOf: () => null, now: { market: 0, real: 0 } },
      });
      const shown = strip.map(([text]) => text).join('');
      const rank = (code: string) => severities.indexOf(severityOf(code));
      t.true(rank(problems[0]!.code) <= rank(problems.at(-1)!.code), `${one} ${other}`);
      if (rank(one) !== rank(other)) t.true(shown.includes(`▲ ${problems[0]!.code}:`), shown);
    }
  }
});

test('whatever lasts makes the daemon unhealthy', (t) => {
  t.is(exitCodeOf([]), 0);
  for (const code of [...Object.keys(errorTable), 'unheard_of']) {
    t.is(exitCodeOf([problem(code, 0)]), errorTable.unhealthy.exit, code);
  }
});
