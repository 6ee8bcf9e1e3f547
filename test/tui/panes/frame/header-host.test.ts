import test from 'ava';
import { type HeaderInput, headerLine } from '../../../../src/tui/panes/frame/header.ts';
import { plainLine } from '../../../../src/tui/render/line.ts';
import { sampleHello, samplePhase } from '../../support/sample-hello.ts';
import { sampleNow } from '../../support/sample-times.ts';

const text = (width: number, given: Partial<HeaderInput> = {}) =>
  plainLine(
    headerLine({
      ...{ width, symbol: 'SPY', hello: sampleHello(), phase: samplePhase(), now: sampleNow },
      ...{ status: 'connected', isEmbedded: false, missing: null, rules: 0, met: 0 },
      ...{ host: { name: 'server', roundTripMs: 23 }, ...given },
    }),
  ).trim();

test('the header names the machine of the daemon and the last round trip, and drops both where there is no room', (t) => {
  t.regex(text(120), /● server 23 ms {2}Mon 23 Nov .* ET$/);
  t.regex(text(120, { host: { name: 'server', roundTripMs: null } }), /● server {2}Mon/);
  t.regex(text(120, { host: { name: 'a-very-long-name.of.a.server.example', roundTripMs: 8 } }), /….? 8 ms/);
  t.regex(text(120, { status: 'lost' }), /○ daemon gone/);
  t.notRegex(text(60), /server/);
  t.regex(text(120, { host: null }), /● attached/);
});
