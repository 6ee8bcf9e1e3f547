/**
 * The thread of a server that only plays. Its parent posts `close`; it posts `PlaybackReport`s. Whatever draws does so in
 * another thread: no frame waits for a read.
 */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { ArchiveMode } from '../../../archive/session-facts.ts';
import { systemClock } from '../../../base/clock.ts';
import { toSpyglassError } from '../../../base/errors.ts';
import type { Logger } from '../../../base/log.ts';
import { openStorePast } from '../../../db/open-store.ts';
import { createPrivateDirectory, removeLeftovers } from '../../../db/sqlite/past/private-directory.ts';
import { lastInstant } from '../../../market/calendar/instants.ts';
import type { RecordingReader } from '../../../recordings/recording.ts';
import { createPastReader } from '../past/create-past-reader.ts';
import { pastOfArchive, pastRecording } from '../past-recording.ts';
import type { PlaybackReport, PlaybackThreadData } from './playback-messages.ts';
import { settingsFor } from './recorded-settings.ts';
import { servePlayback } from './serve-playback.ts';

const port = parentPort;
if (!port) throw new Error('playback-thread.ts runs in a worker thread only');
const report = (message: PlaybackReport) => port.postMessage(message);
const data = workerData as PlaybackThreadData;
const clock = systemClock();
/** What goes wrong is said to the client. */
const log: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
/** How to close what is open, the latest last. */
const closes: (() => void | Promise<void>)[] = [];
const closeAll = async () => {
  for (let close = closes.pop(); close; close = closes.pop()) await close();
};

/** In a directory that only this user may enter. A killed process leaves it; the next one removes it. */
function privateSocket({ platform, temporaryDirectory }: PlaybackThreadData): string {
  if (platform === 'win32') return `\\\\.\\pipe\\spyglass-playback-${randomUUID()}`;
  removeLeftovers(temporaryDirectory);
  const directory = createPrivateDirectory(temporaryDirectory);
  closes.push(directory.release);
  return path.join(directory.path, 's.sock');
}

async function openPlayed(
  { recording: played, temporaryDirectory }: PlaybackThreadData,
  signal: AbortSignal,
): Promise<{ recording: RecordingReader; mode: ArchiveMode }> {
  if (played.from === 'archive') {
    const recording = await pastOfArchive(played.directory);
    return { recording, mode: recording.mode };
  }
  const database = await openStorePast(played, {
    ...{ clock, temporaryDirectory, signal },
    onCopy: (copy) => report({ kind: 'copying', copy }),
  });
  return { recording: pastRecording(database, played.archive), mode: played.archive.mode };
}

async function open(signal: AbortSignal): Promise<string> {
  const socketPath = privateSocket(data);
  const { recording, mode } = await openPlayed(data, signal);
  closes.push(recording.close);
  const settings = settingsFor(data.settings, {
    mode,
    underlyings: await recording.chains.underlyings(lastInstant),
  });
  const reader = createPastReader({ recording, settings });
  const server = await servePlayback({
    ...data,
    mode,
    settings,
    reader,
    databasePath: recording.path,
    socketPath,
    clock,
    log,
  });
  closes.push(server.close);
  return socketPath;
}

const closing = new AbortController();
const opening = open(closing.signal);
port.on('message', async (message) => {
  if (message !== 'close') return;
  closing.abort();
  await Promise.allSettled([opening]);
  await closeAll();
  port.close();
});
try {
  report({ kind: 'ready', socketPath: await opening });
} catch (thrown) {
  const { code, message, hint } = toSpyglassError(thrown);
  await closeAll();
  report({ kind: 'failed', code, message, hint });
  port.close();
}
