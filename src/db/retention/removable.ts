import { tradeDateBegin } from '../../market/calendar/trade-date.ts';
import type { WaitingSessions } from '../../recordings/reports.ts';
import type { Cutoffs } from '../../recordings/retention.ts';
import type { FindRemovable, Removable } from './retention-gate.ts';

/** What may go by the cutoffs, as the gate found it; `null` where a table is kept for ever. */
export interface RemovableRows {
  chains: Removable | null;
  quotes: Removable | null;
  alerts: Removable | null;
}

/** The cutoffs of what the gate looks after. */
export type GatedCutoffs = Pick<Cutoffs, 'option_contracts' | 'spy_quotes' | 'alerts'>;

/** Asks the gate what may go by these cutoffs. Quotes and alerts of a session go together, as far as they are cut alike. */
export async function removableRows(
  find: FindRemovable,
  cutoffs: GatedCutoffs,
  onlyArchived: boolean,
): Promise<RemovableRows> {
  const chains = cutoffs.option_contracts;
  const later = Math.max(cutoffs.spy_quotes ?? 0, cutoffs.alerts ?? 0);
  const received = later === 0 ? null : await find('quotes', later, onlyArchived);
  const upTo = (cutoff: number | null): Removable | null => {
    if (cutoff === null || received === null) return null;
    const begin = tradeDateBegin(cutoff);
    return { ...received, cutoffOf: (symbol) => Math.min(begin, received.cutoffOf(symbol)) };
  };
  return {
    chains: chains === null ? null : await find('chains', chains, onlyArchived),
    quotes: upTo(cutoffs.spy_quotes),
    alerts: upTo(cutoffs.alerts),
  };
}

/** What waits for the archive, chains first. */
export function waitingOf({ chains, quotes, alerts }: RemovableRows): WaitingSessions[] {
  return [chains, quotes ?? alerts].flatMap((rows) => rows?.waiting ?? []);
}
