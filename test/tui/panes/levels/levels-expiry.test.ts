import test from 'ava';
import { newYorkInstant } from '../../../../src/market/calendar/new-york-time.ts';
import { openDashboard } from '../../support/open-dashboard.ts';
import { sampleSnapshot } from '../../support/sample.ts';
import { sampleHello, samplePhase } from '../../support/sample-hello.ts';
import { sampleDate, sampleNow } from '../../support/sample-times.ts';
import { sampleLevels } from '../../support/sample-levels.ts';

const evening = newYorkInstant(sampleDate, '16:20');
const tomorrow = '2026-11-24';

/** Twenty minutes past four: the chain polled is the next session's, the prices are today's. */
const afterTheClose = {
  hello: sampleHello({ now: evening }),
  snapshot: sampleSnapshot({
    phase: samplePhase({
      phase: 'post',
      nextPhase: 'closed',
      nextChangeAt: newYorkInstant(sampleDate, '20:00'),
      expiration: tomorrow,
    }),
    levels: {
      ...sampleLevels(),
      expiration: tomorrow,
      timestamp: evening - 15_000,
      maxPain: 601,
      closes: { regular: newYorkInstant(tomorrow, '16:00'), option: newYorkInstant(tomorrow, '16:15') },
    },
  }),
};

for (const [columns, rows] of [
  [120, 40],
  [80, 24],
  [70, 44],
  [60, 16],
] as const) {
  test.serial(`at ${columns}×${rows} the levels name their expiry, in session and after it`, async (t) => {
    const inSession = await openDashboard(t, { columns, rows });
    inSession.terminal.press('6');
    await inSession.terminal.until('today’s', (text) => text.includes('0-DTE · Mon 23 Nov'));

    const after = await openDashboard(t, { columns, rows, ...afterTheClose });
    after.terminal.press('6');
    await after.terminal.until('tomorrow’s', (text) => text.includes('next session · Tue 24 Nov'));
    after.terminal.press('3');
    await after.terminal.until('the chart’s', (text) => text.includes('0-DTE · Mon 23 Nov'));
    t.notRegex(after.terminal.text(), /24 Nov/, 'tomorrow’s levels are not on today’s prices');
  });
}

test.serial('on a Saturday the levels of the session that is over say so', async (t) => {
  const { terminal } = await openDashboard(t, {
    hello: { now: sampleNow + 5 * 86_400_000 },
    snapshot: {
      phase: samplePhase({
        phase: 'closed',
        nextPhase: 'pre',
        expiration: '2026-11-30',
        session: { ...samplePhase().session, date: '2026-11-30' },
      }),
    },
  });
  terminal.press('6');
  await terminal.until('the expiry', (text) => text.includes('expired · Mon 23 Nov'));
  t.notRegex(terminal.text(), /so far|0-DTE · Mon/);
});
