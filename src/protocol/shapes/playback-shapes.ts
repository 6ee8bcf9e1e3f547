import * as z from 'zod';
import { alertKinds } from '../../market/alerts/alert.ts';
import {
  type PlaybackGap,
  type PlaybackSession,
  type PlaybackState,
  playbackMarkerKinds,
  type RecordedDay,
} from '../playback.ts';
import { oneOf } from './enum-values.ts';
import { isTrue, maybe, number, text } from './primitive-shapes.ts';

const gapShape: z.ZodType<PlaybackGap> = z.object({ from: number, to: maybe, reason: text });

export const playbackShape: z.ZodType<PlaybackState> = z.object({
  at: number,
  generation: number,
  // A newer daemon may know another word: it is as fast as it goes.
  speed: z.union([number, text.transform(() => 'max' as const)]),
  isPaused: isTrue,
  isAtEnd: isTrue,
  date: text,
  poll: number,
  polls: number,
  missing: gapShape.nullable(),
  problem: z.object({ code: text, message: text, hint: text }).optional(),
});

export const playbackSessionShape: z.ZodType<PlaybackSession> = z.object({
  symbol: text,
  date: text,
  preOpen: number,
  open: number,
  close: number,
  optionClose: number,
  postClose: number,
  isEarlyClose: isTrue,
  polls: z.array(number),
  gaps: z.array(gapShape),
  rebuilt: z.array(z.object({ from: number, to: number })).optional(),
  markers: z.array(
    z.object({ at: number, kind: oneOf(playbackMarkerKinds), alert: oneOf(alertKinds).optional() }),
  ),
});

export const recordedDayShape: z.ZodType<RecordedDay> = z.object({
  date: text,
  polls: number,
  firstAt: number,
  lastAt: number,
  ratio: maybe,
  rebuilt: number.optional(),
  isEarlyClose: isTrue,
});
