import { textWidth } from '../render/width.ts';
import { type PlanFacts, unseenPlan } from '../state/plan/plan.ts';
import type { PlanLimit } from '../state/plan/plan-limits.ts';
import type { DashboardState } from '../state/state.ts';

/** In a word or two, for one line of all that is missing. */
const shortly: Record<PlanLimit, string> = {
  'option-prices': 'no option prices',
  'option-quotes': 'no bid and ask of options',
  'option-live': '',
  'stock-today': 'no prices of today',
  'stock-quotes': 'no bid and ask of the stock',
  'stock-live': '',
};

/** What is missing, and which plan of the vendor has it. */
export const limitText: Record<PlanLimit, string> = {
  'option-prices':
    'Option prices, greeks and levels: Options Starter has them 15 minutes late, Options Advanced in real time. The strikes are listed.',
  'option-quotes': 'Bid and ask of options: Options Advanced. On this plan, both columns show a dash.',
  'option-live': 'Options in real time: Options Advanced.',
  'stock-today':
    'Prices of today: Stocks Starter has them 15 minutes late, Stocks Advanced in real time. The last close is shown.',
  'stock-quotes': 'Bid and ask of the stock: Stocks Advanced.',
  'stock-live': 'The stock in real time: Stocks Advanced.',
};

function quoteText({ quoteTier }: PlanFacts, symbol: string): string {
  if (quoteTier === 'end-of-day') return `${symbol}’s last close`;
  if (quoteTier === 'real-time') return `${symbol} in real time`;
  return quoteTier === 'delayed' ? `${symbol} 15 minutes late` : symbol;
}

function chainText({ limits, chainTier }: PlanFacts): string {
  if (limits.includes('option-prices')) return 'the strikes of its chain';
  if (chainTier === 'real-time') return 'its chain in real time';
  return chainTier === 'delayed' ? 'its chain 15 minutes late' : 'its chain';
}

/** What works, one entry a line. */
export function worksLines(facts: PlanFacts, symbol: string): string[] {
  const hasPrices = !facts.limits.includes('option-prices');
  return [
    quoteText(facts, symbol),
    hasPrices ? `${chainText(facts)}: last prices, volume, open interest, IV, greeks` : chainText(facts),
    ...(hasPrices ? ['levels from every poll of the chain'] : []),
    'bars of past sessions for the chart',
    ...(facts.callsPerMinute === null ? [] : [`${facts.callsPerMinute} calls a minute`]),
  ];
}

function lacksText({ limits }: PlanFacts): string {
  if (limits.includes('option-quotes') && limits.includes('stock-quotes')) return '; no bid and ask';
  const missing = limits.map((limit) => shortly[limit]).filter((text) => text !== '');
  return missing.length === 0 ? '' : `; ${missing.join(', ')}`;
}

/** Which of quote and chain are delayed, in short. */
function shortText({ quoteTier, chainTier }: PlanFacts, symbol: string): string {
  if (quoteTier === 'end-of-day') return 'last close';
  if (quoteTier === 'delayed') return `${symbol} 15 minutes late`;
  return chainTier === 'delayed' ? 'chain 15 minutes late' : symbol;
}

/** What works and what does not, on one line: at length, and in short. */
export function planForms(facts: PlanFacts, symbol: string): string[] {
  const isAllLate = facts.quoteTier === 'delayed' && facts.chainTier === 'delayed';
  const works = isAllLate
    ? `${symbol} and its chain, both 15 minutes late`
    : `${quoteText(facts, symbol)}, ${chainText(facts)}`;
  return [works, isAllLate ? 'both 15 minutes late' : shortText(facts, symbol)].map(
    (text) => `This plan: ${text}${lacksText(facts)}`,
  );
}

/** The longest form that fits of what the user has not seen about the plan; `null` for nothing new. */
export function planNotice(state: DashboardState, width: number): string | null {
  const facts = unseenPlan(state);
  if (!facts) return null;
  const forms = planForms(facts, state.picture.quote?.symbol ?? '');
  return forms.find((form) => textWidth(form) <= width) ?? forms.at(-1)!;
}
