import type { Chain } from '../../market/quotes/chain.ts';
import type { ChainStore, LevelsOf } from '../../recordings/chains.ts';
import type { QuoteStore } from '../../recordings/quotes.ts';
import { RejectedRow } from '../../recordings/rejected-row.ts';
import type { SpooledPoll } from './spool/spooled-poll.ts';

/** Where polls are stored, and who is notified of rows that break a rule of the database. */
export interface PollStoresOptions {
  quotes: Pick<QuoteStore, 'record'>;
  chains: Pick<ChainStore, 'record'>;
  onRejections: (reasons: readonly string[]) => void;
}

/** Stores polls, those of a spool included. Each throws what the stores throw. */
export function createPollStores({ quotes, chains, onRejections }: PollStoresOptions) {
  /** Resolves to how many contracts were refused. */
  const storeChain = async (chain: Chain, recordedOf: LevelsOf): Promise<number> => {
    const { refused, levelsRefused } = await chains.record(chain, recordedOf);
    onRejections(refused.map(({ reason }) => `not stored: ${reason}`));
    if (levelsRefused !== undefined) onRejections([`levels not stored: ${levelsRefused}`]);
    return refused.length;
  };
  /** A poll that breaks a rule of the database is rejected; those after it do not wait for it. */
  const storeSpooled = async (poll: SpooledPoll): Promise<void> => {
    try {
      if (poll.kind === 'quote') await quotes.record(poll.quote);
      // Levels of a chain whose contracts were refused in part are not its own.
      else await storeChain(poll.chain, (refused) => (refused.length === 0 ? poll.levels : null));
    } catch (error) {
      if (!(error instanceof RejectedRow)) throw error;
      onRejections([`not stored: ${error.message}`]);
    }
  };
  return { storeChain, storeSpooled };
}
