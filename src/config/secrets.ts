import type { SettingSpec } from './settings/setting-spec.ts';
import { settingNames, settingsTable } from './settings/settings-table.ts';

const secretSpecs = settingNames
  .map((name): SettingSpec => settingsTable[name])
  .filter(({ isSecret }) => isSecret);

/** The environment without the variables that hold secrets, for programs of others. */
export function withoutSecrets(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  const hidden = new Set(secretSpecs.flatMap((spec) => spec.env));
  return Object.fromEntries(Object.entries(env).filter(([name]) => !hidden.has(name)));
}
