import test from 'ava';
import { flagsAgain } from '../../../src/cli/daemon/spawn-daemon.ts';
import { demoPlan, refuseForRunning } from '../../../src/cli/invocation/demo-flags.ts';
import { demoPlans } from '../../../src/config/demo-plans.ts';

for (const plan of demoPlans) {
  test(`a demo's key can have the plan ${plan}`, (t) => t.is(demoPlan({ demo: true, plan }), plan));
}

test('a plan is for a demo alone, and one that there is', (t) => {
  t.is(demoPlan({ demo: true }), null);
  t.throws(() => demoPlan({ plan: 'starter' }), { message: /--plan works with --demo only/ });
  t.throws(() => demoPlan({ demo: true, plan: 'delayed-stocks' }), {
    message: '--plan delayed-stocks: expected basic, starter, developer, advanced.',
  });
});

test('a demo that runs already has its plan, and gets no fault', (t) => {
  const running = { pid: 42, plan: 'starter' };
  t.notThrows(() => refuseForRunning({ fault: null, plan: 'starter' }, running));
  t.notThrows(() => refuseForRunning({ fault: null, plan: null }, running));
  t.notThrows(() => refuseForRunning({ fault: null, plan: 'advanced' }, { pid: 42 }));
  t.throws(() => refuseForRunning({ fault: null, plan: 'basic' }, running), {
    message: '--plan basic: a demo runs already (process 42), with the plan starter.',
  });
  t.throws(() => refuseForRunning({ fault: null, plan: 'basic' }, { pid: 42 }), { message: /plan advanced/ });
  t.throws(() => refuseForRunning({ fault: 'hang', plan: 'starter' }, running), {
    message: '--fault hang: a demo runs already (process 42), without it.',
  });
});

test('a daemon in the background gets the plan, too', (t) => {
  t.deepEqual(flagsAgain({ demo: true, plan: 'starter' }), ['--demo', '--plan', 'starter']);
});
