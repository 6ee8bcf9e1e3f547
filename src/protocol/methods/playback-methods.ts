import * as z from 'zod';
import type { Missed } from '../missed.ts';
import { date, instant, symbol } from '../param-shapes.ts';
import type { PlaybackFound, PlaybackSession, RecordedDay } from '../playback.ts';

/** Parameters of what playbacks ask about a recording. */
export const playbackParams = {
  'playback.days': z.strictObject({ symbol: symbol.optional() }),
  'playback.session': z.strictObject({ symbol: symbol.optional(), date }),
  'playback.find': z.strictObject({
    symbol: symbol.optional(),
    rule: z.string().min(1).max(200),
    from: instant,
    direction: z.enum(['forward', 'backward']),
  }),
  'missed.get': z.strictObject({ since: instant, until: instant.optional() }),
} as const;

/** What they answer. */
export interface PlaybackResults {
  /** Oldest first. */
  'playback.days': RecordedDay[];
  /** `null` where nothing of that day is recorded, or it has no session. */
  'playback.session': PlaybackSession | null;
  'playback.find': PlaybackFound;
  'missed.get': Missed;
}

/** What each does, in a sentence. */
export const playbackMethodTable = {
  'playback.days': 'The days of which chains of a symbol are recorded, with their coverage.',
  'playback.session': 'When a recorded session was polled, its gaps, and its markers.',
  'playback.find':
    'Where an alert rule begins to hold, searched forward or backward from an instant to the end of its session.',
  'missed.get':
    'What happened between two instants, up to now by default: alerts and gaps of all that is recorded, and how much of the sessions was recorded.',
} as const;
