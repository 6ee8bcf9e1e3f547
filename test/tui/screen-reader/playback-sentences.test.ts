import test from 'ava';
import { sessionSentences } from '../../../src/tui/screen-reader/playback-sentences.ts';
import type { DashboardState } from '../../../src/tui/state/state.ts';
import { playedAt, sampleSession } from '../support/fake-playback.ts';

const minute = 60_000;
const said = (now: number, given: Parameters<typeof sampleSession>[0]) =>
  sessionSentences({ playback: { state: {}, session: sampleSession(given), now } } as DashboardState);

test('what is rebuilt of a session is said, and that the instant is', (t) => {
  const gaps = [{ from: playedAt, to: playedAt + 40 * minute, reason: 'upstream unreachable' }];
  const rebuilt = [{ from: playedAt + minute, to: playedAt + 40 * minute }];
  const given = { gaps, rebuilt, markers: [] };
  const session = 'Session: 1 gap, 39 minutes rebuilt from the vendor’s bars, no markers so far.';
  t.deepEqual(said(playedAt, given), [session]);
  t.deepEqual(said(playedAt + 2 * minute, given), [
    `${session} This instant is rebuilt from the vendor’s bars (upstream unreachable).`,
  ]);
});
