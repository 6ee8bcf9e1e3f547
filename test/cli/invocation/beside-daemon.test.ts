import test from 'ava';
import { levels } from '../../../src/cli/commands/levels.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { startPolledDaemon } from '../../daemon/polled-daemon.ts';
import { commandOn } from '../../support/command-in-process.ts';

test('beside a running daemon, the words of --at are read with what the exchange has announced to it', async (t) => {
  t.timeout(120_000);
  const daemon = await startPolledDaemon(t, {
    at: newYorkInstant('2026-11-23', '10:30'),
    simulator: { fault: 'unscheduled-early-close' },
  });
  await daemon.clock.advance(60_000);
  await t.throwsAsync(
    commandOn(daemon, (invocation) => levels(invocation, { at: 'close-10m' }, [])),
    {
      code: 'usage',
      message:
        /^--at close-10m: Mon 23 Nov 12:50:00 ET lies in the future: it is Mon 23 Nov 10:3\d:\d\d ET\.$/,
    },
  );
});
