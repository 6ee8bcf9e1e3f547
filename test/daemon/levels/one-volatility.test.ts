import { assumptionsOn, rates } from '../../support/assumptions.ts';
import test, { type ExecutionContext } from 'ava';
import { fillChain } from '../../../src/market/pricing/chain-greeks.ts';
import { levelsOf } from '../../../src/market/levels/compute-levels.ts';
import { optionGreeks } from '../../../src/market/pricing/black-scholes.ts';
import type { Chain, OptionQuote } from '../../../src/market/quotes/chain.ts';
import type { Levels } from '../../../src/market/levels/levels.ts';
import { yearsToExpiry } from '../../../src/market/pricing/years-to-expiry.ts';
import {
  at,
  calendar,
  contractOf,
  type QuotedChainOptions,
  quotedChain,
  volatilityOf,
} from '../../support/quoted-chain.ts';

const session = calendar.sessionOn('2026-11-23')!;

const levels = (chain: Chain): Levels =>
  levelsOf(fillChain(chain, assumptionsOn(calendar)), { session, dealerSign: 'naive', opening: null });

function within(t: ExecutionContext, found: number, expected: number, part: number): void {
  t.true(Math.abs(found / expected - 1) < part, `${found} is not ${expected}`);
}

/** Gamma and the rest of a contract at the true volatility of its strike. */
function trueGreeks({ strike, optionType }: OptionQuote, options: QuotedChainOptions) {
  const years = yearsToExpiry(options.at, session.optionClose)!;
  const volatility = volatilityOf(strike, options);
  return optionGreeks({ ...rates, spot: options.spot, years, volatility, strike, optionType })!;
}

const late = { at: at('15:45'), spot: 712, atTheMoney: 0.22 };

test('half an hour before the close the 708 call has the 30 % of its put, not the 46 % of its mid', (t) => {
  const change = ({ optionType, strike }: OptionQuote) =>
    optionType === 'call' && strike === 708 ? { bid: 4.05, ask: 4.07 } : {};
  const { chain } = fillChain(quotedChain({ ...late, change }), assumptionsOn(calendar));
  const call = contractOf(chain, 'call', 708);
  const put = contractOf(chain, 'put', 708);
  within(t, call.impliedVolatility!, 0.3, 0.03);
  t.is(call.impliedVolatility, put.impliedVolatility);
  within(t, call.gamma!, trueGreeks(call, late).gamma, 0.1);
});

test('a deep call whose quote is a cent wide has the gamma of its put', (t) => {
  const options = { at: at('15:45'), spot: 681.78, atTheMoney: 0.13 };
  const change = ({ optionType, strike }: OptionQuote) =>
    strike === 670 ? (optionType === 'call' ? { bid: 11.8, ask: 11.81 } : { openInterest: 0 }) : {};
  const chain = quotedChain({ ...options, change });
  const { call } = levels(chain).profile!.byOpenInterest.find(({ strike }) => strike === 670)!;
  const { gamma } = trueGreeks(contractOf(chain, 'call', 670), options);
  within(t, call!, gamma * 3000 * 100 * 681.78 ** 2 * 0.01, 0.5);
});

test('both contracts of every strike have one volatility', (t) => {
  for (const time of ['10:00', '14:00', '15:45', '16:00']) {
    const { chain, refusals } = fillChain(quotedChain({ ...late, at: at(time) }), assumptionsOn(calendar));
    t.deepEqual(refusals, []);
    for (const { strike, optionType, impliedVolatility } of chain.contracts) {
      const other = contractOf(chain, optionType === 'call' ? 'put' : 'call', strike);
      t.is(impliedVolatility, other.impliedVolatility, `${time} ${strike}`);
    }
  }
});

test('near the money a spot that is some cents off moves no volatility', (t) => {
  for (const cents of [-4, 4]) {
    const chain = { ...quotedChain(late), underlyingPrice: late.spot + cents / 100 };
    const { atTheMoney } = levels(chain).volatility;
    within(t, atTheMoney!, late.atTheMoney, 0.02);
  }
});

/** As a vendor would say who solved a contract's own mid. */
const vendor = (impliedVolatility: number, contract: OptionQuote, options: QuotedChainOptions) => ({
  ...trueGreeks(contract, options),
  ...{ impliedVolatility, greeksSource: 'vendor' as const },
});

test('the vendor’s volatility is kept where it is the strike’s, and dropped with the reason where it is not', (t) => {
  const change = (contract: OptionQuote) =>
    vendor(
      contract.optionType === 'call' && contract.strike === 708 ? 0.46 : volatilityOf(contract.strike, late),
      contract,
      late,
    );
  const filled = fillChain(quotedChain({ ...late, change }), assumptionsOn(calendar));
  const call = contractOf(filled.chain, 'call', 708);
  t.is(call.greeksSource, 'model');
  within(t, call.impliedVolatility!, 0.3, 0.03);
  const [reason] = filled.dropped.filter(({ symbol }) => symbol === call.symbol);
  t.regex(reason!.reason, /^the vendor’s volatility is 46\.0 % where the strike has (29|30)\.\d %$/);
  for (const strike of [710, 711, 712, 713, 714]) {
    for (const side of ['call', 'put'] as const) {
      t.is(contractOf(filled.chain, side, strike).greeksSource, 'vendor', `${side} ${strike}`);
    }
  }
  const { counts } = levels(quotedChain({ ...late, change }));
  t.is(counts.vendor + counts.model + counts.refused, counts.contracts);
  t.is(counts.dropped, filled.dropped.length);
  t.true(counts.dropped! > 0 && counts.vendor > 20);
});

test('a vendor’s volatility that prices its contract within bid and ask is the strike’s', (t) => {
  const strike = 709;
  const within = volatilityOf(strike, late) * 1.02;
  const change = (contract: OptionQuote, value: number) =>
    contract.strike === strike && contract.optionType === 'put'
      ? { ...vendor(within, contract, late), bid: value / 2, ask: value * 1.6 }
      : {};
  const { chain } = fillChain(quotedChain({ ...late, change }), assumptionsOn(calendar));
  t.like(contractOf(chain, 'put', strike), { impliedVolatility: within, greeksSource: 'vendor' });
  t.like(contractOf(chain, 'call', strike), { impliedVolatility: within, greeksSource: 'model' });
});

test('what is recorded of a chain stays what the vendor said', (t) => {
  const chain = quotedChain({ ...late, change: (contract) => vendor(0.9, contract, late) });
  const before = structuredClone(chain);
  fillChain(chain, assumptionsOn(calendar));
  t.deepEqual(chain, before);
});

test('on a plan without quotes the side out of the money decides', (t) => {
  const change = (contract: OptionQuote) => {
    const isInside = contract.optionType === 'call' ? contract.strike < 711 : contract.strike > 713;
    const volatility = volatilityOf(contract.strike, late) * (isInside ? 1.5 : 1);
    return { ...vendor(volatility, contract, late), bid: null, ask: null };
  };
  const filled = fillChain(quotedChain({ ...late, change }), assumptionsOn(calendar));
  const call = contractOf(filled.chain, 'call', 700);
  t.is(call.impliedVolatility, volatilityOf(700, late));
  t.is(call.greeksSource, 'model');
  t.is(contractOf(filled.chain, 'put', 700).greeksSource, 'vendor');
  t.deepEqual(filled.refusals, []);
  t.like(filled.quotes.counts, { old: 0, crossed: 0, oneSided: 0 });
});
