import test from 'ava';
import type { RebuildStep } from '../../../../src/protocol/rebuild.ts';
import { rebuildNote } from '../../../../src/tui/panes/store/rebuild-note.ts';

const step: RebuildStep = {
  day: {
    ...{ underlying: 'SPY', date: '2026-11-25', expiration: '2026-11-25', strikesPercent: null },
    ...{
      source: 'polygon',
      tier: 'unknown',
      startedAt: 1,
      listedAt: 2,
      modelledUntil: null,
      finishedAt: null,
    },
    ...{ notes: [], contracts: 384, asked: 141, minutes: 9000 },
  },
  ...{ stage: 'asking', callsLeft: 243, expectedMs: 1, computed: 0, isWaiting: false, isStuck: false },
};
const said = (changes: Partial<RebuildStep> = {}, problem: string | null = null) =>
  rebuildNote({ step: { ...step, ...changes }, problem });

test('the Store screen says what is rebuilt, how far it is, and what is wrong with it', (t) => {
  t.is(rebuildNote(null), null);
  t.is(rebuildNote({ step: null, problem: null }), null);
  t.deepEqual(said(), ['rebuilding SPY of 25 Nov: 141 of 384 contracts asked', 'text']);
  t.regex(said({ isWaiting: true })![0], /asked, waits for a call$/);
  t.regex(said({ stage: 'listing', day: { ...step.day, listedAt: null } })![0], /: its contracts$/);
  t.deepEqual(said({ stage: 'computing', computed: 0.259 }), [
    'rebuilding SPY of 25 Nov: levels 25%',
    'text',
  ]);
  t.deepEqual(said({ stage: 'done' }), ['rebuilt SPY of 25 Nov: 384 contracts', 'dim']);
  t.deepEqual(said({ isStuck: true, day: { ...step.day, notes: ['it is malformed'] } }), [
    'rebuilding SPY of 25 Nov is stuck: it is malformed',
    'warning',
  ]);
  t.deepEqual(said({}, 'The plan does not.'), ['rebuild: The plan does not.', 'warning']);
});
