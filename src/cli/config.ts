import path from 'node:path';
import { SpyglassError } from '../base/errors.ts';
import { type SettingSpec, settingNames, settingsTable } from '../config/settings-table.ts';
import type { GlobalFlags } from './flags.ts';
import { printJson, printLine, table } from './output.ts';
import type { World } from './world.ts';

/** `show`: every setting with its value and origin, secrets as a mark only. `path`: where the settings file is. */
export async function config(
  world: World,
  flags: GlobalFlags & { json?: boolean },
  args: string[],
): Promise<undefined> {
  const [what = 'show'] = args;
  const { environment, loaded } = world;
  if (what === 'path') {
    printLine(
      environment,
      path.resolve(flags.config ?? path.join(environment.places.config, 'spyglass.toml')),
    );
    return;
  }
  if (what !== 'show') throw new SpyglassError('usage', `config ${what}: expected show or path.`);
  const rows = settingNames.map((name) => {
    const spec: SettingSpec = settingsTable[name];
    const value = loaded.settings[name];
    const shown = spec.isSecret && value !== null ? '(set)' : value;
    return { setting: spec.path, value: shown, origin: loaded.origins[name], summary: spec.summary };
  });
  if (flags.json) printJson(environment, rows);
  else {
    printLine(
      environment,
      table(
        ['setting', 'value', 'from'],
        rows.map((row) => [row.setting, row.value === null ? '–' : String(row.value), row.origin]),
      ),
    );
  }
}
