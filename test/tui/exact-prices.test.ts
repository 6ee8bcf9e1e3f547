import test from 'ava';
import type { OptionQuote } from '../../src/market/quotes/chain.ts';
import { openDashboard } from './support/open-dashboard.ts';
import { sampleLevels } from './support/sample-levels.ts';
import { sampleChain, sampleQuote } from './support/sample-chain.ts';

/** The chain with its strikes an eighth of a dollar higher, and one price finer than cents. */
function fineChain() {
  const chain = sampleChain(671.1233);
  const contracts = chain.contracts.map(
    (contract): OptionQuote => ({
      ...contract,
      strike: contract.strike + 0.125,
      ...(contract.strike === 600 && contract.optionType === 'call' && { bid: 71.1233 }),
      ...(contract.strike === 671 && contract.optionType === 'put' && { bid: 2.0125, ask: 2.02 }),
    }),
  );
  return { ...chain, contracts };
}

const quote = sampleQuote({ price: 671.1233, bid: 671.1233, ask: 671.13, dayHigh: 672.80125 });
const snapshot = () => ({ quote, chain: fineChain(), levels: sampleLevels({}, fineChain()) });

test('bids, strikes and the spot are shown with the decimals that they have', async (t) => {
  const { terminal } = await openDashboard(t, { columns: 200, rows: 50, snapshot: snapshot() });
  const overview = terminal.text();
  t.regex(overview, /671\.1233 × 671\.13\b/);
  t.regex(overview, /spread 0\.0067 /);
  t.true(overview.includes('672.80125'));
  t.regex(overview, / spot 671\.1233 /);
  t.regex(overview, /2\.0125 +2\.02 .*671\.125|671\.125 .* 2\.0125 +2\.02 /);
  t.notRegex(overview, /671\.13\d/, 'no strike is rounded');

  terminal.press('6');
  const levels = await terminal.until('levels', (text) => text.includes('gamma exposure'));
  t.regex(levels, / 675\.125 /);
  t.regex(levels, /call wall +\d+\.125 /);
  t.regex(levels, /flip +\d+\.\d\d /, 'what was computed is rounded to the cent');
});

test('the screen reader says strikes and bids as they are', async (t) => {
  const { terminal } = await openDashboard(t, { isScreenReader: true, snapshot: snapshot() });
  const said = await terminal.until('chain', (text) => /Strike 671\.125/.test(text));
  t.regex(said, /Bid 671\.1233, ask 671\.13\./);
  t.regex(said, /Strike 671\.125: .*put bid 2\.0125, ask 2\.02/s);
  t.regex(said, /spot 671\.1233/);
});
