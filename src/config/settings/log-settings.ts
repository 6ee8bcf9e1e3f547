import { logLevel, whole } from './setting-kinds.ts';
import { setting } from './setting-spec.ts';

/** The log. */
export const logSettings = {
  logLevel: setting({
    path: 'log.level',
    fallsBack: true,
    schema: logLevel,
    default: 'info',
    env: ['SPYGLASS_LOG_LEVEL'],
    summary: 'least severe line that is logged',
  }),
  logMegabytes: setting({
    path: 'log.max_megabytes',
    fallsBack: true,
    schema: whole(1, 1000),
    default: 10,
    env: ['SPYGLASS_LOG_MEGABYTES'],
    summary: 'size at which a log file is put aside and a new one begun',
  }),
  logFiles: setting({
    path: 'log.files',
    fallsBack: true,
    schema: whole(1, 100),
    default: 5,
    env: ['SPYGLASS_LOG_FILES'],
    summary: 'log files kept, the one being written included',
  }),
} as const;
