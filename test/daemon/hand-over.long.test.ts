import test from 'ava';
import { handOver } from './hand-over-run.ts';

test('thirty daemons hand over to each other, poll every slot once, and leave no gap', (t) =>
  handOver(t, 30));
