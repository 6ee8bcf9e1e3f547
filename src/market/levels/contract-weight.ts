import type { OptionQuote } from '../quotes/chain.ts';

/** Which side's count weighs a contract: yesterday's open interest or today's volume. */
export type ContractWeight = keyof Pick<OptionQuote, 'openInterest' | 'volume'>;
