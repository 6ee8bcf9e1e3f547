import type { ExecutionContext } from 'ava';
import type { RecordedDay } from '../../../src/protocol/playback.ts';
import type { Snapshot } from '../../../src/protocol/events.ts';
import { type FakePlayback, playedSnapshot, sampleDays, sampleSession } from './fake-playback.ts';
import { type OpenDashboard, type OpenOptions, openDashboard } from './open-dashboard.ts';
import { sampleHello } from './sample-hello.ts';

/** A dashboard that plays the sample day. */
export interface OpenedPlayback extends OpenDashboard {
  playback: FakePlayback;
}

/** Answers the questions about days and session. */
export function answerOutline({ asked }: FakePlayback, days: readonly RecordedDay[] = sampleDays()) {
  for (const { method, answer } of asked.splice(0)) {
    if (method === 'playback.days') answer([...days]);
    else if (method === 'playback.session') answer(sampleSession());
  }
}

/** A dashboard that plays the sample day, paused at `playedAt`. */
export async function openPlayback(
  t: ExecutionContext,
  options: OpenOptions = {},
  state: Parameters<typeof playedSnapshot>[0] = {},
  given: Partial<Snapshot> = {},
  days: readonly RecordedDay[] = sampleDays(),
): Promise<OpenedPlayback> {
  const dashboard = await openDashboard(t, options);
  const { terminal, playbacks } = dashboard;
  terminal.press('b');
  await terminal.until('a playback', () => playbacks.length === 1);
  const playback = playbacks[0]!;
  playback.connect(playedSnapshot(state, given), sampleHello(options.hello));
  await terminal.until('the replay', (text) => {
    answerOutline(playback, days);
    return (
      /(REPLAY|Replay of)[\s\S]*← → poll/.test(text) ||
      (options.keys !== undefined && text.includes('REPLAY'))
    );
  });
  await new Promise(setImmediate);
  return { ...dashboard, playback };
}
