import type { EndpointName } from '../endpoints/endpoint-names.ts';
import { UpstreamError } from './upstream-error.ts';

/** What an answer may hold. A larger one is an error before it is parsed. */
export interface BodyLimits {
  /** After decompression. */
  bytes: number;
  /** As `limit` asks for them; pages have been served twice as long. */
  rows: number;
}

const kilobyte = 1024;
const megabyte = 1024 * kilobyte;

/** The most that each endpoint takes as `limit`. */
export const rowLimits = { contracts: 250, references: 1000, bars: 50_000 } as const;

const one: BodyLimits = { bytes: 256 * kilobyte, rows: 100 };
const snapshots: BodyLimits = { bytes: 2 * megabyte, rows: rowLimits.contracts };
const references: BodyLimits = { bytes: 2 * megabyte, rows: rowLimits.references };

/** The largest answers that were met are a tenth of these: a page of 250 contracts is 150 kB, a bar 120 bytes. */
export const bodyLimits: Record<EndpointName, BodyLimits> = {
  stockSnapshot: one,
  unifiedSnapshot: snapshots,
  previousClose: one,
  optionChain: snapshots,
  contracts: references,
  pastContracts: references,
  aggregates: { bytes: 16 * megabyte, rows: rowLimits.bars },
  pastMinutes: { bytes: 2 * megabyte, rows: rowLimits.bars },
  contractMinutes: { bytes: 2 * megabyte, rows: rowLimits.bars },
  minutesOfToday: { bytes: 2 * megabyte, rows: rowLimits.bars },
  lastTrade: one,
  contractTrade: one,
  lastQuote: one,
  contractSnapshot: one,
  exchanges: references,
  tradeConditions: references,
  marketNow: one,
  marketUpcoming: one,
};

/** Rows that come twice are left out later; a page this much longer than asked for is not worth looking through. */
const maxRepetition = 2;
/** Objects and lists in a row: a contract has ten. */
const maxPartsPerRow = 20;
/** Beside the rows. */
const otherParts = 1000;

/**
 * Counts objects and lists before anything is parsed: 24 MB of `{}` are eight million objects, half a minute of work and
 * gigabytes of memory.
 * @throws UpstreamError `too-large`
 */
export function checkParts(body: string, { rows }: BodyLimits): void {
  const max = rows * maxRepetition * maxPartsPerRow + otherParts;
  let parts = 0;
  for (let at = 0; at < body.length; at++) {
    const character = body.charCodeAt(at);
    if (character !== openBrace && character !== openBracket) continue;
    parts += 1;
    if (parts > max) {
      throw new UpstreamError('too-large', `The answer is larger than was asked for: over ${max} parts.`);
    }
  }
}

const openBrace = '{'.charCodeAt(0);
const openBracket = '['.charCodeAt(0);

/** Counts rows before they are looked at. @throws UpstreamError `malformed` */
export function checkRows(answer: unknown, { rows }: BodyLimits): void {
  const list = Array.isArray(answer) ? answer : (answer as { results?: unknown } | null)?.results;
  if (!Array.isArray(list) || list.length <= rows * maxRepetition) return;
  throw new UpstreamError('malformed', `The API sent ${list.length} rows, asked for at most ${rows}.`);
}
