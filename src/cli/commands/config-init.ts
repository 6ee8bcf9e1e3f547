import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { messageOf, SpyglassError } from '../../base/errors.ts';
import type { SettingSpec } from '../../config/settings/setting-spec.ts';
import { settingNames, settingsTable } from '../../config/settings/settings-table.ts';

/**
 * Writes a settings file in which every setting stands with its default, commented out.
 * @throws SpyglassError `settings` when there is one already, or it cannot be written
 */
export function writeSettingsFile(file: string): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    // The key may be put into it, so nobody else may read it.
    writeFileSync(file, settingsTemplate(), { flag: 'wx', mode: 0o600 });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') {
      throw new SpyglassError('settings', `${file} exists; it stays as it is.`, {
        hint: 'Edit it, or move it away first.',
      });
    }
    throw new SpyglassError('settings', `Cannot write ${file}: ${messageOf(cause)}`, { cause });
  }
}

/** The settings table as TOML: every line a comment but the sections. */
export function settingsTemplate(): string {
  const specs = settingNames.map((name): SettingSpec => settingsTable[name]);
  const sections = Map.groupBy(specs, ({ path: place }) => place.split('.')[0]!);
  const blocks = [...sections].map(([section, entries]) =>
    [`[${section}]`, ...entries.map(entryOf)].join('\n\n'),
  );
  const intro =
    '# Settings of Spyglass. A line takes effect without its #; what is left out keeps its default.\n' +
    '# Environment variables win over this file. `spyglass config` shows what is in force.';
  const keys =
    '[keys]\n\n# Other keys for the dashboard’s commands, by their names in docs/keys.md; [] for none\n' +
    '# refresh = ["r", "F5"]';
  return `${[intro, ...blocks, keys].join('\n\n')}\n`;
}

function entryOf(spec: SettingSpec): string {
  const key = spec.path.split('.')[1]!;
  const value = spec.default === null ? '…' : JSON.stringify(spec.default);
  return `# ${spec.summary} (${spec.env.join(', ')})\n# ${key} = ${value}`;
}
