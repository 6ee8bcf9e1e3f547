import { tmpdir } from 'node:os';
import { SpyglassError } from '../../base/errors.ts';
import type { Instance } from '../../config/instance.ts';
import { openPlaybackThread } from '../../daemon/playback/serving/open-playback-thread.ts';
import type { PlayedRecording } from '../../daemon/playback/serving/playback-messages.ts';
import { candidates, findDaemon } from '../daemon/find-daemon.ts';
import { ignoreMissing } from '../invocation/answer-source.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { note } from '../output/output.ts';
import { copyText } from './copy-text.ts';

/** Who plays recordings. */
export interface PlaybackHome {
  /** Its `socketPath` is where the player answers. */
  instance: Instance;
  /** It runs in this process, beside no daemon. */
  isOwn: boolean;
}

/**
 * Has recordings played by the running daemon, else by a server in this process, which is closed afterwards; an archive always by
 * the latter.
 * @param signal ends the opening of a recording, which may take minutes where it is copied
 * @throws SpyglassError `no_data` where nothing is recorded, and what `openPast` throws
 */
export async function withPlaybackHome<T>(
  invocation: Invocation,
  client: string,
  use: (home: PlaybackHome) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const { archive } = invocation;
  const found = archive === null ? await findDaemon(invocation, client) : null;
  if (found) {
    found.link.close();
    return await use({ instance: found.instance, isOwn: false });
  }
  for (const instance of candidates(invocation)) {
    const server = serverOf(
      invocation,
      archive === null ? recordingOf(instance) : { from: 'archive', directory: archive },
    );
    const close = () => void server.close();
    signal?.addEventListener('abort', close, { once: true });
    try {
      const socketPath = await (archive === null ? server.ready.catch(ignoreMissing) : server.ready);
      if (socketPath === null) continue;
      return await use({ instance: { ...instance, socketPath }, isOwn: true });
    } finally {
      signal?.removeEventListener('abort', close);
      await server.close();
    }
  }
  throw nothingRecorded(invocation);
}

function recordingOf({ databasePath, storeUrl, archiveDir, mode }: Instance): PlayedRecording {
  return { from: 'database', databasePath, storeUrl, archive: { directory: archiveDir, mode } };
}

function serverOf({ environment, loaded }: Invocation, recording: PlayedRecording) {
  const { platform, appVersion, pid } = environment;
  return openPlaybackThread(
    {
      ...{ recording, platform, appVersion, pid },
      // Nothing in it needs the key.
      settings: { ...loaded.settings, apiKey: null },
      temporaryDirectory: tmpdir(),
    },
    (copy) => note(environment, copyText(copy)),
  );
}

function nothingRecorded(invocation: Invocation): SpyglassError {
  const [{ dataDir, mode } = { dataDir: '', mode: 'live' }] = candidates(invocation);
  const other =
    invocation.chosenMode === 'live' ? ' With --demo, what a demo has recorded there is played.' : '';
  return new SpyglassError(
    'no_data',
    `Nothing is recorded in ${dataDir} yet${invocation.chosenMode === null ? '' : ` (${mode})`}.`,
    { hint: `Name another directory with --data-dir, or record first: \`spyglass daemon run\`.${other}` },
  );
}
