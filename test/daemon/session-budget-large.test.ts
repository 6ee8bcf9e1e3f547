import test from 'ava';
import { testSession } from './session-run.ts';

/** A whole session takes a minute: the largest plans with `npm run test:long`, the usual one here. */
const profiles =
  process.env.SPYGLASS_SESSIONS === 'all' ? (['developer', 'advanced'] as const) : (['starter'] as const);

for (const profile of profiles) testSession(test, profile);
