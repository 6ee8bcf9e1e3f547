import { parse, TomlError } from 'smol-toml';
import { closest } from './closest-word.ts';
import { impossibleDates } from './impossible-dates.ts';
import type { KeyOverride } from './key-names.ts';
import { isKeyTable, readKeyTable } from './key-table.ts';
import type { SettingSpec } from './settings/setting-spec.ts';
import { settingNames, settingsTable } from './settings/settings-table.ts';

/** A value of the settings file and its line, from 1. */
export interface FileValue {
  raw: unknown;
  line: number;
}

/**
 * Reads the settings file.
 * @param problems takes what is wrong and needed for recording, a sentence each
 * @param warnings takes what else is wrong
 */
export function readFile(
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
