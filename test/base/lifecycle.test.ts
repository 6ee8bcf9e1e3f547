import test from 'ava';
import { createLifecycle } from '../../src/base/lifecycle.ts';
import { manualClock } from '../support/manual-clock.ts';

test('parts close in reverse order, once', async (t) => {
  const order: string[] = [];
  const lifecycle = createLifecycle({ clock: manualClock(0), onProblem: () => t.fail() });
  lifecycle.add('first', () => void order.push('first'));
  lifecycle.add('second', async () => void order.push('second'));
  await Promise.all([lifecycle.close(), lifecycle.close()]);
  t.deepEqual(order, ['second', 'first']);
  t.true(lifecycle.signal.aborted);
});

test('a part that fails or hangs does not keep the others open', async (t) => {
  const clock = manualClock(0);
  const problems: string[] = [];
  let isFirstClosed = false;
  const lifecycle = createLifecycle({
    clock,
    patienceMs: 100,
    onProblem: (name) => void problems.push(name),
  });
  lifecycle.add('first', () => {
    isFirstClosed = true;
  });
  lifecycle.add('hangs', () => new Promise<void>(() => {}));
  lifecycle.add('fails', () => {
    throw new Error('no');
  });
  const closing = lifecycle.close();
  await clock.advance(200);
  await closing;
  t.deepEqual(problems, ['fails', 'hangs']);
  t.true(isFirstClosed);
});

test('what is added while closing is closed at once', async (t) => {
  const lifecycle = createLifecycle({ clock: manualClock(0), onProblem: () => t.fail() });
  await lifecycle.close();
  const closed = new Promise<void>((resolve) => lifecycle.add('late', resolve));
  await t.notThrowsAsync(closed);
});
