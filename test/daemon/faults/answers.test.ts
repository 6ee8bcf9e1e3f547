import test from 'ava';
import { faultKinds } from '../../../src/simulator/faults/fault.ts';
import { testFaults } from './fault-run.ts';

testFaults(['status', 'body']);

test('every kind of fault is run by one of the four files here', (t) => {
  t.deepEqual(
    [...faultKinds],
    ['status', 'body', 'values', 'size', 'transport', 'paging', 'session', 'address'],
  );
});
