import test, { type TestFn } from 'ava';

/**
 * Declares a test that `npm run test:long` runs and `npm test` leaves out: one of many of its kind, or a whole session.
 * AVA on a single file runs it like any other. `scripts/tests-together.ts` knows the word.
 */
export const long: TestFn = (test as TestFn & { long?: TestFn }).long ?? test;
