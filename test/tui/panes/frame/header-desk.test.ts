import test from 'ava';
import type { DeskState } from '../../../../src/protocol/desk/desk-state.ts';
import { type HeaderInput, headerLine } from '../../../../src/tui/panes/frame/header.ts';
import { deskSentence } from '../../../../src/tui/present/desk-text.ts';
import { plainLine } from '../../../../src/tui/render/line.ts';
import { reduceConnection, withDesk } from '../../../../src/tui/state/connected.ts';
import { sampleHello, samplePhase } from '../../support/sample-hello.ts';
import { sampleNow } from '../../support/sample-times.ts';

const follower: DeskState = {
  role: 'follower',
  recorder: 'server1 (4711)',
  self: 'laptop (99)',
  store: 'postgres://server1:5432/spyglass',
};

const text = (width: number, desk: DeskState, given: Partial<HeaderInput> = {}) =>
  plainLine(
    headerLine({
      ...{ width, symbol: 'SPY', hello: { ...sampleHello(), desk }, phase: samplePhase(), now: sampleNow },
      ...{ status: 'connected', isEmbedded: false, missing: null, rules: 0, met: 0, host: null, ...given },
    }),
  ).trim();

test('the header says who records on a shared store, where there is room', (t) => {
  t.regex(text(120, follower), /● follows server1 \(4711\) .*ET$/);
  t.regex(
    text(120, { ...follower, role: 'recorder', self: 'server1 (4711)' }),
    /● recorder server1 \(4711\)/,
  );
  t.regex(text(120, { ...follower, recorder: null }), /● no recorder/);
  t.regex(text(140, follower, { host: { name: 'box', roundTripMs: 23 } }), /● box 23 ms · follows server1/);
  t.notRegex(text(60, follower), /server1/);
});

test('a screen reader is told the same as a sentence', (t) => {
  t.is(deskSentence(follower), 'This daemon follows server1 (4711), which records on the shared store.');
  t.is(
    deskSentence({ ...follower, role: 'recorder' }),
    'This daemon, laptop (99), records on the shared store.',
  );
  t.is(deskSentence({ ...follower, recorder: null }), 'Nobody records on the shared store at the moment.');
});

test('another recorder changes the name and nothing else of the connection', (t) => {
  const hello = { ...sampleHello(), desk: follower };
  const connected = { status: 'connected', hello, message: null, attempt: 0, retryAt: null } as const;
  const before = reduceConnection(
    {
      connection: { ...connected, lostAt: null },
      anchor: null,
      now: { market: sampleNow, real: sampleNow },
    },
    connected,
    sampleNow,
  ).connection;
  const desk = { ...follower, recorder: 'server2 (12)' };
  t.deepEqual(withDesk(before, desk), { ...before, hello: { ...hello, desk } });
});
