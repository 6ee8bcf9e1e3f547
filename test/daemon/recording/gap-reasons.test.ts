import test from 'ava';
import { noRecorder } from '../../../src/daemon/recording/gaps/gap-reasons.ts';

test('a gap between two recorders names both, or the one that got its lease again', (t) => {
  t.is(noRecorder('server1', 'server2'), 'no recorder: server1 ended, server2 took over');
  t.is(noRecorder('server1', 'server1'), 'no recorder: the lease of server1 ended, it got it again');
});
