import test from 'ava';
import { testSession } from './session-run.ts';

for (const profile of ['basic', 'starter', 'options-only'] as const) testSession(test, profile);
