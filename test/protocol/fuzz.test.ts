import test from 'ava';
import { fuzzSocket } from './fuzz.ts';

/** `npm run fuzz` sets it to 100,000; a tenth of the time limit is enough for this many. */
const frames = Number(process.env.SPYGLASS_FUZZ_FRAMES ?? 5000);

test('random and mutated frames crash nothing and disturb nobody', async (t) => {
  t.timeout(600_000);
  const report = await fuzzSocket(t, { frames, seed: 20261123 });
  t.log(JSON.stringify(report));
  t.is(report.sent, frames);
  t.is(report.bystanderAnswers, report.bystanderQuestions);
  t.is(report.bystanderEvents, report.emittedEvents);
  t.true(report.hungUp > 0, 'some frames cost their sender the connection');
  t.true(report.answered > 0, 'and some were answered');
  t.is(report.clientsLeft, 2, 'the bystander and the last sender');
});
