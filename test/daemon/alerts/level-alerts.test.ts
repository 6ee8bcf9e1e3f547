import test from 'ava';
import { type AlertThresholds, nextAlerts } from '../../../src/daemon/alerts/level-alerts.ts';
import type { LevelMemory } from '../../../src/daemon/alerts/level-memory.ts';
import type { Alert } from '../../../src/market/alerts/alert.ts';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import type { RecordedLevels } from '../../../src/market/levels/levels.ts';
import { someLevels, minute } from '../../db/fixtures.ts';

const session = createCalendar().sessionOn('2026-11-23')!;
const thresholds: AlertThresholds = { moveUsedPercent: 100, volatilityPoints: 3, skewPoints: 3 };

interface Poll {
  spot?: number | null;
  flip?: number | null;
  /** Sign changes within reach, and the sign of the net gamma at the spot: positive above the flip by default. */
  flips?: number;
  net?: number;
  modelVersion?: number;
  callWall?: number;
  putWall?: number;
  used?: number | null;
  volatility?: number | null;
  skew?: number | null;
  expiration?: string;
  at?: number;
}

function recordedLevelsOf(poll: Poll, index: number): RecordedLevels {
  const { spot = 670, flip = 668, callWall = 675, putWall = 660, used = 0.2 } = poll;
  const { volatility = 0.14, skew = 0.03, expiration = '2026-11-23' } = poll;
  const { flips = 1, net = (spot ?? 670) > (flip ?? 0) ? 1e8 : -1e8, modelVersion = 2 } = poll;
  const base = someLevels({ expiration, modelVersion, timestamp: poll.at ?? session.open + index * minute });
  const gamma = { call: null, put: null, net };
  return {
    ...base,
    yearsToExpiry: (session.optionClose - base.timestamp) / (365 * 86_400_000),
    spot,
    byOpenInterest: { ...base.byOpenInterest!, gamma, gammaFlip: flip, gammaFlips: flips, callWall, putWall },
    expectedMove: { ...base.expectedMove, used },
    volatility: { ...base.volatility, atTheMoney: volatility, skew },
  };
}

/** Each poll's alerts, a minute after the other. */
function follow(polls: Poll[], changes: Partial<AlertThresholds> = {}): Alert[][] {
  let memory: LevelMemory | null = null;
  return polls.map((poll, index) => {
    const next = nextAlerts(memory, recordedLevelsOf(poll, index), { ...thresholds, ...changes }, session);
    memory = next.memory;
    return next.alerts;
  });
}

const kinds = (alerts: Alert[][]) =>
  alerts.map((some) => some.map(({ kind, direction }) => `${kind} ${direction}`));

test('crossing the flip is told once a direction, and touching it is not crossing', (t) => {
  const alerts = follow([
    { spot: 670 },
    { spot: 668.3 },
    { spot: 667.7 },
    { spot: 667 },
    { spot: 666 },
    { spot: 668.3 },
    { spot: 667.9 },
    { spot: 669 },
  ]);
  t.deepEqual(kinds(alerts), [[], [], [], ['gamma-flip down'], [], [], [], ['gamma-flip up']]);
  t.deepEqual(alerts[3]![0], {
    at: session.open + 3 * minute,
    kind: 'gamma-flip',
    symbol: 'SPY',
    message: 'SPY 667.00 is now below the gamma flip at 668.00',
    direction: 'down',
    value: 667,
    // Of the spot.
    valueAt: session.open + 3 * minute - 300,
    level: 668,
    source: 'polygon',
  });
});

test('an alert carries the time of the spot, or of the quotes, and says how late that is', (t) => {
  const at = session.open + 60 * minute;
  const next = (memory: LevelMemory | null, given: Partial<RecordedLevels>, poll: Poll, index: number) =>
    nextAlerts(
      memory,
      { ...recordedLevelsOf({ ...poll, at: at + index * minute }, 0), ...given },
      thresholds,
      session,
    );
  const late = { spotAt: at - 19 * minute, quotedAt: at - 14 * minute };
  const first = next(null, late, { spot: 670 }, 0);
  const second = next(first.memory, late, { spot: 667, volatility: 0.2 }, 1);
  t.like(second.alerts[0], {
    message: 'SPY 667.00 is now below the gamma flip at 668.00 (20 min late)',
    valueAt: late.spotAt,
  });
  t.like(second.alerts[1], {
    message: 'SPY at-the-money volatility went up from 14.0 to 20.0 % within 1 min (15 min late)',
    valueAt: late.quotedAt,
  });
  const unknown = { spotAt: null, tier: 'delayed' } as const;
  t.like(next(first.memory, unknown, { spot: 667 }, 1).alerts[0], {
    message: 'SPY 667.00 is now below the gamma flip at 668.00 (delayed)',
    valueAt: null,
  });
});

test('a flip that passes the spot is a crossing too; one that is gone for a while is none', (t) => {
  t.deepEqual(kinds(follow([{ flip: 668 }, { flip: 672 }, { flip: null }, { flip: 672 }, { flip: 667 }])), [
    [],
    ['gamma-flip down'],
    [],
    [],
    ['gamma-flip up'],
  ]);
});

test('of several flips another one may become the nearest: that is no crossing', (t) => {
  const between = { flips: 2, net: 1e8 };
  const polls = [
    { ...between, spot: 669, flip: 668 },
    { ...between, spot: 670, flip: 668 },
    { ...between, spot: 671, flip: 673 },
    { ...between, spot: 672, flip: 673 },
    { ...between, spot: 674, flip: 673, net: -1e8 },
    { ...between, spot: 672, flip: 673 },
    { ...between, spot: 670, flip: 668 },
    { ...between, spot: 667, flip: 668, net: -1e8 },
  ];
  t.deepEqual(kinds(follow(polls)), [
    [],
    [],
    [],
    [],
    ['gamma-flip up'],
    ['gamma-flip down'],
    [],
    ['gamma-flip down'],
  ]);
});

test('levels of another version of the model are not compared', (t) => {
  const before = { modelVersion: 1, flip: 668, volatility: 0.14, skew: 0.03, callWall: 668, used: 1.5 };
  const after = { flip: 672, volatility: 0.2, skew: 0.09, callWall: 672, used: 1.5 };
  t.deepEqual(kinds(follow([before, after, { ...after, spot: 673 }])), [
    ['expected-move up'],
    [],
    ['gamma-flip up', 'call-wall up'],
  ]);
});

test('an alert carries the time of its value', (t) => {
  const [, alerts] = follow([
    { spot: 670, volatility: 0.14 },
    { spot: 667, volatility: 0.2 },
  ]);
  const { spotAt, quotedAt } = recordedLevelsOf({}, 1);
  t.deepEqual(
    alerts!.map(({ kind, valueAt }) => [kind, valueAt]),
    [
      ['gamma-flip', spotAt],
      ['volatility', quotedAt],
    ],
  );
});

test('walls are crossed by the spot and not by moving to another strike', (t) => {
  const polls = [
    { spot: 674 },
    { spot: 676 },
    { spot: 677 },
    { spot: 677, callWall: 680 },
    { spot: 681, callWall: 680 },
  ];
  t.deepEqual(kinds(follow(polls)), [[], ['call-wall up'], [], [], ['call-wall up']]);
  t.deepEqual(kinds(follow([{ spot: 661 }, { spot: 659 }, { spot: 661 }])), [
    [],
    ['put-wall down'],
    ['put-wall up'],
  ]);
});

test('where both walls are one strike, a crossing of it is told once', (t) => {
  const polls = [674, 676, 674, 676].map((spot) => ({ spot, putWall: 675 }));
  t.deepEqual(kinds(follow(polls)), [[], ['call-wall up'], ['put-wall down'], ['call-wall up']]);
});

test('the expected move is told once, and again only after it has gone back', (t) => {
  const polls = [0.5, 1.01, 1.2, 0.95, 1.05, 0.89, 1.1].map((used) => ({ used }));
  t.deepEqual(kinds(follow(polls)), [[], ['expected-move up'], [], [], [], [], ['expected-move up']]);
  t.deepEqual(kinds(follow(polls, { moveUsedPercent: 0 })).flat(), [], '0 is never');
  t.deepEqual(kinds(follow([{ used: 0.6 }], { moveUsedPercent: 50 })).flat(), ['expected-move up']);
});

test('volatility and skew alert on a jump within five minutes, not on a slow climb', (t) => {
  const jump = [0.14, 0.14, 0.18, 0.19, 0.19, 0.19, 0.19, 0.19, 0.19, 0.15].map((volatility) => ({
    volatility,
  }));
  t.deepEqual(kinds(follow(jump)), [[], [], ['volatility up'], [], [], [], [], [], [], ['volatility down']]);
  const climb = Array.from({ length: 60 }, (_, index) => ({ volatility: 0.14 + index * 0.005 }));
  t.deepEqual(kinds(follow(climb)).flat(), []);
  const skew = follow([{ skew: 0.02 }, { skew: null }, { skew: -0.02 }]);
  t.deepEqual(kinds(skew), [[], [], ['skew down']]);
  t.is(skew[2]![0]!.message, 'SPY 25-delta skew went down from 2.0 to -2.0 % within 2 min');
});

test('in the last half hour volatility tells nothing, and outside of the session nothing does', (t) => {
  const late = session.optionClose - 29 * minute;
  t.deepEqual(
    kinds(
      follow([
        { volatility: 0.2, at: late },
        { volatility: 0.5, at: late + minute },
      ]),
    ).flat(),
    [],
  );
  const outside = [
    { spot: 670, at: session.open - 2 * minute },
    { spot: 660.5, used: 2, at: session.open - minute },
    { spot: 670, at: session.optionClose },
    { spot: 660.5, used: 2, at: session.optionClose + minute },
  ];
  t.deepEqual(kinds(follow(outside)).flat(), []);
});

test('another session begins with nothing told, and a poll from before the last is passed over', (t) => {
  const polls = [
    { used: 1.5, at: session.open },
    { used: 1.5, at: session.open + minute, expiration: '2026-11-24' },
    { used: 0.1, at: session.open, expiration: '2026-11-24' },
    { used: 1.5, at: session.open + 2 * minute, expiration: '2026-11-24' },
  ];
  t.deepEqual(kinds(follow(polls)), [['expected-move up'], ['expected-move up'], [], []]);
});

test('what is unknown changes nothing', (t) => {
  t.deepEqual(kinds(follow([{ spot: 670 }, { spot: null, used: null }, { spot: 669 }, { spot: 660.5 }])), [
    [],
    [],
    [],
    ['gamma-flip down'],
  ]);
});
