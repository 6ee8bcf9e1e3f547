import test from 'ava';
import { until } from '../../support/until.ts';
import { lasting, openDesk, watch, type Watcher } from './desk-run.ts';

const problemsOf = ({ events }: Watcher) => {
  const last = events.findLast(({ name }) => name === 'health');
  return last?.name === 'health' ? last.payload.problems.map(({ subject }) => subject) : null;
};

test('clients of a follower stay connected when another daemon takes over, and hear its name', async (t) => {
  const run = await openDesk(t);
  const first = await run.start('server1');
  await run.clock.advance(31_000);
  const others = [await run.start('server2'), await run.start('server3')];
  await run.clock.advance(2000);
  const watchers = [await watch(run, others[0]!), await watch(run, others[1]!)];
  await run.until(first.daemon.close());
  await run.settleRoles(others);
  const which = others.findIndex(({ daemon }) => daemon.hello.desk?.role === 'follower');
  const [stays, recorder] = [watchers[which]!, others[1 - which]!];
  await run.clock.advance(2000);
  const before = stays.events.length;
  await run.clock.advance(61_000);
  await run.until(until(() => stays.events.slice(before).some(({ name }) => name === 'chain')));
  const desk = stays.events.findLast(({ name }) => name === 'desk')!;
  t.like(desk.payload, { role: 'follower', recorder: recorder.name, self: others[which]!.name });
  // It was told all that is new: what it has is what a new client gets.
  const told = stays.events.filter(({ name }) => name === 'gap' || name === 'job').map(({ name }) => name);
  t.true(told.length > 0);
  const fresh = await watch(run, others[which]!);
  t.deepEqual(lasting(fresh.snapshot), lasting((await watch(run, recorder)).snapshot));
  await t.notThrowsAsync(run.until(stays.link.request('status', {})));
});

test('a follower says in its health that the store is away, and that nothing comes from the recorder', async (t) => {
  const run = await openDesk(t);
  const recorder = await run.start('server1');
  await run.clock.advance(2000);
  const follower = await run.start('server2');
  const watcher = await watch(run, follower);
  follower.store.cut();
  await run.clock.advance(1500);
  await run.until(until(() => problemsOf(watcher)?.includes('store') === true));
  const status = await run.until(watcher.link.request('status', {}));
  t.true(status.health.problems.some(({ subject }) => subject === 'store'));
  t.is(status.desk, undefined, 'nobody can say who records');
  follower.store.mend();
  await run.clock.advance(1500);
  await run.until(until(() => problemsOf(watcher)?.includes('store') === false));
  // It holds its lease, and writes nothing any more.
  recorder.store.muteJournal();
  await run.clock.advance(185_000);
  await run.until(until(() => problemsOf(watcher)?.includes('recorder') === true));
  t.is(follower.daemon.hello.desk?.role, 'follower');
});
