import test from 'ava';
import { SpyglassError } from '../../../src/base/errors.ts';
import { createJournalWriter } from '../../../src/daemon/desk/journal/journal-writer.ts';
import type { JournalEntry, JournalSnapshot } from '../../../src/recordings/shared/event-journal.ts';
import { manualClock } from '../../support/manual-clock.ts';

const monday = Date.parse('2026-11-23T15:30:00Z');
const entry = (name: string, payload = '{}'): JournalEntry => ({
  at: monday,
  name,
  subscription: null,
  payload,
});
const away = () => new SpyglassError('store', 'The store does not answer.');

/** A journal in memory whose calls fail when the test says so. */
function newWriter() {
  const clock = manualClock(monday);
  const batches: string[][] = [];
  const kept: JournalSnapshot[][] = [];
  const removed: number[] = [];
  const problems: string[] = [];
  const faults = { before: false, afterCommit: false };
  let overflows = 0;
  let last = 0;
  const writer = createJournalWriter({
    clock,
    journal: {
      async append(entries) {
        if (faults.before) throw away();
        batches.push(entries.map(({ name }) => name));
        last += entries.length;
        if (faults.afterCommit) throw away();
        return last;
      },
      bounds: async () => ({ first: 1, last }),
      async keepSnapshots(snapshots) {
        if (faults.before) throw away();
        kept.push([...snapshots]);
      },
      removeUpTo: async (sequence) => void removed.push(sequence),
    },
    onWritten: () => {},
    onError: ({ code }) => void problems.push(code),
    onOverflow: () => {
      overflows += 1;
    },
  });
  return { clock, writer, batches, kept, removed, problems, faults, overflows: () => overflows };
}

test('what one turn brings is written together, and what comes meanwhile goes into the next transaction', async (t) => {
  const { writer, batches } = newWriter();
  writer.add(entry('job'));
  writer.add(entry('quote'));
  await Promise.resolve();
  await Promise.resolve();
  await Promise.resolve();
  writer.add(entry('usage'));
  writer.add(entry('chain'));
  await writer.settled();
  t.deepEqual(batches.flat(), ['job', 'quote', 'usage', 'chain']);
  t.deepEqual(batches[0], ['job', 'quote']);
});

test('snapshots hold every entry before them, and their number is that of the last one', async (t) => {
  const { writer, kept, batches } = newWriter();
  writer.add(entry('job'));
  writer.add(entry('quote'));
  writer.keep([{ subscription: 'SPY', at: monday, snapshot: '{}' }], monday);
  writer.add(entry('chain'));
  await writer.settled();
  t.deepEqual(kept, [[{ subscription: 'SPY', at: monday, snapshot: '{}', sequence: 2 }]]);
  t.deepEqual(batches.flat(), ['job', 'quote', 'snapshots', 'chain']);
});

test('a store that is away is tried again each second, and nothing is lost or out of order', async (t) => {
  const { clock, writer, batches, problems, faults } = newWriter();
  faults.before = true;
  writer.add(entry('job'));
  await writer.settled();
  writer.add(entry('quote'));
  await clock.advance(2500);
  t.deepEqual(problems, ['store', 'store', 'store']);
  faults.before = false;
  await clock.advance(1000);
  t.deepEqual(batches.flat(), ['job', 'quote']);
  await writer.close();
  t.is(clock.pendingTimers, 0);
});

test('a transaction whose answer was lost after its commit is not written twice', async (t) => {
  const { clock, writer, batches, faults } = newWriter();
  writer.add(entry('job'));
  await writer.settled();
  faults.afterCommit = true;
  writer.add(entry('quote'));
  await writer.settled();
  faults.afterCommit = false;
  writer.add(entry('chain'));
  await clock.advance(1000);
  t.deepEqual(batches.flat(), ['job', 'quote', 'chain']);
});

test('entries are removed five minutes after snapshots that hold them', async (t) => {
  const { writer, removed } = newWriter();
  for (let minute = 0; minute < 8; minute++) {
    writer.add(entry('quote'));
    writer.keep([], monday + minute * 60_000);
    await writer.settled();
  }
  // With each minute a quote and the mark of the snapshots before it.
  t.deepEqual(removed, [1, 3, 5]);
});

test('where more waits than is kept, all of it is dropped and the followers begin anew', async (t) => {
  const { writer, faults, overflows, batches, clock } = newWriter();
  faults.before = true;
  writer.add(entry('chain', 'x'.repeat(20_000_000)));
  await writer.settled();
  writer.add(entry('chain', 'x'.repeat(20_000_000)));
  t.is(overflows(), 1);
  faults.before = false;
  writer.add(entry('recorder'));
  await clock.advance(1000);
  t.deepEqual(batches.flat(), ['recorder']);
});
