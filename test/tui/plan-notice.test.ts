import test from 'ava';
import { isGolden } from './support/golden.ts';
import type { Chain } from '../../src/market/quotes/chain.ts';
import type { Snapshot } from '../../src/protocol/events.ts';
import type { Problem } from '../../src/protocol/state.ts';
import { planForms, worksLines } from '../../src/tui/present/plan-text.ts';
import { openDashboard } from './support/open-dashboard.ts';
import { samplePhase } from './support/sample-hello.ts';
import { sampleNow } from './support/sample-times.ts';
import { sampleJobs, sampleUsage } from './support/sample-usage.ts';
import { sampleChain, sampleQuote } from './support/sample-chain.ts';

const live = { mode: 'live', isVirtualClock: false } as const;

const noChain =
  "The options chain needs the Options Starter plan or larger; this key's plan does not include it.";

const onceADay = (name: string, lastError: string | null) => ({
  ...sampleJobs().find((job) => job.name === name)!,
  intervalMs: null,
  nextAt: sampleNow + 8 * 3_600_000,
  lastError,
});

const nothing = {
  ...{ bid: null, ask: null, bidSize: null, askSize: null, last: null, previousClose: null, volume: null },
  ...{ openInterest: null, impliedVolatility: null, delta: null, gamma: null, theta: null, vega: null },
  ...{ greeksSource: null, quotedAt: null },
};

/** What the vendor's plans without prices of today bring. */
function basicPlan(): Partial<Snapshot> {
  const whole = sampleChain();
  const chain: Chain = {
    ...whole,
    contracts: whole.contracts.map((contract) => ({ ...contract, ...nothing })),
    ...{ underlyingPrice: null, underlyingPriceSource: null, tier: 'unknown', isStrikesOnly: true },
    timestamp: sampleNow - 600_000,
  };
  return {
    quote: sampleQuote({
      ...{ tier: 'end-of-day', bid: null, ask: null, previousClose: null },
      timestamp: sampleNow - 64 * 3_600_000,
      receivedAt: sampleNow - 600_000,
    }),
    chain,
    levels: null,
    levelsHistory: [],
    priceLine: null,
    usage: sampleUsage({ budget: { callsPerMinute: 5, used: 2, reserve: 1, nextFreeAt: null } }),
    jobs: [onceADay('quote', null), onceADay('chain', noChain)],
  };
}

/** Everything a quarter of an hour late, and nobody's bid or ask. */
function starterPlan(): Partial<Snapshot> {
  const whole = sampleChain();
  return {
    quote: sampleQuote({
      tier: 'delayed',
      timestamp: sampleNow - 905_000,
      quotedAt: null,
      bid: null,
      ask: null,
    }),
    chain: {
      ...whole,
      tier: 'delayed',
      contracts: whole.contracts.map((contract) => ({
        ...contract,
        ...{ bid: null, ask: null, quotedAt: null, tradedAt: null },
      })),
    },
  };
}

const strip = (text: string) => text.split('\n')[2]!;

for (const [columns, rows] of [
  [80, 24],
  [120, 40],
] as const) {
  for (const [plan, snapshot] of [
    ['basic', basicPlan],
    ['starter', starterPlan],
  ] as const) {
    test.serial(`the first minute on the ${plan} plan at ${columns}×${rows} is calm`, async (t) => {
      const { terminal } = await openDashboard(t, { columns, rows, hello: live, snapshot: snapshot() });
      const text = await terminal.until('the plan', (screen) => screen.includes('This plan: '));
      isGolden(t, `plan-${plan}-${columns}x${rows}`, text);
      t.notRegex(text, /▲ chain|stale/);
      terminal.press('P');
      const open = await terminal.until('more of it', (screen) => screen.includes('What this plan gives'));
      isGolden(t, `plan-${plan}-window-${columns}x${rows}`, open);
    });
  }
}

test.serial('the notice goes with Esc, is kept, and comes back for what is new only', async (t) => {
  const kept: (readonly string[])[] = [];
  const keptLimits = { limits: [], keep: async (limits: readonly string[]) => void kept.push(limits) };
  const { terminal, connection, clock } = await openDashboard(t, {
    hello: live,
    snapshot: starterPlan(),
    keptLimits,
  });
  await terminal.until('the plan', (screen) => strip(screen).includes('15 minutes late; no bid and ask'));
  terminal.press('\u001b');
  await terminal.until('it gone', (screen) => !screen.includes('This plan'));
  t.deepEqual(kept, [['option-quotes', 'stock-quotes', 'option-live', 'stock-live']]);
  connection.send('quote', sampleQuote({ ...starterPlan().quote, price: 671.9, receivedAt: sampleNow + 1 }));
  await clock.advance(100);
  const text = await terminal.until('the next quote', (screen) => screen.includes('+4.15'));
  t.false(text.includes('This plan'));
  const lost = basicPlan();
  connection.send('chain', { ...lost.chain!, timestamp: sampleNow + 2 });
  await clock.advance(100);
  await terminal.until('the new limit', (screen) => strip(screen).includes('no option prices'));
});

test.serial(
  'limits seen in an earlier dashboard are not shown again, whatever else the file holds',
  async (t) => {
    const keep = async () => t.fail('nothing new was seen');
    const limits = ['stock-live', 'option-live', 'option-quotes', 'stock-quotes', 'nonsense'];
    const { terminal } = await openDashboard(t, {
      hello: live,
      snapshot: starterPlan(),
      keptLimits: { limits, keep },
    });
    await terminal.until('the picture', (screen) => screen.includes('delayed'));
    t.false(terminal.text().includes('This plan'));
  },
);

test.serial('a notice that cannot be kept says so', async (t) => {
  const keep = () => Promise.reject(new Error('plan-seen.json cannot be written'));
  const { terminal } = await openDashboard(t, {
    hello: live,
    snapshot: starterPlan(),
    keptLimits: { limits: [], keep },
  });
  await terminal.until('the plan', (screen) => screen.includes('This plan'));
  terminal.press('\u001b');
  await terminal.until('the reason', (screen) => screen.includes('plan-seen.json cannot be written'));
  t.pass();
});

test.serial('a plan with everything, a simulated market and a closed one have nothing to say', async (t) => {
  const whole = await openDashboard(t, { hello: live });
  t.false(whole.terminal.text().includes('This plan'));
  const demo = await openDashboard(t, { snapshot: starterPlan() });
  t.false(demo.terminal.text().includes('This plan'));
  demo.terminal.press('P');
  await demo.terminal.until('why', (screen) => screen.includes('This market is simulated'));
  // Outside the session nobody need quote: that a plan has no bid and ask is not to be seen.
  const quiet = { bid: null, ask: null };
  const chain = sampleChain();
  const night = await openDashboard(t, {
    hello: live,
    snapshot: {
      phase: samplePhase({ phase: 'closed' }),
      quote: sampleQuote(quiet),
      chain: { ...chain, contracts: chain.contracts.map((contract) => ({ ...contract, ...quiet })) },
    },
  });
  t.false(night.terminal.text().includes('This plan'));
});

test.serial('trouble goes before the plan, and both are there again when it has passed', async (t) => {
  const trouble: Problem = {
    ...{ code: 'upstream_failed', subject: 'upstream', message: 'The API answered 502.' },
    ...{ hint: 'Spyglass keeps trying.', since: sampleNow - 60_000 },
  };
  const { terminal, connection, clock } = await openDashboard(t, {
    hello: live,
    snapshot: { ...starterPlan(), health: { problems: [trouble] } },
  });
  await terminal.until('the trouble', (screen) =>
    strip(screen).includes('▲ upstream: The API answered 502.'),
  );
  connection.send('health', { problems: [] });
  await clock.advance(100);
  await terminal.until('the plan', (screen) => strip(screen).includes('This plan: SPY'));
  t.pass();
});

test.serial('a plan that shrank in the session is trouble', async (t) => {
  const shrunk: Problem = {
    ...{ code: 'not_entitled', subject: 'chain', message: noChain },
    ...{ hint: 'The plan of this key does not include this.', since: sampleNow - 60_000 },
  };
  const { terminal } = await openDashboard(t, {
    hello: live,
    snapshot: { ...starterPlan(), health: { problems: [shrunk] } },
  });
  await terminal.until('the trouble', (screen) => strip(screen).includes('▲ chain: The options chain needs'));
  t.pass();
});

test.serial(
  'before the first chain it is said that it waits for the next call of a small plan',
  async (t) => {
    const { terminal, clock } = await openDashboard(t, {
      columns: 80,
      rows: 24,
      hello: live,
      snapshot: {
        chain: null,
        jobs: sampleJobs({ chain: { isRunning: true } }),
        usage: sampleUsage({
          budget: { callsPerMinute: 5, used: 5, reserve: 1, nextFreeAt: sampleNow + 56_000 },
        }),
      },
    });
    const said = /│ Waiting for a free call, in 5\ds: this plan has 5 a minute\. +│/;
    t.regex(await terminal.until('why', (screen) => screen.includes('in 56s')), said);
    await clock.advance(3100);
    t.regex(await terminal.until('less', (screen) => screen.includes('in 53s')), said);
  },
);

for (const [quote, chain, said, inShort] of [
  ['real-time', 'delayed', 'SPY in real time, its chain 15 minutes late', 'chain 15 minutes late'],
  ['delayed', 'real-time', 'SPY 15 minutes late, its chain in real time', 'SPY 15 minutes late'],
  ['delayed', 'delayed', 'SPY and its chain, both 15 minutes late', 'both 15 minutes late'],
] as const) {
  test(`the notice says what is late: stock ${quote}, chain ${chain}`, (t) => {
    const facts = { quoteTier: quote, chainTier: chain, callsPerMinute: null, limits: [] };
    t.deepEqual(planForms(facts, 'SPY'), [`This plan: ${said}`, `This plan: ${inShort}`]);
    const works = worksLines(facts, 'SPY').join('\n');
    for (const tier of [quote, chain])
      t.true(works.includes(tier === 'delayed' ? '15 minutes late' : 'in real time'));
  });
}
