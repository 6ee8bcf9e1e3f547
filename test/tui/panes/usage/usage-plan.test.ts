import test from 'ava';
import { intervalText, planLines } from '../../../../src/tui/panes/usage/usage-plan.ts';
import { samplePlan, sampleSeveralJobs } from '../../support/sample-recorded.ts';
import { sampleNow } from '../../support/sample-times.ts';

const texts = (width: number, given: Partial<Parameters<typeof planLines>[0]> = {}) =>
  planLines({
    ...{ jobs: sampleSeveralJobs(), plan: samplePlan(), coverage: [], now: sampleNow, width },
    ...given,
  }).map((line) =>
    line
      .map(([text]) => text)
      .join('')
      .trimEnd(),
  );

test('what is given up stands first, then what is polled, then what needs no place in the minute', (t) => {
  const lines = texts(110);
  t.regex(lines[0]!, /^job +next +every +wanted +calls$/);
  t.regex(lines[1]!, /^chain I:SPX +– +given up +60s +4 {2}not recorded: 5 calls a minute are too few/);
  t.regex(lines[2]!, /^quote +11s +15s +15s +1 {2}every 15 s$/);
  t.regex(lines[5]!, /^chain QQQ +11s +4m 30s +60s +2 {2}stretched to fit 5 calls a minute$/);
  t.regex(lines.at(-1)!, /^bars +2h 45m +once, after the close$/);
});

test('narrow panes lose reasons, then what is wanted, then the calls', (t) => {
  t.regex(texts(60)[1]!, /^chain I:SPX +– +given up +60s +4$/);
  t.regex(texts(42)[1]!, /^chain I:SPX +– +given up +4$/);
  t.regex(texts(32)[1]!, /^chain I:SPX +– +given up$/);
});

test('a job that has failed says so instead of why it is polled less often', (t) => {
  const jobs = sampleSeveralJobs().map((job) =>
    job.name === 'chain QQQ' ? { ...job, lastError: 'no answer within 10 s' } : job,
  );
  t.regex(texts(110, { jobs })[5]!, /^chain QQQ .* 4m 30s .* no answer within 10 s$/);
  t.regex(texts(60, { jobs })[5]!, /^chain QQQ +11s {2}no answer within 10 s$/);
});

test('intervals are written short', (t) => {
  t.deepEqual([15_000, 90_000, 120_000, 270_000, 3_600_000].map(intervalText), [
    '15s',
    '90s',
    '2m',
    '4m 30s',
    '1h',
  ]);
});
