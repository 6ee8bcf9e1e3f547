import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseDateFolder, parseUnderlyingFolder, underlyingFolder } from '../../archive/archive-paths.ts';
import { recordedSymbolsOf } from '../../config/settings/recorded-symbols.ts';
import { parseRulesFile, rulesFileOf } from '../../daemon/alerts/added/rules-file.ts';
import { recordedNames } from '../../db/sqlite/past/recorded-names.ts';
import { isDate } from '../../market/calendar/new-york-time.ts';
import { underlyingPattern } from '../../market/symbols/ticker.ts';
import type { Invocation } from '../invocation/invocation.ts';
import type { AskedKind } from './value-kinds.ts';

/** What is recorded, by the names that a command line takes; of one symbol where one is named. */
interface Recorded {
  symbols: readonly string[];
  dates: readonly string[];
  archivedDates: readonly string[];
  expirations: readonly string[];
}

/**
 * Values of a kind, the likeliest first. Reads files alone: no daemon is asked or started, nothing is written, and what
 * cannot be read is not there.
 */
export function recordedValues(invocation: Invocation, kind: AskedKind, symbol: string | null): string[] {
  if (kind === 'added-rule') return addedRules(invocation);
  const { settings } = invocation.loaded;
  const { symbols, dates, archivedDates, expirations } = recordedOf(
    invocation,
    symbol?.toUpperCase() ?? null,
  );
  const archived = new Set(archivedDates);
  const values = {
    symbol: [...(invocation.archive === null ? recordedSymbolsOf(settings) : []), ...symbols],
    date: [...dates, ...archivedDates].sort().reverse(),
    'archived-date': archivedDates,
    'waiting-date': dates.filter((date) => !archived.has(date)),
    expiration: expirations,
  }[kind];
  // Only names that a command line takes get there: nobody but us should have written any other.
  const isName = kind === 'symbol' ? (text: string) => underlyingPattern.test(text) : isDate;
  return [...new Set(values)].filter(isName);
}

function recordedOf(invocation: Invocation, symbol: string | null): Recorded {
  const { archive, chosenMode } = invocation;
  const empty = { symbols: [], dates: [], expirations: [] };
  if (archive !== null) return { ...empty, ...archivedNames(archive, symbol) };
  // As for commands that read the past: without a key, what is live comes first.
  for (const mode of chosenMode ? [chosenMode] : (['live', 'demo'] as const)) {
    const { databasePath, archiveDir } = invocation.instance(mode);
    const names = orNothing(() => recordedNames(databasePath, symbol)) ?? empty;
    const archived = archivedNames(archiveDir, symbol);
    if (names.symbols.length + archived.symbols.length > 0) {
      const symbols = [...new Set([...names.symbols, ...archived.symbols])].sort();
      return { ...names, ...archived, symbols };
    }
  }
  return { ...empty, archivedDates: [] };
}

/** Numbers of the rules that were added, the newest first. */
function addedRules({ chosenMode, instance }: Invocation): string[] {
  for (const mode of chosenMode ? [chosenMode] : (['live', 'demo'] as const)) {
    const file = rulesFileOf(instance(mode).databasePath);
    const { rules } = parseRulesFile(orNothing(() => readFileSync(file, 'utf8')));
    if (rules.length > 0) return rules.map(({ id }) => String(id)).reverse();
  }
  return [];
}

function archivedNames(directory: string, symbol: string | null) {
  const symbols = namesIn(directory).flatMap((name) => parseUnderlyingFolder(name) ?? []);
  const dates = (symbol === null ? symbols : [symbol])
    .flatMap((each) => namesIn(path.join(directory, underlyingFolder(each))))
    .flatMap((name) => parseDateFolder(name) ?? []);
  return { symbols: symbols.sort(), archivedDates: [...new Set(dates)].sort().reverse() };
}

const namesIn = (directory: string): string[] => orNothing(() => readdirSync(directory)) ?? [];

/** What cannot be read completes nothing: an error would end up between the words of a command line. */
function orNothing<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
