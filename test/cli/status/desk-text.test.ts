import test from 'ava';
import { deskLines } from '../../../src/cli/status/desk-text.ts';
import type { DeskStatus } from '../../../src/protocol/desk/desk-state.ts';

const follower: DeskStatus = {
  ...{
    role: 'follower',
    recorder: 'server1 (4711)',
    self: 'laptop (99)',
    store: 'postgres://server1/spyglass',
  },
  ...{ token: 7, since: Date.parse('2026-11-23T15:30:00Z'), remainingMs: 11_200 },
  lastHandOver: {
    at: Date.parse('2026-11-23T15:29:58Z'),
    ...{ from: 'server2 (12)', to: 'server1 (4711)', isPlanned: true },
  },
};

test('status says who records, since when, how long the lease lasts, and how the recorder came to it', (t) => {
  t.deepEqual(deskLines(follower), [
    'desk: server1 (4711) records since 2026-11-23 10:30:00 (lease 7, 12 s left); laptop (99) follows',
    'last hand-over 2026-11-23 10:29:58: server2 (12) handed over to server1 (4711)',
  ]);
});

test('status names the recorder itself, nobody, and an end without a hand-over', (t) => {
  const [recorder] = deskLines({ ...follower, role: 'recorder' });
  t.regex(recorder!, /; this is the recorder$/);
  t.deepEqual(deskLines({ ...follower, recorder: null, lastHandOver: null }), [
    'desk: nobody records at the moment; this is laptop (99)',
  ]);
  const lastHandOver = { ...follower.lastHandOver!, isPlanned: false };
  t.regex(deskLines({ ...follower, lastHandOver })[1]!, /server2 \(12\) ended without a word/);
  t.deepEqual(deskLines(undefined), []);
});

test('status does not say that a daemon was followed by itself, where it lost the lease and got it again', (t) => {
  const lastHandOver = { ...follower.lastHandOver!, from: 'server1 (4711)', isPlanned: false };
  t.is(
    deskLines({ ...follower, lastHandOver })[1],
    'last hand-over 2026-11-23 10:29:58: the lease of server1 (4711) ended; it got it again',
  );
});
