import { alertLevelNames, alertLevels, priceOfLevel } from '../../market/alerts/alert-levels.ts';
import { priceText, strikeText } from '../../market/quotes/price-text.ts';
import { formatWeekdayDate } from '../present/time.ts';
import { shownPicture, shownSubscription } from './selectors.ts';
import type { DashboardState } from './state.ts';
import type { RuleProposal } from './ui/dialog.ts';

/** What is looked at beside what the pictures hold. */
export interface LookedAt {
  /** Of the chart; `null` while its cursor is away, or reads none. */
  cursorPrice: number | null;
  strike: {
    strike: number;
    name: 'the selected strike' | 'the strike in the middle' | 'the strike at the money';
  } | null;
}

type Proposals = readonly RuleProposal[];

const crosses = (symbol: string, line: string) => `${symbol} price crosses ${line}`;

/** Rules about what is on screen: what the cursor reads, then what the focused pane has. Each line is proposed once. */
export function ruleProposals(state: DashboardState, { strike, cursorPrice }: LookedAt): Proposals {
  const { symbol } = shownSubscription(state);
  const strikes =
    strike === null ? [] : [{ rule: crosses(symbol, strikeText(strike.strike)), about: strike.name }];
  const [levels, moves, expiry, price] = [ofLevels, ofMove, ofExpiry, ofPrice].map((of) => of(state, symbol));
  const order = () => {
    switch (state.ui.focus) {
      case 'chain':
        return [strikes, expiry, levels, moves, price];
      case 'levels':
      case 'history':
        return [levels, moves, expiry, strikes, price];
      case 'exposure':
        return [strikes, levels, moves, expiry, price];
      default:
        return [price, levels, moves, strikes, expiry];
    }
  };
  const cursor =
    cursorPrice === null
      ? []
      : [{ rule: crosses(symbol, priceText(cursorPrice)), about: 'the price at the cursor' }];
  const all = [...cursor, ...order().flatMap((some) => some ?? [])];
  return all.filter(({ rule }, index) => all.findIndex((other) => other.rule === rule) === index);
}

/** Whether the daemon follows the levels of the chain on screen: those of a recorded symbol’s nearest expiration. */
function areFollowed(state: DashboardState): boolean {
  const { symbol, expiration } = shownSubscription(state);
  return isRecorded(state, symbol) && expiration === null;
}

function isRecorded({ connection: { hello } }: DashboardState, symbol: string): boolean {
  return hello !== null && (hello.symbols ?? [hello.symbol]).includes(symbol);
}

/** A level by its name moves with the chain; of another chain only its place of now can be watched. */
function ofLevels(state: DashboardState, symbol: string): Proposals {
  const { levels } = shownPicture(state);
  if (!levels) return [];
  const isFollowed = areFollowed(state);
  return alertLevels.flatMap((level) => {
    const price = priceOfLevel(level, levels);
    if (price === null) return [];
    const place = level === 'flip' ? price.toFixed(2) : strikeText(price);
    const name = alertLevelNames[level];
    return isFollowed
      ? { rule: crosses(symbol, level), about: `${name}, wherever it is; now ${place}` }
      : { rule: crosses(symbol, place), about: `${name} as it is now` };
  });
}

/** Both ends of the move that the session's first straddle expects. */
function ofMove(state: DashboardState, symbol: string): Proposals {
  const opening = shownPicture(state).levels?.expectedMove.opening;
  if (!opening) return [];
  const ends = [opening.reference + opening.straddle, opening.reference - opening.straddle];
  return ends
    .filter((end) => end >= 0.01)
    .map((end, index) => ({
      rule: crosses(symbol, end.toFixed(2)),
      about: index === 0 ? 'top of the expected move' : 'bottom of the expected move',
    }));
}

function ofExpiry(state: DashboardState, symbol: string): Proposals {
  const { expiration } = shownSubscription(state);
  const named = expiration ?? shownPicture(state).chain?.chain.expiration ?? null;
  if (expiration === null && isRecorded(state, symbol)) {
    return [{ rule: `${symbol} expiry < 30m`, about: 'the nearest expiration, each day' }];
  }
  if (named === null) return [];
  return [{ rule: `${symbol} expiry ${named} < 30m`, about: `the options of ${formatWeekdayDate(named)}` }];
}

function ofPrice(state: DashboardState, symbol: string): Proposals {
  const price = shownPicture(state).quote?.price ?? null;
  return price === null ? [] : [{ rule: crosses(symbol, priceText(price)), about: 'the price of now' }];
}
