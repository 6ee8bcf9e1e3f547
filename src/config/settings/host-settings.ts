import * as z from 'zod';
import { setting } from './setting-spec.ts';

/** A daemon on another machine. */
export const hostSettings = {
  remoteCommand: setting({
    path: 'host.remote_command',
    schema: z
      .string('expected a command')
      .min(1, 'expected a command')
      .regex(/^[^\n\r\0]*$/, 'expected one line'),
    default: 'spyglass',
    env: ['SPYGLASS_REMOTE_COMMAND'],
    summary: 'what starts Spyglass on the machine of `--host`, as a shell over there reads it',
  }),
} as const;
