import test from 'ava';
import { testSession } from './session-run.ts';

for (const profile of ['developer', 'advanced'] as const) testSession(test, profile);
