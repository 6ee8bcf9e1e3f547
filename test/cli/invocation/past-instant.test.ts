import test, { type ExecutionContext } from 'ava';
import { pastInstant } from '../../../src/cli/invocation/past-instant.ts';
import { timeArgument } from '../../../src/cli/invocation/time-argument.ts';
import { readSettings } from '../../../src/config/load-settings.ts';
import { lastInstant } from '../../../src/market/calendar/instants.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { aChain, monday, newDatabase } from '../../db/fixtures.ts';

/** A database that no daemon has open, with chains polled at these instants, and what `--at` means on it. */
async function recorded(t: ExecutionContext, polls: number[]) {
  const { db } = await newDatabase(t);
  for (const timestamp of polls) await db.chains.record(aChain({ timestamp }));
  const invocation = { loaded: readSettings({ env: {}, file: null }) };
  const source = { from: 'recordings', mode: 'live', db, asOf: lastInstant } as const;
  const at = async (text: string) =>
    (await pastInstant(invocation, source, timeArgument(text, '--at'), 'SPY')).at;
  return { db, at };
}

test('the words of --at are read by the calendar with what the exchange has announced', async (t) => {
  const { db, at } = await recorded(t, [newYorkInstant('2026-11-24', '12:00')]);
  t.is(await at('2026-11-23 close-10m'), newYorkInstant('2026-11-23', '15:50'));
  const early = { date: '2026-11-23', name: 'Storm', kind: 'early-close', origin: 'announcement' } as const;
  await db.exchangeDays.replace([early], monday);
  t.is(await at('2026-11-23 close-10m'), newYorkInstant('2026-11-23', '12:50'));
  await t.throwsAsync(at('2026-11-22 close'), {
    code: 'usage',
    message:
      /^--at 2026-11-22 close: Sun 22 Nov.* has no session \(weekend\): .* Fri 20 Nov.* and Mon 23 Nov/,
  });
});

test('recordings ahead of the machine’s clock are no future; what is later than their last poll is', async (t) => {
  const last = newYorkInstant('2090-11-22', '10:30');
  const { at } = await recorded(t, [monday, last]);
  t.is(await at('2090-11-22 09:40'), newYorkInstant('2090-11-22', '09:40'));
  t.is(await at('10:30'), last);
  t.is(await at('-20m'), last - 20 * 60_000);
  await t.throwsAsync(at('10:31'), {
    code: 'usage',
    message: '--at 10:31: Wed 22 Nov 10:31:00 ET lies in the future: it is Wed 22 Nov 10:30:00 ET.',
  });
});
