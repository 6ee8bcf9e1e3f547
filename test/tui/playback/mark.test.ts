import test, { type ExecutionContext } from 'ava';
import type { Levels } from '../../../src/market/levels/levels.ts';
import type { Chain, OptionQuote } from '../../../src/market/quotes/chain.ts';
import { playedAt, playedSnapshot } from '../support/fake-playback.ts';
import { isGolden } from '../support/golden.ts';
import { answerOutline, type OpenedPlayback, openPlayback } from '../support/open-playback.ts';
import { sampleChain } from '../support/sample-chain.ts';
import { sampleHello } from '../support/sample-hello.ts';
import { sampleLevels } from '../support/sample-levels.ts';

const later = playedAt + 3_600_000;
const footer = (text: string) => text.split('\n').at(-1)!;

const changed = (contract: OptionQuote): OptionQuote => ({
  ...contract,
  bid: contract.bid === null ? null : contract.bid + 0.25,
  ask: contract.ask === null ? null : contract.ask + 0.25,
  impliedVolatility: contract.impliedVolatility === null ? null : contract.impliedVolatility - 0.012,
  volume: contract.volume === null ? null : contract.volume + 1500,
});

const chainAt = (at: number, given: Partial<Chain> = {}): Chain => ({
  ...{ ...sampleChain(), timestamp: at, underlyingPrice: 669.4 },
  ...given,
});

function levelsAt(at: number, given: Partial<Levels> = {}): Levels {
  return { ...sampleLevels(), timestamp: at, ...given };
}

const laterLevels = (): Levels => {
  const levels = levelsAt(later, { spot: 672.1 });
  const { byOpenInterest } = levels;
  return {
    ...levels,
    byOpenInterest: byOpenInterest && {
      ...{ ...byOpenInterest, callWall: (byOpenInterest.callWall ?? 0) + 3, gammaFlip: null },
      gamma: { ...byOpenInterest.gamma, net: (byOpenInterest.gamma.net ?? 0) - 2e9 },
    },
  };
};

/** Marks the instant on screen, and goes an hour on. */
async function marked(
  t: ExecutionContext,
  options: Parameters<typeof openPlayback>[1] = {},
  given: Parameters<typeof playedSnapshot>[1] = {},
): Promise<OpenedPlayback> {
  const opened = await openPlayback(t, options, {}, { levels: levelsAt(playedAt), chain: chainAt(playedAt) });
  const { terminal, playback } = opened;
  terminal.press('m');
  await terminal.until('the mark', (text) => /Mark at 10:15:00/.test(text));
  const chain = chainAt(later, { contracts: sampleChain().contracts.map(changed) });
  playback.connect(
    playedSnapshot({ at: later, poll: 106, generation: 2 }, { chain, levels: laterLevels(), ...given }),
    sampleHello(),
  );
  await terminal.until('an hour on', (text) => text.includes('11:15:00'));
  return opened;
}

/** The message is gone, and the market's clock has been drawn anew. */
const isCalm = (screen: string) => !screen.includes('Mark at') && screen.includes('13:45:59');

for (const [columns, rows] of [
  [60, 16],
  [80, 24],
  [120, 40],
  [200, 50],
] as const) {
  test.serial(`the chain since the mark at ${columns}×${rows} looks as it did`, async (t) => {
    const { terminal, clock } = await marked(t, { columns, rows });
    await clock.advance(4100);
    const text = await terminal.until('no message', isCalm);
    isGolden(t, `playback-mark-${columns}x${rows}`, text);
  });

  // At 60×16 the levels have no room beside the exposure.
  if (columns === 60) continue;
  test.serial(`the levels since the mark at ${columns}×${rows} look as they did`, async (t) => {
    const { terminal, clock } = await marked(t, { columns, rows });
    await clock.advance(4100);
    terminal.press('6');
    const text = await terminal.until(
      'the levels',
      (screen) => isCalm(screen) && /since +10:15:00 +change/.test(screen),
    );
    isGolden(t, `playback-mark-levels-${columns}x${rows}`, text);
  });
}

test.serial(
  'a mark switches the chain to its changes, c to other columns, and M back to those before',
  async (t) => {
    const { terminal } = await marked(t, { columns: 120, rows: 40 });
    const text = terminal.text();
    t.regex(text, /±mid .*±mid/);
    t.regex(text, /changes since 10:15:00/);
    t.regex(text, /\+0\.25/);
    t.regex(text, /-1\.2 /);
    t.regex(text, /\+1,500/);
    terminal.press('c');
    await terminal.until(
      'all columns',
      (screen) => screen.includes('Columns: all') && !screen.includes('±mid'),
    );
    terminal.press('cccc');
    await terminal.until('the changes', (screen) => screen.includes('Columns: changes since the mark'));
    terminal.press('M');
    const after = await terminal.until('no mark', (screen) => screen.includes('The mark is cleared.'));
    t.false(after.includes('±mid'));
    t.false(after.includes('changes since'));
    terminal.press('M');
    await terminal.until('none to clear', (screen) => footer(screen).includes('No mark is set; m sets it'));
  },
);

test.serial('a mark ahead of the instant on screen is not looked at', async (t) => {
  const { terminal, playback } = await marked(t, { columns: 120, rows: 40 });
  const before = playedAt - 60_000;
  playback.connect(
    playedSnapshot({ at: before, generation: 3 }, { levels: levelsAt(before) }),
    sampleHello(),
  );
  const text = await terminal.until('an earlier instant', (screen) => screen.includes('10:14:00'));
  t.regex(text, /the mark, 10:15:00, lies ahead/);
  t.notRegex(text, /\+1,500/);
});

test.serial(
  'of another expiration the chain at the mark is asked for, and what was not recorded is said',
  async (t) => {
    const expiration = '2026-11-24';
    const other = sampleChain();
    const contracts = other.contracts.map((each) => ({
      ...each,
      symbol: each.symbol.replace('261123', '261124'),
      expiration,
    }));
    const chain = chainAt(later, { expiration, contracts });
    const { terminal, playback } = await marked(
      t,
      { columns: 120, rows: 40 },
      { chain, levels: levelsAt(later, { expiration }) },
    );
    await terminal.until('that it is asked', (screen) => screen.includes('asking for what was at the mark'));
    const asked = playback.asked.filter(({ method }) => /^(chain|levels)\.get$/.test(method));
    t.deepEqual(
      asked.map(({ method, params }) => [method, params]),
      [
        ['chain.get', { symbol: 'SPY', expiration, at: playedAt }],
        ['levels.get', { symbol: 'SPY', at: playedAt }],
      ],
    );
    asked[0]!.answer(null);
    asked[1]!.answer(levelsAt(playedAt));
    await terminal.until('why not', (screen) =>
      screen.includes('no Tue 24 Nov recorded by the mark, 10:15:00'),
    );
    terminal.press('6');
    await terminal.until('the levels', (screen) => /at the mark, 10:15:00, another/.test(screen));
    answerOutline(playback);
  },
);

test.serial(
  'values of another expiration are compared once they have come, contract by contract',
  async (t) => {
    const expiration = '2026-11-24';
    const contracts = sampleChain().contracts.map((each) => ({
      ...each,
      symbol: each.symbol.replace('261123', '261124'),
      expiration,
    }));
    const chain = chainAt(later, { expiration, contracts: contracts.map(changed) });
    const { terminal, playback } = await marked(
      t,
      { columns: 120, rows: 40 },
      { chain, levels: levelsAt(later, { expiration }) },
    );
    await terminal.until('a question', () => playback.asked.some(({ method }) => method === 'levels.get'));
    for (const { method, answer } of playback.asked) {
      if (method === 'chain.get') answer(chainAt(playedAt, { expiration, contracts }));
      if (method === 'levels.get') answer(levelsAt(playedAt, { expiration }));
    }
    const text = await terminal.until('the change', (screen) => screen.includes('+1,500'));
    t.regex(text, /changes since 10:15:00/);
  },
);

test.serial('leaving the recording clears the mark and brings the columns back', async (t) => {
  const { terminal } = await marked(t, { columns: 120, rows: 40 });
  terminal.press('\u001b');
  const text = await terminal.until('the market', (screen) => !screen.includes('REPLAY'));
  t.false(text.includes('±mid'));
});

test.serial('for a screen reader the changes are said in sentences', async (t) => {
  const { terminal } = await marked(t, { isScreenReader: true, columns: 100, rows: 60 });
  const text = await terminal.until('the changes', (screen) => screen.includes('Since the mark, 10:15:00'));
  t.regex(
    text.replaceAll('\n', ' '),
    /Since the mark, 10:15:00: spot [+-].*, net GEX -\$2.00B, call wall \+3.00/,
  );
  t.regex(text.replaceAll('\n', ' '), /Strike 669 since the mark: call mid \+0\.25, put mid \+0\.25\./);
});
