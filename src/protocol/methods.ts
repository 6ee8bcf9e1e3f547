import { z } from 'zod';
import type { Chain } from '../market/chain.ts';
import type { Quote } from '../market/quote.ts';
import type { Snapshot } from './events.ts';
import type { Hello, PruneReport, Status, Usage } from './state.ts';

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'expected a date like 2026-11-27');
const symbol = z.string().regex(/^[A-Z][A-Z.]{0,9}$/, 'expected a symbol like SPY');

/** Jobs that a user may ask to run now. */
export const refreshTargets = ['quote', 'chain', 'bars', 'all'] as const;
export type RefreshTarget = (typeof refreshTargets)[number];

export interface RefreshOutcome {
  job: string;
  isOk: boolean;
  /** What came of it, in one phrase: `SPY 671.20`, `412 contracts`, or why it failed. */
  message: string;
}

/** Parameters of each method as they must be to be taken; unknown ones are refused. */
export const methodParams = {
  hello: z.strictObject({
    protocolVersion: z.number().int(),
    appVersion: z.string().max(50),
    client: z.string().max(50),
  }),
  subscribe: z.strictObject({}),
  status: z.strictObject({}),
  'quote.get': z.strictObject({ symbol: symbol.optional() }),
  'chain.get': z.strictObject({
    symbol: symbol.optional(),
    expiration: date.optional(),
    at: z.number().int().optional(),
  }),
  'usage.get': z.strictObject({}),
  refresh: z.strictObject({ job: z.enum(refreshTargets), force: z.boolean().optional() }),
  prune: z.strictObject({ dryRun: z.boolean() }),
  shutdown: z.strictObject({}),
} as const;

export type MethodName = keyof typeof methodParams;
export type MethodParams<M extends MethodName> = z.infer<(typeof methodParams)[M]>;

export interface MethodResults {
  hello: Hello;
  subscribe: Snapshot;
  status: Status;
  /** `null` when none has been recorded. */
  'quote.get': Quote | null;
  'chain.get': Chain | null;
  'usage.get': Usage;
  refresh: RefreshOutcome[];
  prune: PruneReport;
  shutdown: { isClosing: true };
}

export const methodTable = {
  hello: 'Who is there: must be the first message of a connection.',
  subscribe: 'A snapshot now, then every event.',
  status: 'What the daemon is doing and how it is.',
  'quote.get': 'The latest quote.',
  'chain.get': 'The latest chain, or the chain as it was at an instant.',
  'usage.get': 'API usage of the last hour.',
  refresh: 'Runs a job now, on the calls kept back for the user.',
  prune: 'Removes rows past their retention, or says what would go.',
  shutdown: 'Stops the daemon, cleanly.',
} as const satisfies Record<MethodName, string>;

export const methodNames = Object.keys(methodTable) as MethodName[];
