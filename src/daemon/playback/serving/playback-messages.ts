import type { ErrorCode } from '../../../base/errors.ts';
import type { Settings } from '../../../config/settings/settings-table.ts';
import type { CopyUnderWay } from '../../../recordings/recording.ts';
import type { StorePlace } from '../../../recordings/shared/store-place.ts';
import type { ArchivePlace } from '../past-recording.ts';

/** What is played: a database with its archive, or an archive alone. */
export type PlayedRecording =
  | ({ from: 'database'; archive: ArchivePlace } & StorePlace)
  | { from: 'archive'; directory: string };

/** What the thread of a server that only plays is started with. */
export interface PlaybackThreadData {
  recording: PlayedRecording;
  settings: Settings;
  /** Where the private directory of its socket is made, and a copy of the recording where one is needed. */
  temporaryDirectory: string;
  platform: NodeJS.Platform;
  appVersion: string;
  pid: number;
}

/** What the thread posts; its parent posts `close`. */
export type PlaybackReport =
  /** The recording cannot be read where it lies. */
  | { kind: 'copying'; copy: CopyUnderWay }
  | { kind: 'ready'; socketPath: string }
  | { kind: 'failed'; code: ErrorCode; message: string; hint: string };
