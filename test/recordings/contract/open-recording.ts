import type { ExecutionContext } from 'ava';
import type { Recording } from '../../../src/recordings/recording.ts';

/** Opens a new, empty recording of the adapter under test; it is closed when the test is over. */
export type OpenRecording = (t: ExecutionContext) => Promise<Recording>;
