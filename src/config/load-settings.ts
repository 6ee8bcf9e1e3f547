import { parse, TomlError } from 'smol-toml';
import { SpyglassError } from '../base/errors.ts';
import { impossibleDates } from './impossible-dates.ts';
import type { KeyOverride } from './key-names.ts';
import { isKeyTable, readKeyTable } from './key-table.ts';
import {
  type SettingName,
  type SettingSpec,
  type Settings,
  settingNames,
  settingsTable,
} from './settings-table.ts';
import { placeOfEntry, wrongEntries } from './wrong-entries.ts';

/** Where a value came from: `default`, `file:LINE` or the environment variable's name. */
export type Origin = string;

export interface LoadedSettings {
  settings: Settings;
  origins: Record<SettingName, Origin>;
  /** The dashboard's keys, where the file has others and they are right; in its order. */
  keys: readonly KeyOverride[];
}

export interface SettingsSources {
  env: Readonly<Record<string, string | undefined>>;
  /** The settings file, if there is one. */
  file?: { path: string; text: string; mode: number } | null;
  /** What is wrong with the keys: only who knows the commands can tell. */
  keyProblems?: (keys: readonly KeyOverride[]) => string[];
}

/**
 * Puts file and environment over the defaults; the environment wins.
 * @throws SpyglassError `settings` that lists every problem with its place, not only the first.
 */
export function loadSettings(sources: SettingsSources): LoadedSettings {
  const { problems: stopping, warnings, ...loaded } = readSettings(sources);
  const problems = [...stopping, ...warnings];
  if (problems.length > 0) throw new SpyglassError('settings', problems.join('\n'));
  return loaded;
}

export interface ReadSettings extends LoadedSettings {
  /** What is wrong with settings that recording needs, each with its place; they stop the recorder. */
  problems: string[];
  /** What is wrong with settings that only a screen, an alert or the log needs: the defaults stand in for them. */
  warnings: string[];
}

/** The same, whatever is wrong: every problem with its place, and the defaults in place of what is not valid. */
export function readSettings({ env, file, keyProblems }: SettingsSources): ReadSettings {
  const problems: string[] = [];
  const warnings: string[] = [];
  const { values: fromFile, overrides: keys } = file
    ? readFile(file, problems, warnings)
    : { values: new Map<string, FileValue>(), overrides: [] };
  const settings: Partial<Record<SettingName, unknown>> = {};
  const origins: Partial<Record<SettingName, Origin>> = {};

  for (const name of settingNames) {
    const spec: SettingSpec = settingsTable[name];
    const { raw, origin } = rawValue(spec, env, fromFile, file?.path);
    settings[name] = spec.default;
    origins[name] = 'default';
    if (raw === undefined) continue;
    const result = spec.schema.safeParse(raw);
    if (result.success) {
      settings[name] = result.data;
      origins[name] = origin;
    } else {
      if (spec.keepGood) settings[name] = spec.keepGood(raw);
      const wrong = spec.fallsBack ? warnings : problems;
      const entries = wrongEntries(result.error);
      for (const { message, found } of entries) {
        const place = placeOfEntry(origin, file, found);
        wrong.push(`${place}: ${spec.path}: ${message} (found ${JSON.stringify(found)})`);
      }
      const shown = spec.isSecret || spec.isNeverQuoted ? '' : ` (found ${JSON.stringify(raw)})`;
      if (entries.length === 0) wrong.push(`${origin}: ${spec.path}: ${reasonOf(result.error)}${shown}`);
    }
  }
  if (file && fromFile.has(settingsTable.apiKey.path) && (file.mode & 0o077) !== 0) {
    problems.push(`${file.path}: it holds the API key but others may read it: chmod 600 ${file.path}`);
  }
  const wrongKeys = keyProblems?.(keys) ?? [];
  warnings.push(...wrongKeys);
  return {
    settings: settings as Settings,
    origins: origins as Record<SettingName, Origin>,
    keys: wrongKeys.length > 0 ? [] : keys,
    problems,
    warnings,
  };
}

interface FileValue {
  raw: unknown;
  line: number;
}

function rawValue(
  spec: SettingSpec,
  env: SettingsSources['env'],
  fromFile: Map<string, FileValue>,
  filePath: string | undefined,
): { raw: unknown; origin: Origin } {
  for (const variable of spec.env) {
    // An empty variable is how a shell unsets one for a single command.
    if (env[variable] !== undefined && env[variable] !== '') return { raw: env[variable], origin: variable };
  }
  const value = fromFile.get(spec.path);
  if (value) return { raw: value.raw, origin: `${filePath}:${value.line}` };
  return { raw: undefined, origin: 'default' };
}

function reasonOf(error: {
  issues: readonly { message: string; code?: string; errors?: unknown }[];
}): string {
  const [issue] = error.issues;
  // A union reports each branch; the last branch is the one for text and carries the sentence.
  if (issue?.code === 'invalid_union' && Array.isArray(issue.errors)) {
    const sentences = issue.errors.flat().map((inner: { message: string }) => inner.message);
    return sentences.find((sentence: string) => sentence.startsWith('expected')) ?? 'expected a whole number';
  }
  return issue?.message ?? 'not valid';
}

function readFile(
  file: { path: string; text: string },
  problems: string[],
  warnings: string[],
): { values: Map<string, FileValue>; overrides: KeyOverride[] } {
  const values = new Map<string, FileValue>();
  const overrides: KeyOverride[] = [];
  let sections: Record<string, unknown>;
  try {
    sections = parse(file.text);
  } catch (error) {
    const place = error instanceof TomlError ? `${file.path}:${error.line}` : file.path;
    // The library's message quotes the lines around the fault, and one of them may hold the key.
    const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    problems.push(`${place}: ${sentence.replace(/^Invalid TOML document: /, 'not valid TOML: ')}`);
    return { values, overrides };
  }
  for (const { date, line } of impossibleDates(file.text)) {
    problems.push(`${file.path}:${line}: ${date} is not a date`);
  }
  const known = settingNames.map((name) => settingsTable[name].path);
  for (const [section, entries] of Object.entries(sections)) {
    if (section === 'keys' && isKeyTable(entries)) {
      const placeOf = (id: string) => `${file.path}:${lineOf(file.text, `keys.${id}`)}`;
      overrides.push(...readKeyTable(entries, placeOf, warnings));
      continue;
    }
    const isSection = typeof entries === 'object' && entries !== null && !Array.isArray(entries);
    const keys = isSection
      ? Object.entries(entries).map(([key, raw]) => [`${section}.${key}`, raw] as const)
      : [[section, entries] as const];
    for (const [path, raw] of keys) {
      const line = lineOf(file.text, path);
      if (known.includes(path as (typeof known)[number])) values.set(path, { raw, line });
      else {
        const close = closest(path, known) ?? inOtherSection(path, known);
        const wrong = needsNoRecorder(path) ? warnings : problems;
        wrong.push(`${file.path}:${line}: unknown setting ${path}${close ? `; did you mean ${close}?` : ''}`);
      }
    }
  }
  return { values, overrides };
}

/** Whether every setting of its section falls back: a misspelt name in it then costs no recording. */
function needsNoRecorder(path: string): boolean {
  const [section] = path.split('.');
  const ofSection = settingNames
    .map((name): SettingSpec => settingsTable[name])
    .filter((spec) => {
      return spec.path.startsWith(`${section}.`);
    });
  return section === 'keys' || (ofSection.length > 0 && ofSection.every(({ fallsBack }) => fallsBack));
}

function lineOf(text: string, path: string): number {
  const [section, key = section] = path.split('.');
  let current = '';
  for (const [index, line] of text.split('\n').entries()) {
    const header = /^\s*\[\s*([\w-]+)\s*\]/.exec(line);
    if (header) current = header[1] ?? '';
    const assignment = /^\s*([\w-]+)\s*=/.exec(line);
    if (assignment?.[1] === key && (current === section || current === '')) return index + 1;
    if (header && current === path) return index + 1;
  }
  return 1;
}

/** A setting of that name, or nearly so, in a section where one would not have looked for it. */
function inOtherSection(path: string, known: readonly string[]): string | null {
  const nameOf = (text: string) => text.slice(text.lastIndexOf('.') + 1);
  // Of very short words any is near any other.
  if (nameOf(path).length < 5) return null;
  const name = closest(nameOf(path), known.map(nameOf));
  const found = known.filter((candidate) => nameOf(candidate) === name);
  return found.length === 1 ? found[0]! : null;
}

/** The known word nearest to a misspelt one, if it is near enough to be what was meant. */
export function closest(word: string, known: readonly string[]): string | null {
  let best: string | null = null;
  let bestDistance = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(word, candidate);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, substitution));
    }
    row = next;
  }
  return row[b.length]!;
}
