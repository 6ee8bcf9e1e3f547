import type { z } from 'zod';
import { archiveSettings } from './archive-settings.ts';
import { calendarSettings } from './calendar-settings.ts';
import { dashboardSettings } from './dashboard-settings.ts';
import { hostSettings } from './host-settings.ts';
import { deliverySettings } from './levels/delivery-settings.ts';
import { levelsSettings } from './levels/levels-settings.ts';
import { logSettings } from './log-settings.ts';
import { modelSettings } from './model/model-settings.ts';
import { recordSettings } from './record-settings.ts';
import { retentionSettings } from './retention-settings.ts';
import { storeSettings } from './store/store-settings.ts';
import { upstreamSettings } from './upstream-settings.ts';
import { watchSettings } from './watch-settings.ts';

/** Everything that can be set, in one place: types, defaults, validation, environment names and the documented table, in its order. */
export const settingsTable = {
  ...upstreamSettings,
  ...recordSettings,
  ...watchSettings,
  ...calendarSettings,
  ...modelSettings,
  ...levelsSettings,
  ...deliverySettings,
  ...retentionSettings,
  ...archiveSettings,
  ...storeSettings,
  ...dashboardSettings,
  ...logSettings,
  ...hostSettings,
} as const;

type Table = typeof settingsTable;
/** A setting’s name in the code: `apiKey`. */
export type SettingName = keyof Table;

type ValueOf<N extends SettingName> = null extends Table[N]['default']
  ? z.output<Table[N]['schema']> | null
  : z.output<Table[N]['schema']>;

/** Every setting with its value in force. */
export type Settings = { [N in SettingName]: ValueOf<N> };

export const settingNames = Object.keys(settingsTable) as SettingName[];
