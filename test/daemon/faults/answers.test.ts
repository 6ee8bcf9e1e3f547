import test from 'ava';
import { faultKinds } from '../../../src/simulator/faults/fault.ts';
import type { FaultName } from '../../../src/simulator/faults.ts';
import { long } from '../../support/long.ts';
import { testFaults } from './fault-run.ts';

/** One of each way in which an answer is bad. */
const usual = new Set<FaultName>([
  ...(['rate-limited-retry-after', 'server-error', 'truncated-json', 'html-page', 'null-results'] as const),
]);

testFaults(['status', 'body'], (name) => (usual.has(name) ? test : long));

test('every kind of fault is run by one of the five files here', (t) => {
  t.deepEqual(
    [...faultKinds],
    ['status', 'body', 'values', 'size', 'transport', 'paging', 'session', 'address', 'past'],
  );
});
