import test from 'ava';
import type { JobCoverage } from '../../../../src/protocol/state.ts';
import { coveragePaneLines } from '../../../../src/tui/panes/store/coverage-pane.ts';
import { sampleSeveralCoverage } from '../../support/sample-recorded.ts';
import { sampleNow } from '../../support/sample-times.ts';
import { sampleCoverage } from '../../support/sample-usage.ts';

const draw = (coverage: JobCoverage[], height = 14, width = 80) =>
  coveragePaneLines({
    rect: { x: 0, y: 0, width, height },
    ...{
      isFocused: false,
      status: null,
      retention: null,
      failure: null,
      now: sampleNow,
      coverage,
      keyOf: () => 'p',
    },
  }).map((line) => line.map(([text]) => text).join(''));

test('the bar says where gaps are, also without colours', (t) => {
  const [quote, chain] = draw(sampleCoverage()).slice(1);
  t.regex(quote!, /^│ quote {3}━{14}─{8} {2}99\.9% recorded/);
  t.regex(chain!, /^│ chain {3}━+×+━+×+─+ {2}96\.2% recorded {3}2 gaps · 9:43 missing/);
});

test('gaps that there is no room for are counted', (t) => {
  const [quote, chain] = sampleCoverage() as [JobCoverage, JobCoverage];
  const latest = Array.from({ length: 50 }, (_, index) => {
    const from = chain.from + index * 120_000;
    return { from, to: from + 60_000, reason: 'machine was asleep' };
  });
  const lines = draw([quote, { ...chain, gaps: 61, latest, open: null }]);
  t.is(lines.length, 14);
  t.regex(lines.at(-2)!, /│ 54 gaps before that +│/);
  t.regex(lines[5]!, /chain {3}11:08:00–11:09:00 +1:00 {2}machine was asleep/, 'the newest first');
});

test('of a session of which nothing is known, nothing is drawn as recorded', (t) => {
  const [quote] = sampleCoverage();
  const [, line] = draw([{ ...quote!, ratio: null }]);
  t.regex(line!, /^│ quote {3}─{22} {2}nothing recorded +│$/, 'nor is anything said to be without gaps');
});

test('with several symbols each has a bar for each of its jobs, all on one axis', (t) => {
  const lines = draw(sampleSeveralCoverage(), 16, 100);
  t.regex(lines[1]!, /^│ SPY quote +━+─+ +99\.9% recorded/);
  t.regex(lines[4]!, /^│ QQQ chain +━+×+━+×+─+ +96\.2% recorded +2 gaps/);
  t.regex(lines[6]!, /^│ I:SPX chain +─+ +nothing recorded/);
  const end = (line: string) => line.search(/ {2}(\d|nothing)/);
  const [spy, spx] = [lines[1]!, lines[5]!].map((line) => line.slice(0, end(line)).trimEnd().length);
  t.true(spx! < spy!, 'the options of the index stop earlier');
  t.regex(lines.join('\n'), /QQQ chain +since 13:40:55/);
});

test('in few rows each symbol has a line', (t) => {
  const lines = draw(sampleSeveralCoverage(), 5, 60).slice(1, -1);
  t.regex(lines[0]!, /^│ SPY +quote 99\.9% · chain 100% /);
  t.regex(lines[1]!, /^│ QQQ +quote 100% · chain 96\.2% · 2 gaps /);
  t.regex(lines[2]!, /^│ I:SPX +quote 100% · chain nothing /);
  t.regex(draw(sampleSeveralCoverage(), 4, 60)[2]!, /2 more symbols/);
});

test('later expirations stand with their symbol, and on one line in few rows', (t) => {
  const several = sampleSeveralCoverage();
  const later = { ...several[3]!, job: 'chain QQQ 2026-11-30', ratio: 0.9, gaps: 0, latest: [], open: null };
  const lines = draw([...several, later], 16, 100);
  t.regex(lines[5]!, /^│ QQQ chain 2026-11-30 /);
  t.regex(draw([...several, later], 5, 60)[2]!, /QQQ +quote 100% · 2 chains, least 90\.0% · 2 gaps/);
});
