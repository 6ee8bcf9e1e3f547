import test from 'ava';
import { createPace, createProgress, progressText } from '../../../src/cli/output/backfill-progress.ts';
import { manualClock } from '../../support/manual-clock.ts';

test('the line tells the share as a bar and in per cent, the bars, the calls and what is left', (t) => {
  t.is(
    progressText({ share: 0, bars: 0, callsLeft: null }, null, true),
    '[------------------------]   0 %  0 bars  asking…',
  );
  t.is(
    progressText({ share: 0.375, bars: 2184, callsLeft: 3 }, 100_000, true),
    '[#########---------------]  37 %  2184 bars  3 calls free  about 2 min left',
  );
  t.is(
    progressText({ share: 0.5, bars: 7, callsLeft: 0 }, 4200, false),
    ' 50 %  7 bars  waiting for a call  about 5 s left',
  );
  t.is(progressText({ share: 1, bars: 9, callsLeft: 2 }, null, false), '100 %  9 bars  done');
});

test('what was stored before says nothing about how long the rest takes', (t) => {
  const pace = createPace();
  t.is(pace(0.8, 1000), null);
  t.is(Math.round(pace(0.85, 3000)!), 6000);
  t.is(Math.round(pace(0.9, 5000)!), 4000);
  t.is(pace(1, 9000), 0);
});

test('on a terminal one line is drawn over itself, never wider than it; elsewhere each step has its line', (t) => {
  const clock = manualClock(0);
  const steps = [
    { share: 0, bars: 0, callsLeft: null },
    { share: 0.5, bars: 700, callsLeft: 4 },
    { share: 1, bars: 1400, callsLeft: 3 },
  ];
  const written = (stream: { isTTY?: boolean; columns?: number }) => {
    let text = '';
    const write = (piece: string) => {
      text += piece;
      return true;
    };
    const progress = createProgress({ ...stream, write }, clock);
    for (const step of steps) progress.show(step);
    progress.end();
    progress.end();
    return text;
  };
  const drawn = written({ isTTY: true, columns: 40 }).split('\r\x1b[2K');
  t.is(drawn.length, 4);
  t.true(drawn.every((line) => line.replace('\n', '').length < 40));
  t.is(drawn.join('').split('\n').length, 2, 'one line in the end');
  t.deepEqual(written({}).split('\n'), [' 50 %  700 bars  4 calls free', '100 %  1400 bars  done', '']);
});
