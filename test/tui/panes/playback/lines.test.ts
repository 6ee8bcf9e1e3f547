import test from 'ava';
import fc from 'fast-check';
import { liveLine } from '../../../../src/tui/panes/playback/live-line.ts';
import { missingBox } from '../../../../src/tui/panes/playback/missing-box.ts';
import type { HeaderHost } from '../../../../src/tui/panes/frame/header.ts';
import { replayHeaderLine } from '../../../../src/tui/panes/playback/replay-header.ts';
import { lineWidth, plainLine } from '../../../../src/tui/render/line.ts';
import { playedAt, samplePlaybackState } from '../../support/fake-playback.ts';
import { sampleAlert } from '../../support/sample-alerts.ts';
import { sampleHello, samplePhase } from '../../support/sample-hello.ts';
import { sampleNow } from '../../support/sample-times.ts';

const header = (
  width: number,
  given: Partial<ReturnType<typeof samplePlaybackState>> = {},
  mode = 'live',
  host: HeaderHost | null = null,
) =>
  replayHeaderLine({
    host,
    ...{ width, symbol: 'SPY', hello: sampleHello({ mode: mode as 'live', isVirtualClock: false }) },
    ...{ phase: samplePhase(), now: playedAt, playback: { state: samplePlaybackState(given) } },
  });

test('the header says instant, poll and speed, and drops the least important first', (t) => {
  const playing = { isPaused: false, speed: 10 } as const;
  const text = (width: number) => plainLine(header(width, playing)).trim();
  t.is(text(60), 'SPY   REPLAY  Mon 23 Nov 10:15:00 ET · poll 46 of 391 · ×10');
  t.regex(text(80), /^SPYGLASS {2}SPY {3}REPLAY {2}Mon 23 Nov 10:15:00 ET · poll 46 of 391 · ×10 ● 5h 45m/);
  t.regex(text(120), /^SPYGLASS {2}SPY .*×10 .*closes in 5h 45m$/);
  t.is(
    plainLine(header(60, { polls: 0, poll: 0 })).trim(),
    'SPYGLASS  SPY   REPLAY  Mon 23 Nov 10:15:00 ET · paused',
  );
  t.regex(
    plainLine(header(60, { isAtEnd: true }, 'demo')),
    /DEMO {3,}REPLAY .*10:15:00.* · paused at the end/,
  );
});

test('the header names the machine that plays, and how far it is, for as long as there is room', (t) => {
  const text = (width: number, roundTripMs: number | null = 23) =>
    plainLine(header(width, { isPaused: false, speed: 10 }, 'live', { name: 'server', roundTripMs })).trim();
  t.regex(text(120), /^SPYGLASS {2}SPY .*×10 +server 23 ms {2}● .*5h 45m/);
  t.regex(text(120, null), / server {2}● /);
  t.regex(text(90), /^SPYGLASS {2}SPY {3}REPLAY .*poll 46 of 391 · ×10 +server 23 ms$/);
  t.regex(text(80), /^SPY {3}REPLAY .*poll 46 of 391 · ×10 +server 23 ms$/);
  t.is(text(60), 'SPY   REPLAY  Mon 23 Nov 10:15:00 ET · poll 46 of 391 · ×10');
});

test('header and line about the market fill exactly their width, whatever is in them', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(
        fc.integer({ min: 60, max: 220 }),
        fc.record({ poll: fc.nat(5000), polls: fc.nat(5000), isPaused: fc.boolean(), isAtEnd: fc.boolean() }),
        fc.constantFrom('live', 'demo'),
        fc.option(fc.string({ maxLength: 300 })),
        fc.option(fc.constantFrom('no chain', 'not recording')),
        fc.option(fc.record({ name: fc.string({ maxLength: 40 }), roundTripMs: fc.option(fc.nat(99_999)) })),
        (width, state, mode, message, missing, host) => {
          const top = header(width, state, mode, host);
          const live = liveLine({
            ...{ width, hello: sampleHello(), status: 'connected', now: sampleNow, missing, problems: 2 },
            alert: message === null ? null : sampleAlert({ message }),
          });
          const isMarked = top.every(([, , background]) => background !== undefined);
          return lineWidth(top) === width && lineWidth(live) === width && isMarked;
        },
      ),
    ),
  );
});

test('the line about the market has its own clock, and says what is recorded and alerted now', (t) => {
  const usual = { hello: sampleHello(), status: 'connected', now: sampleNow, missing: null } as const;
  const text = (width: number, given: object) =>
    plainLine(liveLine({ ...usual, width, problems: 0, alert: null, ...given })).trim();
  t.is(text(100, {}), 'LIVE   Mon 23 Nov 13:45:55 ET  ● recording  no alerts today');
  t.is(text(60, {}), 'LIVE   Mon 23 Nov 13:45:55 ET  ● recording');
  t.is(
    text(100, { missing: 'no chain', problems: 1 }),
    'LIVE   Mon 23 Nov 13:45:55 ET  ◐ no chain  1 problem  no alerts today',
  );
  t.regex(text(60, { alert: sampleAlert() }), /^LIVE {3}13:45:55 ET {2}● recording {2}▲ 13:42 SPY price.*…$/);
  t.is(text(100, { hello: sampleHello({ isPlaybackOnly: true }) }), 'LIVE   – nothing is recorded here');
  t.regex(text(100, { status: 'lost' }), /○ daemon gone/);
});

test('the box over a gap says when and why, stays inside its place, and wraps a long reason', (t) => {
  const gap = { from: playedAt, to: playedAt + 65_000, reason: 'upstream unreachable: '.repeat(6).trim() };
  for (const [width, height] of [
    [60, 13],
    [200, 47],
    [60, 3],
  ] as const) {
    const { rect, lines } = missingBox(gap, { x: 0, y: 2, width, height });
    t.true(rect.x >= 0 && rect.x + rect.width <= width);
    t.true(rect.y >= 2 && rect.y + rect.height <= 2 + height);
    t.is(lines.length, rect.height);
    t.true(lines.every((line) => lineWidth(line) === rect.width));
  }
  const text = (given: object) =>
    missingBox({ ...gap, ...given }, { x: 0, y: 0, width: 100, height: 30 })
      .lines.map(plainLine)
      .join('\n');
  t.regex(text({}), /No chain 10:15:00–10:16:05 \(1:05\)/);
  t.regex(text({ to: null }), /No chain since 10:15:00 /);
  t.regex(text({ to: playedAt + 3 * 86_400_000 }), /No chain 23 Nov 10:15:00 – 26 Nov 10:15:00 \(3d 0h\)/);
});
