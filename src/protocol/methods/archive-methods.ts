import * as z from 'zod';
import type { ArchiveOutcome, ArchiveReport } from '../archive.ts';
import { date, symbol } from '../param-shapes.ts';

/** Parameters of the archive's methods. */
export const archiveParams = {
  'archive.now': z.strictObject({ symbol: symbol.optional(), date, replace: z.boolean().optional() }),
  'archive.verify': z.strictObject({ symbol: symbol.optional(), date }),
  'archive.import': z.strictObject({
    directory: z.string().min(1).max(4096),
    symbol,
    date,
    dryRun: z.boolean().optional(),
  }),
  'archive.forget': z.strictObject({ symbol, date }),
  'archive.list': z.strictObject({}),
} as const;

/** What they answer: one outcome for each session of the date. */
export interface ArchiveResults {
  'archive.now': ArchiveOutcome[];
  'archive.verify': ArchiveOutcome[];
  'archive.import': ArchiveOutcome;
  'archive.forget': ArchiveOutcome;
  'archive.list': ArchiveReport;
}

/** What each does, in a sentence. */
export const archiveMethodTable = {
  'archive.now':
    'Archives a trade date that is over, of one symbol or of all. `replace` moves files that are damaged or not this recording’s aside and writes them anew.',
  'archive.verify':
    'Reads the archived files of a trade date, of one symbol or of all, and says whether they are what they were.',
  'archive.import':
    'Takes a session of the archive in another directory into this one: reads all of it, copies it and notes it. What is recorded or archived here stays as it is. `dryRun` changes nothing.',
  'archive.forget':
    'Gives up an archived session whose files are lost and whose rows have left the database: what is noted of it goes. One that is still there, in files or rows, is refused.',
  'archive.list': 'The archive, each session of it, and what waits to be archived.',
} as const;
