import * as z from 'zod';
import { whole } from '../setting-kinds.ts';
import { setting, unset } from '../setting-spec.ts';
import { parseStoreUrl } from './store-url.ts';

const storeUrl = z
  .string('expected postgres://USER:PASSWORD@HOST/DATABASE')
  .trim()
  .transform((text, context) => {
    if (parseStoreUrl(text) !== null) return text;
    context.addIssue({ code: 'custom', message: 'expected postgres://USER:PASSWORD@HOST/DATABASE' });
    return z.NEVER;
  });

/** A recording on a PostgreSQL server, which several machines share. */
export const storeSettings = {
  storeUrl: unset({
    path: 'store.url',
    schema: storeUrl,
    default: null,
    env: ['SPYGLASS_STORE_URL'],
    summary:
      'address of a PostgreSQL database that holds the recording, for a desk that shares one; secret; `postgres://USER:PASSWORD@HOST/DATABASE?sslmode=verify-full`; unset: SQLite in the data directory',
    isSecret: true,
  }),
  storeLeaseSeconds: setting({
    path: 'store.lease_seconds',
    schema: whole(2, 300),
    default: 15,
    env: ['SPYGLASS_STORE_LEASE_SECONDS'],
    summary: 'how long the recorder of a shared store may be silent before another daemon takes over',
  }),
  storeSpoolMegabytes: setting({
    path: 'store.spool_megabytes',
    schema: whole(1, 10_000),
    default: 256,
    env: ['SPYGLASS_STORE_SPOOL_MEGABYTES'],
    summary: 'room in the data directory for polls that wait for a shared store that is away',
  }),
} as const;
