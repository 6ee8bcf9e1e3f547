import { SpyglassError } from '../../base/errors.ts';
import { systemClock } from '../../base/clock.ts';
import { calendarDays } from '../../config/settings/calendar-days.ts';
import type { SettingSpec } from '../../config/settings/setting-spec.ts';
import { settingNames, settingsTable } from '../../config/settings/settings-table.ts';
import { planOfSettings } from '../../daemon/schedule/intervals/plan-of-settings.ts';
import { createCalendar } from '../../market/calendar/calendar.ts';
import { planLines } from '../output/plan-lines.ts';
import { paidPlanCalls } from '../../sources/polygon/open-polygon.ts';
import { writeSettingsFile } from './config-init.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import { note, printJson, printLine, table } from '../output/output.ts';
import { configPath, type Invocation } from '../invocation/invocation.ts';

/**
 * `show`: every setting with its value and origin, secrets as a mark only. `path`: where the settings file is. `init`:
 * writes one.
 */
export async function config(
  invocation: Invocation,
  flags: GlobalFlags & { json?: boolean },
  args: string[],
): Promise<undefined> {
  const [what = 'show'] = args;
  const { environment, loaded } = invocation;
  const file = configPath(environment, flags);
  if (what === 'path') {
    printLine(environment, file);
    return;
  }
  if (what === 'init') {
    writeSettingsFile(file);
    note(environment, `Wrote ${file}, with every setting at its default.`);
    return;
  }
  if (what !== 'show') throw new SpyglassError('usage', `config ${what}: expected show, path or init.`);
  const rows = settingNames.map((name) => {
    const spec: SettingSpec = settingsTable[name];
    const value = loaded.settings[name];
    const shown = spec.isSecret && value !== null ? '(set)' : value;
    return { setting: spec.path, value: shown, origin: loaded.origins[name], summary: spec.summary };
  });
  const keyRows = loaded.keys.map(({ command, keys, origin }) => ({
    setting: `keys.${command}`,
    value: keys,
    origin,
    summary: 'keys of this command of the dashboard',
  }));
  const all = [...rows, ...keyRows];
  if (flags.json) printJson(environment, all);
  else {
    printLine(
      environment,
      table(
        ['setting', 'value', 'from'],
        all.map((row) => [row.setting, shownValue(row.value), row.origin]),
      ),
    );
    printPlan(invocation);
  }
}

/** Where several underlyings or expirations are to be recorded: what does not fit is said before it starts. */
function printPlan({ environment, loaded: { settings } }: Invocation): void {
  const calendar = createCalendar(calendarDays(settings));
  const callsPerMinute = settings.callsPerMinute ?? paidPlanCalls;
  const plan = planOfSettings({ settings, calendar, now: systemClock().now(), callsPerMinute });
  if (plan.length <= 2) return;
  const taken = settings.callsPerMinute === null ? ', as a paid plan is taken to allow' : '';
  printLine(environment, `\nWith ${callsPerMinute} calls a minute${taken}, while options trade:`);
  printLine(environment, planLines(plan));
}

function shownValue(value: unknown): string {
  if (value === null || (Array.isArray(value) && value.length === 0)) return '–';
  return Array.isArray(value) ? value.join(', ') : String(value);
}
