import test from 'ava';
import type { PastReader } from '../../../src/daemon/playback/past-reader.ts';
import { createSharedReader } from '../../../src/daemon/playback/shared-reader.ts';
import { manualClock } from '../../support/manual-clock.ts';

const at = Date.parse('2026-11-23T15:00:00Z');

/** Readers that know no days; each opens when the test says so. */
function readers() {
  const opened: PromiseWithResolvers<void>[] = [];
  let closed = 0;
  const open = async () => {
    const opening = Promise.withResolvers<void>();
    opened.push(opening);
    await opening.promise;
    const reader: Partial<PastReader> = {
      days: async () => [],
      close: async () => {
        closed += 1;
      },
    };
    return reader as PastReader;
  };
  return { open, opened, closed: () => closed };
}

test('closed while it opens, a reader answers what was asked before, and closes', async (t) => {
  const { open, opened, closed } = readers();
  const reader = createSharedReader(open, manualClock(at));
  const days = reader.shared.days('SPY', at);
  const end = reader.close();
  opened[0]!.resolve();
  t.deepEqual(await days, []);
  await end;
  t.is(closed(), 1);
});

test('what is asked after the close opens no other reader, which nobody would close', async (t) => {
  const { open, opened } = readers();
  const reader = createSharedReader(open, manualClock(at));
  const days = reader.shared.days('SPY', at);
  const end = reader.close();
  const later = reader.shared.days('SPY', at);
  opened[0]!.resolve();
  await t.throwsAsync(later, { code: 'not_running', message: 'The daemon is closing.' });
  await days;
  await end;
  t.is(opened.length, 1);
});
