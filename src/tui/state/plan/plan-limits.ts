/** What a plan may lack, in the order of how much that matters. */
export const planLimits = [
  'option-prices',
  'stock-today',
  'option-quotes',
  'stock-quotes',
  'option-live',
  'stock-live',
] as const;
/** Something that the key's plan lacks. */
export type PlanLimit = (typeof planLimits)[number];
