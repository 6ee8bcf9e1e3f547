import type { Settings } from '../../config/settings/settings-table.ts';
import type { RotationLimits } from './rotating-file.ts';

/** The size of the log and the number of its files, from the settings. */
export function logLimits(settings: Pick<Settings, 'logMegabytes' | 'logFiles'>): RotationLimits {
  return { maxBytes: settings.logMegabytes * 1024 * 1024, files: settings.logFiles };
}
