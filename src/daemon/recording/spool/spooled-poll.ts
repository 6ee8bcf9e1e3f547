import * as z from 'zod';
import type { RecordedLevels } from '../../../market/levels/levels.ts';
import type { Chain } from '../../../market/quotes/chain.ts';
import type { Quote } from '../../../market/quotes/quote.ts';
import { recordedLevelsShape } from '../../../protocol/shapes/levels-shapes.ts';
import { chainShape, quoteShape } from '../../../protocol/shapes/market-shapes.ts';

/** A quote that could not be stored in time. */
export interface SpooledQuote {
  kind: 'quote';
  quote: Quote;
}

/** A chain that could not be stored in time, with its levels; `null` where none are recorded. */
export interface SpooledChain {
  kind: 'chain';
  chain: Chain;
  levels: RecordedLevels | null;
}

/** A poll that could not be stored in time. */
export type SpooledPoll = SpooledQuote | SpooledChain;

const shape: z.ZodType<SpooledPoll> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('quote'), quote: quoteShape }),
  z.object({ kind: z.literal('chain'), chain: chainShape, levels: recordedLevelsShape.nullable() }),
]);

/** Epoch ms of a poll. */
export function spooledAt(poll: SpooledPoll): number {
  return poll.kind === 'quote' ? poll.quote.receivedAt : poll.chain.timestamp;
}

/** A poll from its JSON; `null` where that is cut off or was changed. */
export function parseSpooledPoll(json: string): SpooledPoll | null {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return null;
  }
  const parsed = shape.safeParse(value);
  return parsed.success ? parsed.data : null;
}
