import test from 'ava';
import { withoutRepeats } from '../../../src/daemon/process/without-repeats.ts';
import { monday } from '../../db/fixtures.ts';
import { manualClock } from '../../support/manual-clock.ts';

function written() {
  const lines: { level: string; fields: Record<string, unknown>; message: string }[] = [];
  const to = (level: string) => (fields: object, message: string) =>
    void lines.push({ level, fields: { ...fields }, message });
  const clock = manualClock(monday);
  const log = withoutRepeats(
    { debug: to('debug'), info: to('info'), warn: to('warn'), error: to('error') },
    clock,
  );
  return { log, lines, clock };
}

test('a failure that goes on is logged ever more rarely, with how often it came', (t) => {
  const { log, lines } = written();
  for (let time = 0; time < 500; time++) log.error({ err: new Error('away') }, 'a write failed');
  t.deepEqual(
    lines.map(({ fields }) => fields.times),
    [undefined, 2, 4, 8, 16, 32, 64, 128, 256],
  );
  t.is((lines[0]!.fields.err as Error).message, 'away');
});

test('another reason, another job and everything that is no failure is logged', (t) => {
  const { log, lines } = written();
  for (const reason of ['away', 'full']) log.error({ err: new Error(reason) }, 'a write failed');
  for (const job of ['quote', 'chain']) log.warn({ job, err: new Error('away') }, 'a job failed');
  for (let time = 0; time < 3; time++) log.warn({}, 'without an error');
  for (let time = 0; time < 3; time++) log.info({ err: new Error('away') }, 'a note');
  t.is(lines.length, 10);
});

test('a failure that comes back later is logged as a new one', async (t) => {
  const { log, lines, clock } = written();
  for (let time = 0; time < 3; time++) log.warn({ err: new Error('away') }, 'a job failed');
  t.is(lines.length, 2);
  await clock.advance(11 * 60_000);
  log.warn({ err: new Error('away') }, 'a job failed');
  t.is(lines.length, 3);
  t.false('times' in lines[2]!.fields);
});
