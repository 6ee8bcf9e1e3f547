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
export function answerOutline(
  { asked }: FakePlayback,
  days: readonly RecordedDay[] = sampleDays(),
): string[] {
  const asks = asked.splice(0);
  for (const { method, answer } of asks) {
    if (method === 'playback.days') answer([...days]);
    else if (method === 'playback.session') answer(sampleSession());
  }
  return asks.map(({ method }) => method);
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
  const answered: string[] = [];
  await terminal.until('the outline', (text) => {
    answered.push(...answerOutline(playback, days));
    const isOutlined = ['playback.days', 'playback.session'].every((method) => answered.includes(method));
    return isOutlined && /REPLAY|Replay of/.test(text) && !text.includes('no outline');
  });
  await new Promise(setImmediate);
  return { ...dashboard, playback };
}
