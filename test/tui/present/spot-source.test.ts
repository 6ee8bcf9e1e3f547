import test from 'ava';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { spotSourceSentence, spotSourceText } from '../../../src/tui/present/spot-source.ts';

const polledAt = newYorkInstant('2026-11-23', '10:30');
const friday = newYorkInstant('2026-11-20', '16:14:59');

for (const [source, at, text, sentence] of [
  ['chain', polledAt - 2000, '', ''],
  ['chain', null, '', ''],
  [null, null, ' (source unknown)', ', source unknown'],
  ['chain', polledAt - 900_000, ' (10:15)', ', of 10:15'],
  ['parity', polledAt - 2000, ' (parity)', ', by put-call parity'],
  ['parity', friday, ' (parity Fri 16:14)', ', by put-call parity of Fri 16:14'],
  ['quote', null, ' (quote)', ', by a recorded quote'],
  ['quote', polledAt - 900_000, ' (quote 10:15)', ', by a recorded quote of 10:15'],
] as const) {
  test(`a spot of ${source} at ${at} is shown as "${text}"`, (t) => {
    t.is(spotSourceText({ source, at, polledAt }, polledAt + 5000), text);
    t.is(spotSourceSentence({ source, at, polledAt }, polledAt + 5000), sentence);
  });
}
