import test from 'ava';
import { SpyglassError } from '../../src/base/errors.ts';
import { createEventBus } from '../../src/daemon/event-bus.ts';
import { createHealthTracker } from '../../src/daemon/health.ts';
import { monday } from '../db/fixtures.ts';
import { manualClock } from '../support/manual-clock.ts';

test('a store that is away is one problem, though writes and the lease both meet it', (t) => {
  const health = createHealthTracker(manualClock(monday), createEventBus());
  const away = () => new SpyglassError('store', 'the store cannot be reached');
  const subjects = () => health.current().problems.map(({ subject }) => subject);
  health.raise('database', away());
  health.raise('store', away());
  t.deepEqual(subjects(), ['store']);
  health.clear('store');
  t.deepEqual(subjects(), ['database'], 'what failed is said until it works');
  health.raise('store', new SpyglassError('store', 'something else'));
  t.deepEqual(subjects().sort(), ['database', 'store']);
});
