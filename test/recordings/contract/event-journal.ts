import test from 'ava';
import { monday } from '../../db/fixtures.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { until } from '../../support/until.ts';
import { type OpenDesk, take } from './open-desk.ts';

const entry = (payload: string, subscription: string | null = null) => ({
  at: monday,
  name: 'quote',
  subscription,
  payload,
});

/** What the event journal of any shared store must do. */
export function testEventJournal(open: OpenDesk): void {
  const clock = manualClock(monday);
  const start = async (...[t]: Parameters<OpenDesk>) => {
    const another = await open(t);
    const recorder = another();
    const { journal } = await recorder.open({ held: await take(recorder), clock });
    return { journal, follower: another(), another };
  };

  test('events are read in the order in which they were added, from any number on', async (t) => {
    const { journal, follower } = await start(t);
    t.deepEqual(await follower.journal.bounds(), { first: 0, last: 0 });
    t.is(await journal.append([entry('{"a":1}'), entry('{"a":"two\\n"}', 'SPY 2026-11-27')]), 2);
    t.is(await journal.append([]), 2);
    t.is(await journal.append([entry('3')]), 3);
    t.deepEqual(await follower.journal.after(0, 99), [
      { sequence: 1, ...entry('{"a":1}') },
      { sequence: 2, ...entry('{"a":"two\\n"}', 'SPY 2026-11-27') },
      { sequence: 3, ...entry('3') },
    ]);
    t.deepEqual(
      (await follower.journal.after(1, 1)).map(({ sequence }) => sequence),
      [2],
    );
    await journal.removeUpTo(2);
    t.deepEqual(await follower.journal.bounds(), { first: 3, last: 3 });
    await journal.removeUpTo(3);
    t.is(await journal.append([entry('4')]), 4, 'no number comes twice');
  });

  test('numbers have no holes, and no event shows before one with a lower number', async (t) => {
    const { follower, another } = await start(t);
    const state = await follower.lease.state();
    // Under one token from several connections: the strongest that one holder can do to itself.
    const held = { token: state.token } as Awaited<ReturnType<typeof take>>;
    const writers = await Promise.all(
      [another(), another(), another()].map(async (desk) => (await desk.open({ held, clock })).journal),
    );
    let written = 0;
    const writing = Promise.all(
      writers.map(async (journal, writer) => {
        for (let turn = 0; turn < 10; turn++) {
          await journal.append([entry(`"${writer}.${turn}"`), entry(`"${writer}.${turn} again"`)]);
          written += 2;
        }
      }),
    );
    let seen = 0;
    await until(async () => {
      const events = await follower.journal.after(seen, 99);
      t.deepEqual(
        events.map(({ sequence }) => sequence),
        events.map((_, index) => seen + index + 1),
      );
      seen += events.length;
      return seen === 60;
    });
    await writing;
    t.is(written, 60);
    t.deepEqual(await follower.journal.bounds(), { first: 1, last: 60 });
  });

  test('what is added wakes whoever listens, until it stops', async (t) => {
    const { journal, follower } = await start(t);
    let [woken, other] = [0, 0];
    const stop = await follower.journal.onWake(() => woken++);
    t.teardown(await follower.journal.onWake(() => other++));
    await journal.append([entry('1')]);
    await until(() => woken > 0 && other > 0);
    await stop();
    const before = [woken, other] as const;
    await journal.append([entry('2')]);
    await until(() => other > before[1]);
    t.is(woken, before[0]);
  });

  test('snapshots take the place of those before', async (t) => {
    const { journal, follower } = await start(t);
    t.deepEqual(await follower.journal.snapshots(), []);
    const snapshot = (subscription: string, sequence: number) => ({
      subscription,
      sequence,
      at: monday,
      snapshot: '{}',
    });
    await journal.keepSnapshots([snapshot('SPY 2026-11-27', 4), snapshot('QQQ 2026-11-27', 4)]);
    t.deepEqual(await follower.journal.snapshots(), [
      snapshot('QQQ 2026-11-27', 4),
      snapshot('SPY 2026-11-27', 4),
    ]);
    await journal.keepSnapshots([snapshot('SPY 2026-11-30', 9)]);
    t.deepEqual(await follower.journal.snapshots(), [snapshot('SPY 2026-11-30', 9)]);
    await journal.keepSnapshots([]);
    t.deepEqual(await follower.journal.snapshots(), []);
  });

  test('anybody leaves polls, once each, and the recorder takes them, oldest first', async (t) => {
    const { journal, follower } = await start(t);
    const poll = (at: number, payload: string, sender = 'server2 (2)') => ({
      sender,
      kind: 'chain' as const,
      at: monday + at,
      payload,
    });
    await follower.journal.leave([]);
    await follower.journal.leave([poll(2, '"c"'), poll(1, '"a"'), poll(1, '"b"')]);
    await follower.journal.leave([poll(1, '"a"'), poll(1, '"a"', 'server3 (3)')]);
    const left = await journal.left(9);
    t.deepEqual(
      left.map(({ id: _, ...rest }) => rest),
      [poll(1, '"a"'), poll(1, '"b"'), poll(1, '"a"', 'server3 (3)'), poll(2, '"c"')],
    );
    t.is((await journal.left(1)).length, 1);
    await journal.removeLeft(left.slice(0, 3).map(({ id }) => id));
    t.deepEqual(
      (await follower.journal.left(9)).map(({ id }) => id),
      [left[3]!.id],
    );
    await journal.removeLeft([]);
    await t.throwsAsync(follower.journal.removeLeft([left[3]!.id]), { code: 'read_only' });
    await t.throwsAsync(follower.journal.append([entry('1')]), { code: 'read_only' });
  });
}
