import test from 'ava';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { optionPrice } from '../../../src/market/pricing/black-scholes.ts';
import { fillChain } from '../../../src/market/pricing/chain-greeks.ts';
import type { Chain } from '../../../src/market/quotes/chain.ts';
import { assumptionsOn } from '../../support/assumptions.ts';
import { calendar, contractOf, quotedChain } from '../../support/quoted-chain.ts';

/** The eve of SPY's ex-date: what expires the next day is worth what the stock without its dividend makes it. */
const at = newYorkInstant('2026-12-17', '15:00');
const expiration = '2026-12-18';
const spot = 700;
const paid = 1.9934;

/** A chain quoted to a hundredth of a cent at 15 %, by the stock less its dividend. */
function eveChain(rate: number): Chain {
  const years = (calendar.sessionOn(expiration)!.optionClose - at) / (525_600 * 60_000);
  return quotedChain({
    ...{ at, spot, expiration, atTheMoney: 0.15, reach: 10 },
    change: ({ strike, optionType }) => {
      const stock = spot - paid;
      const value = optionPrice({
        ...{ optionType, strike, years, rate, spot: stock, volatility: 0.15, dividendYield: 0 },
      })!;
      return { bid: Math.max(value - 5e-5, 1e-4), ask: value + 5e-5 };
    },
  });
}

test('on the eve of an ex-date call and put at the money have one volatility, that of the market', (t) => {
  const { chain, terms } = fillChain(eveChain(0.04), { ...assumptionsOn(calendar), rate: 0.04 });
  t.true(Math.abs(terms!.dividends - paid) < 0.001);
  for (const strike of [695, 698, 700, 702, 705]) {
    for (const side of ['call', 'put'] as const) {
      const { impliedVolatility } = contractOf(chain, side, strike);
      t.true(Math.abs(impliedVolatility! - 0.15) < 5e-4, `${side} ${strike}: ${impliedVolatility}`);
    }
  }
});

test('delta, gamma and theta are those of a move of the whole stock, its dividends growing at the rate', (t) => {
  const rate = 0.25;
  const { chain, terms } = fillChain(eveChain(rate), { ...assumptionsOn(calendar), rate });
  const { years, dividends } = terms!;
  const priceOf = (stock: number, left: number) => {
    const present = dividends * Math.exp(rate * (years - left));
    const volatility = contractOf(chain, 'call', 698).impliedVolatility!;
    const call = {
      optionType: 'call',
      strike: 698,
      years: left,
      rate,
      volatility,
      dividendYield: 0,
    } as const;
    return optionPrice({ ...call, spot: stock - present })!;
  };
  const { delta, gamma, theta } = contractOf(chain, 'call', 698);
  const step = 0.01;
  const [down, here, up] = [-step, 0, step].map((move) => priceOf(spot + move, years)) as [
    number,
    number,
    number,
  ];
  t.true(Math.abs((up - down) / (2 * step) - delta!) < 1e-5);
  t.true(Math.abs((up - 2 * here + down) / step ** 2 - gamma!) < 1e-4);
  const minute = 1 / 525_600;
  const perDay =
    (priceOf(spot, years - minute / 100) - priceOf(spot, years + minute / 100)) / (minute / 50) / 365;
  t.true(Math.abs(perDay / theta! - 1) < 1e-4, `${perDay} ${theta}`);
});
