import { SpyglassError } from '../base/errors.ts';
import type { KeyOverride } from './key-names.ts';
import { firstSymbol, symbolsProblem } from './settings/recorded-symbols.ts';
import type { SettingSpec } from './settings/setting-spec.ts';
import { type SettingName, type Settings, settingNames, settingsTable } from './settings/settings-table.ts';
import { parseStoreUrl } from './settings/store/store-url.ts';
import { type FileValue, readFile } from './settings-file.ts';
import { placeOfEntry, wrongEntries } from './wrong-entries.ts';

/** Where a value came from: `default`, `file:LINE` or the environment variable's name. */
export type Origin = string;

/** The settings in force, and where each came from. */
export interface LoadedSettings {
  settings: Settings;
  origins: Record<SettingName, Origin>;
  /** The dashboard's keys, where the file has others and they are right; in its order. */
  keys: readonly KeyOverride[];
}

/** Where settings come from. */
export interface SettingsSources {
  env: Readonly<Record<string, string | undefined>>;
  /** The settings file, if there is one. */
  file?: { path: string; text: string; mode: number } | null;
  /** Finds what is wrong with the keys; only code that knows the commands can. */
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

/** Settings with what is wrong with them. */
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
  settleFirstSymbol(settings as Settings, origins as LoadedSettings['origins'], problems);
  if (file && (file.mode & 0o077) !== 0) {
    if (fromFile.has(settingsTable.apiKey.path))
      problems.push(`${file.path}: it holds the API key but others may read it: chmod 600 ${file.path}`);
    if (holdsStorePassword(fromFile))
      problems.push(
        `${file.path}: it holds the store’s password but others may read it: chmod 600 ${file.path}`,
      );
    warnings.push(...dropReadableSecrets(file.path, fromFile, settings as Settings, origins));
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

function holdsStorePassword(fromFile: ReadonlyMap<string, FileValue>): boolean {
  const raw = fromFile.get(settingsTable.storeUrl.path)?.raw;
  return typeof raw === 'string' && parseStoreUrl(raw)?.hasPassword === true;
}

/** Secrets of the alerts that others may read are not used: whoever has them could write in our name. */
function dropReadableSecrets(
  file: string,
  fromFile: ReadonlyMap<string, FileValue>,
  settings: Settings,
  origins: Partial<LoadedSettings['origins']>,
): string[] {
  return (['alertWebhook', 'alertWebhookBody'] as const).flatMap((name) => {
    const { path } = settingsTable[name];
    if (!fromFile.has(path)) return [];
    if (origins[name]?.startsWith(`${file}:`)) {
      settings[name] = null;
      origins[name] = 'default';
    }
    return [`${file}: it holds ${path} but others may read it, so that it is not used: chmod 600 ${file}`];
  });
}

/** The symbol that is shown first follows from what is recorded, unless it is set itself. */
function settleFirstSymbol(settings: Settings, origins: LoadedSettings['origins'], problems: string[]): void {
  const isGiven = origins.symbol !== 'default';
  const first = firstSymbol(settings, isGiven);
  if (first !== settings.symbol) origins.symbol = origins.recordSymbols;
  settings.symbol = first;
  const disagreement = symbolsProblem(settings);
  if (disagreement !== null) problems.push(`${origins.symbol}: ${disagreement}`);
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
