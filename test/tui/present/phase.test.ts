import test from 'ava';
import { plainLine } from '../../../src/tui/render/line.ts';
import { phaseForms } from '../../../src/tui/present/phase.ts';
import { samplePhase } from '../support/sample-hello.ts';
import { sampleNow } from '../support/sample-times.ts';

const longest = (given: Parameters<typeof samplePhase>[0]) =>
  plainLine(phaseForms(samplePhase(given), sampleNow)[0]!);

test('a monthly expiration is named on its day, and first to go where the header is narrow', (t) => {
  const phase = samplePhase({ standardExpiration: 'monthly' });
  const forms = phaseForms(phase, sampleNow).map(plainLine);
  t.regex(forms[0]!, /regular · closes in .* · monthly expiration$/);
  t.is(forms[1], plainLine(phaseForms(samplePhase(), sampleNow)[0]!));
  t.regex(longest({ standardExpiration: 'triple-witching', phase: 'pre' }), /triple witching$/);
});

test('an ordinary day, and a chain that expires on another one, are not marked', (t) => {
  t.notRegex(longest({}), /expiration|witching/);
  t.notRegex(longest({ standardExpiration: 'monthly', expiration: '2099-01-02' }), /expiration/);
  t.notRegex(longest({ standardExpiration: 'monthly', phase: 'post' }), /expiration/);
});
