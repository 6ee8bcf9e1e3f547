/**
 * Which trades may set a price, by the conditions that the consolidated tape gives them. A trade may carry several; the strictest
 * counts. Numbers and rules as the vendor publishes them (`/v3/reference/conditions`, `updates_open_close` of the
 * consolidated rules, 2026-08), checked against a broker's table of how its bars are made of CTA, UTP and OPRA codes and
 * against an open-source mapping of the vendor's numbers. Where these differ, the vendor's word is taken.
 */

/** `extended`: it sets the price outside of regular hours, and only there. */
type PriceRule = 'sets' | 'never' | 'extended';

interface TradeCondition {
  id: number;
  name: string;
  rule: PriceRule;
}

/** Whose conditions a trade carries; stocks and options number them differently. */
export type TradedClass = 'stocks' | 'options';

const rows = (rule: PriceRule, names: Record<number, string>): TradeCondition[] =>
  Object.entries(names).map(([id, name]) => ({ id: Number(id), name, rule }));

const stockConditions: readonly TradeCondition[] = [
  ...rows('sets', {
    0: 'regular sale',
    1: 'acquisition',
    3: 'automatic execution',
    4: 'bunched trade',
    6: 'CAP election',
    8: 'closing print',
    9: 'cross trade',
    11: 'distribution',
    14: 'intermarket sweep',
    17: 'market center opening trade',
    18: 'market center reopening trade',
    19: 'market center closing trade',
    23: 'rule 155 trade',
    24: 'rule 127 trade',
    25: 'opening print',
    26: 'opened',
    27: 'stopped stock',
    28: 're-opening print',
    30: 'sold last',
    31: 'sold last and stopped stock',
    34: 'split trade',
    35: 'stock option trade',
    36: 'yellow flag regular trade',
    38: 'corrected consolidated close',
    41: 'trade-through exempt',
    55: 'opening or reopening trade detail',
    // The state of the stock, which trades carry along.
    57: 'short sale restriction activated',
    58: 'short sale restriction continued',
    59: 'short sale restriction deactivated',
    60: 'short sale restriction in effect',
  }),
  ...rows('extended', { 12: 'form T' }),
  ...rows('never', {
    2: 'average price',
    5: 'bunched sold',
    7: 'cash sale',
    10: 'derivatively priced',
    13: 'extended hours, out of sequence',
    15: 'market center official close',
    16: 'market center official open',
    20: 'next day',
    21: 'price variation',
    22: 'prior reference price',
    29: 'seller',
    32: 'sold out of sequence',
    33: 'sold out of sequence, stopped stock',
    37: 'odd lot',
    44: 'cancelled',
    52: 'contingent',
    53: 'qualified contingent',
    54: 'errored',
  }),
];

const optionConditions: readonly TradeCondition[] = [
  ...rows('never', {
    201: 'cancelled',
    202: 'late and out of sequence',
    203: 'last and cancelled',
    204: 'late',
    205: 'opening trade and cancelled',
    206: 'opening trade, late and out of sequence',
    207: 'only trade and cancelled',
    246: 'multi-leg floor trade of proprietary products',
    247: 'multilateral compression',
    248: 'extended hours',
  }),
  ...rows('sets', {
    208: 'opening trade and late',
    209: 'automatic execution',
    210: 'reopening trade',
    219: 'intermarket sweep',
    227: 'single-leg auction',
    228: 'single-leg auction, sweep',
    229: 'single-leg cross',
    230: 'single-leg cross, sweep',
    231: 'single-leg floor trade',
    232: 'multi-leg electronic trade',
    233: 'multi-leg auction',
    234: 'multi-leg cross',
    235: 'multi-leg floor trade',
    236: 'multi-leg electronic trade against single legs',
    237: 'stock-option auction',
    238: 'multi-leg auction against single legs',
    239: 'multi-leg floor trade against single legs',
    240: 'stock-option electronic trade',
    241: 'stock-option cross',
    242: 'stock-option floor trade',
    243: 'stock-option electronic trade against single legs',
    244: 'stock-option auction against single legs',
    245: 'stock-option floor trade against single legs',
  }),
];

const byId: Record<TradedClass, ReadonlyMap<number, TradeCondition>> = {
  stocks: new Map(stockConditions.map((condition) => [condition.id, condition])),
  options: new Map(optionConditions.map((condition) => [condition.id, condition])),
};

/** More than half of all trades in a dear stock are odd lots: one that sets no price is no news. */
const oddLot = 37;

/** Whether a trade may set the last price. */
export type PriceEffect =
  | { sets: true /** `false`: one of its conditions is in no table. */; isKnown: boolean }
  | { sets: false; reason: string /** Whether this is met all day long. */; isCommon: boolean };

/** @param isRegular whether the trade was made in regular hours */
export function priceEffect(
  conditions: readonly number[],
  traded: TradedClass,
  isRegular: boolean,
): PriceEffect {
  const known = conditions.map((id) => byId[traded].get(id));
  const barring = known.filter(
    (condition) => condition?.rule === 'never' || (condition?.rule === 'extended' && isRegular),
  );
  // The reason to name is the rarer one.
  const [first] = barring.sort((a, b) => Number(a!.id === oddLot) - Number(b!.id === oddLot));
  if (!first) return { sets: true, isKnown: !known.includes(undefined) };
  return {
    sets: false,
    reason: `a trade of condition ${first.id} (${first.name}) sets no price`,
    isCommon: first.id === oddLot,
  };
}
