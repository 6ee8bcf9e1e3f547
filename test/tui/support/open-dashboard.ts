import type { ExecutionContext } from 'ava';
import type { Snapshot } from '../../../src/protocol/events.ts';
import type { Hello } from '../../../src/protocol/state.ts';
import type { EmbeddedRecording } from '../../../src/tui/recording.ts';
import { startDashboard } from '../../../src/tui/start.tsx';
import type { Tour } from '../../../src/tui/show-tour.ts';
import type { KeptLastOpen } from '../../../src/tui/missed/keep-last-open.ts';
import type { SavedPictures } from '../../../src/tui/saved-picture/saved-files.ts';
import type { KeptLimits } from '../../../src/tui/state/plan/keep-limits.ts';
import type { Appearance } from '../../../src/tui/state/ui/ui.ts';
import type { ColorLevel } from '../../../src/config/look.ts';
import { type ManualClock, manualClock } from '../../support/manual-clock.ts';
import { type FakeConnection, fakeConnection } from './fake-connection.ts';
import { type FakePlayback, fakePlayback } from './fake-playback.ts';
import { sampleSnapshot } from './sample.ts';
import { sampleHello } from './sample-hello.ts';
import { sampleNow } from './sample-times.ts';
import { openTestTerminal, type TestTerminal } from './test-terminal.ts';

export interface OpenDashboard {
  terminal: TestTerminal;
  connection: FakeConnection;
  clock: ManualClock;
  /** Playbacks that were opened, oldest first. */
  playbacks: FakePlayback[];
  /** Settles as `startDashboard` does. */
  ended: Promise<void>;
}

export interface OpenOptions {
  columns?: number;
  rows?: number;
  level?: ColorLevel;
  isEmbedded?: boolean;
  notice?: string;
  suspend?: () => Promise<void>;
  recording?: EmbeddedRecording;
  startDaemon?: () => Promise<void>;
  keptLimits?: KeptLimits;
  lastOpen?: KeptLastOpen;
  tour?: Tour;
  isAscii?: boolean;
  appearance?: Appearance;
  /** Other keys by the ids of commands. */
  keys?: Record<string, string[]>;
  isMouseOn?: boolean;
  isScreenReader?: boolean;
  /** Asked to be shown first. */
  symbol?: string;
  signal?: AbortSignal;
  pictures?: SavedPictures;
  /** `null` leaves it connecting. */
  snapshot?: Partial<Snapshot> | null;
  hello?: Partial<Hello>;
}

/** The machine's clock need not agree with market time. */
const realStart = Date.UTC(2030, 0, 1, 12);

/** A dashboard on a terminal in memory, with its first picture. It ends with the test. */
export async function openDashboard(t: ExecutionContext, options: OpenOptions = {}): Promise<OpenDashboard> {
  const { columns = 120, rows = 40, level = 3, isEmbedded = false, snapshot = {}, hello = {} } = options;
  const terminal = openTestTerminal(columns, rows);
  const connection = fakeConnection();
  const clock = manualClock(realStart);
  const playbacks: FakePlayback[] = [];
  const end = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, end.signal]) : end.signal;
  const ended = startDashboard({
    connection,
    clock,
    stdout: terminal.stdout,
    stdin: terminal.stdin,
    stderr: terminal.stdout,
    colors: { level },
    isEmbedded,
    signal,
    openPlayback(subscription) {
      const playback = fakePlayback(subscription);
      playbacks.push(playback);
      return playback;
    },
    ...(options.notice !== undefined && { notice: options.notice }),
    ...(options.pictures && { pictures: options.pictures }),
    ...(options.keptLimits && { keptLimits: options.keptLimits }),
    ...(options.lastOpen && { lastOpen: options.lastOpen }),
    ...(options.tour && { tour: options.tour }),
    ...(options.recording && { recording: options.recording }),
    ...(options.startDaemon && { startDaemon: options.startDaemon }),
    ...(options.suspend && { suspend: options.suspend }),
    ...(options.isAscii && { isAscii: true }),
    ...(options.appearance && { appearance: options.appearance }),
    ...(options.keys && { keys: new Map(Object.entries(options.keys)) }),
    ...(options.isScreenReader && { isScreenReader: true }),
    ...(options.symbol !== undefined && { symbol: options.symbol }),
    ...(options.isMouseOn && { isMouseOn: true }),
  });
  // A test that expects it to fail waits for `ended` itself.
  const settled = ended.then(
    () => {},
    () => {},
  );
  t.teardown(async () => {
    end.abort();
    await settled;
  });
  if (snapshot) {
    connection.connect(sampleSnapshot(snapshot), sampleHello({ now: sampleNow, ...hello }));
    // There is no clock on screen before the daemon has said what time it is.
    await terminal.until(
      'first picture',
      (text) => / ET/.test(text.split('\n')[0]!) || /60×16/.test(text) || text.startsWith('Spyglass. Demo'),
    );
  }
  return { terminal, connection, clock, playbacks, ended };
}
