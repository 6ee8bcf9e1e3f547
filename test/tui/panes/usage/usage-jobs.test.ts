import test from 'ava';
import { jobLines } from '../../../../src/tui/panes/usage/usage-jobs.ts';
import { sampleNow } from '../../support/sample-times.ts';
import { sampleCoverage, sampleJobs } from '../../support/sample-usage.ts';

const texts = (width: number, given: Parameters<typeof sampleJobs>[0] = {}) =>
  jobLines(sampleJobs(given), [sampleCoverage()[0]!], sampleNow, width).map((line) =>
    line
      .map(([text]) => text)
      .join('')
      .trimEnd(),
  );

test('what a job is about loses whole parts before it is cut', (t) => {
  t.regex(texts(60)[0]!, /^quote +11s {2}every 15 s · 99\.9% recorded$/);
  t.regex(texts(38)[0]!, /^quote +11s {2}every 15 s · 99\.9%$/);
  t.regex(texts(30)[0]!, /^quote +11s {2}every 15 s$/);
  t.regex(texts(60)[2]!, / {2}once, after the close$/);
  t.regex(texts(24)[2]!, / {2}once$/);
});

test('a problem is shown as far as it fits', (t) => {
  t.regex(
    texts(34, { quote: { lastError: 'The API answered 502 without a reason' } })[0]!,
    /The API answ.*…$/,
  );
});
