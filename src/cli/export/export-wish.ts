import path from 'node:path';
import { SpyglassError } from '../../base/errors.ts';
import { type ExportName, exportNames, type StrikeBand } from '../../export/export-request.ts';
import type { TimeStyle } from '../../export/formats/row-format.ts';
import { type Timeframe, timeframes } from '../../market/quotes/bar.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import { dateArgument } from '../invocation/time-argument.ts';
import { type RangeEnd, rangeEnd } from './range-end.ts';
import { sampleStep, strikeBand } from './sample-and-strikes.ts';

export const exportFormats = ['csv', 'ndjson', 'parquet'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** The flags of `export`. */
export interface ExportFlags extends GlobalFlags {
  from?: string;
  to?: string;
  expiry?: string;
  strikes?: string;
  sample?: string;
  rebuilt?: boolean;
  timeframe?: string;
  format?: string;
  times?: string;
  output?: string;
  force?: boolean;
  skipUnreadable?: boolean;
}

/** What is to be exported, as far as the flags say it by themselves. */
export interface ExportWish {
  name: ExportName;
  from: RangeEnd | null;
  to: RangeEnd | null;
  expiration: string | null;
  strikes: StrikeBand | null;
  sampleMs: number | null;
  withRebuilt: boolean;
  timeframe: Timeframe | null;
  format: ExportFormat;
  times: TimeStyle;
  /** Absolute; `null` for standard output. */
  file: string | null;
  isForced: boolean;
  skipsUnreadable: boolean;
}

/** Reads the flags before anything is opened. Throws `SpyglassError` (`usage`). */
export function exportWish(flags: ExportFlags, [word]: readonly string[]): ExportWish {
  const name = oneOf(exportNames, word ?? '', 'export');
  refuseForeign(name, flags);
  const file = flags.output === undefined || flags.output === '-' ? null : path.resolve(flags.output);
  const format = formatOf(flags, file);
  if (format === 'parquet' && flags.times !== undefined) {
    throw new SpyglassError('usage', '--times is about text: Parquet has a type for instants.');
  }
  return {
    name,
    from: flags.from === undefined ? null : rangeEnd(flags.from, '--from'),
    to: flags.to === undefined ? null : rangeEnd(flags.to, '--to'),
    expiration: flags.expiry === undefined ? null : dateArgument(flags.expiry, '--expiry'),
    strikes: flags.strikes === undefined ? null : strikeBand(flags.strikes),
    sampleMs: flags.sample === undefined ? null : sampleStep(flags.sample),
    withRebuilt: flags.rebuilt === true,
    timeframe: flags.timeframe === undefined ? null : oneOf(timeframes, flags.timeframe, '--timeframe'),
    format,
    times: flags.times === undefined ? 'iso' : oneOf(['iso', 'epoch'] as const, flags.times, '--times'),
    file,
    isForced: flags.force === true,
    skipsUnreadable: flags.skipUnreadable === true,
  };
}

/** Which flags are about some tables alone. */
const tablesOf: Partial<Record<keyof ExportFlags, readonly ExportName[]>> = {
  symbol: ['chain', 'quotes', 'levels', 'bars', 'gaps'],
  expiry: ['chain', 'levels'],
  strikes: ['chain'],
  sample: ['chain'],
  rebuilt: ['chain', 'levels'],
  timeframe: ['bars'],
};

function refuseForeign(name: ExportName, flags: ExportFlags): void {
  for (const [flag, names] of Object.entries(tablesOf)) {
    if (flags[flag as keyof ExportFlags] === undefined || names.includes(name)) continue;
    throw new SpyglassError('usage', `--${flag} is about ${names.join(', ')}, not ${name}.`);
  }
}

/** By the name of the file, where no format is given. */
function formatOf({ format }: ExportFlags, file: string | null): ExportFormat {
  if (format !== undefined) return oneOf(exportFormats, format, '--format');
  const extension = path.extname(file ?? '').toLowerCase();
  if (extension === '.jsonl') return 'ndjson';
  return exportFormats.find((one) => `.${one}` === extension) ?? 'csv';
}

function oneOf<W extends string>(words: readonly W[], text: string, what: string): W {
  const word = words.find((one) => one === text);
  if (word !== undefined) return word;
  throw new SpyglassError(
    'usage',
    `${what} ${text}: expected ${words.slice(0, -1).join(', ')} or ${words.at(-1)}.`,
  );
}
