import {
  type SettingName,
  type Settings,
  settingNames,
  settingsTable,
} from '../config/settings/settings-table.ts';

/** What is only read when the daemon starts: everything else takes effect while it runs. */
const fixedAtStart: readonly SettingName[] = [
  ...(['apiKey', 'baseUrl', 'timeoutSeconds', 'retries'] as const),
  ...(['symbol', 'recordSymbols', 'archiveDir'] as const),
  ...(['storeUrl', 'storeLeaseSeconds', 'storeSpoolMegabytes'] as const),
];

/** Each dashboard reads these for itself when it starts: no daemon can put them into force. */
const ofDashboards = (name: SettingName) => settingsTable[name].path.startsWith('dashboard.');

/** What a reload of the settings changed. */
export interface Reloaded {
  /** Paths of the settings that changed and are in force now. */
  applied: string[];
  /** Paths of those that wait for the next start. */
  waiting: string[];
}

/** Takes over into `current`, in place, what may change while the daemon runs. */
export function applySettings(current: Settings, next: Settings): Reloaded {
  const changed = settingNames
    .filter((name) => !ofDashboards(name))
    .filter((name) => JSON.stringify(current[name]) !== JSON.stringify(next[name]));
  const isFixed = (name: SettingName) => fixedAtStart.includes(name);
  const applied = changed.filter((name) => !isFixed(name));
  Object.assign(current, Object.fromEntries(applied.map((name) => [name, next[name]])));
  const pathOf = (name: SettingName) => settingsTable[name].path;
  return { applied: applied.map(pathOf), waiting: changed.filter(isFixed).map(pathOf) };
}
