import { tradeDateOf } from '../../../../market/calendar/trade-date.ts';
import { contractsOfRanges } from './chain-rows.ts';
import type { NativeDatabase } from '../../connection.ts';

/**
 * What goes of one chain. `expired`: it expired before the trade date of the cutoff and was not polled since, so all of it.
 * `superseded`: all but what the first kept instant needs: its last poll up to the cutoff, and each contract's last row up to it.
 * Every instant from the cutoff on thus stays exactly as it was.
 */
export interface ChainCut {
  underlying: string;
  expiration: string;
  kind: 'expired' | 'superseded';
  /** Epoch ms. */
  cutoff: number;
}

/** Chains that reach back beyond the cutoff of their underlying. */
export function chainsToCut(native: NativeDatabase, cutoffOf: (underlying: string) => number): ChainCut[] {
  const nextUnderlying = native
    .prepare<[string], string | null>('select min(underlying) from option_contracts where underlying > ?')
    .pluck();
  const nextPolled = native
    .prepare<[string], string | null>('select min(underlying) from chain_polls where underlying > ?')
    .pluck();
  const nextExpiration = native
    .prepare<[string, string], string | null>(
      'select min(expiration_date) from option_contracts where underlying = ? and expiration_date > ?',
    )
    .pluck();
  const nextPolledExpiration = native
    .prepare<[string, string], string | null>(
      'select min(expiration_date) from chain_polls where underlying = ? and expiration_date > ?',
    )
    .pluck();
  const pollOf = (end: 'min' | 'max') =>
    native
      .prepare<[string, string], number | null>(
        `select ${end}(timestamp) from chain_polls where underlying = ? and expiration_date = ?`,
      )
      .pluck();
  const [firstPoll, lastPoll] = [pollOf('min'), pollOf('max')];

  const cuts: ChainCut[] = [];
  const underlyings = walk((after) => earlier(nextUnderlying.get(after), nextPolled.get(after)));
  for (const underlying of underlyings) {
    const cutoff = cutoffOf(underlying);
    const firstKept = tradeDateOf(cutoff);
    const expirations = walk((after) =>
      earlier(nextExpiration.get(underlying, after), nextPolledExpiration.get(underlying, after)),
    );
    for (const expiration of expirations) {
      const isOver = expiration < firstKept && (lastPoll.get(underlying, expiration) ?? 0) < cutoff;
      if (isOver) cuts.push({ underlying, expiration, kind: 'expired', cutoff });
      else if ((firstPoll.get(underlying, expiration) ?? cutoff) < cutoff) {
        cuts.push({ underlying, expiration, kind: 'superseded', cutoff });
      }
    }
  }
  return cuts;
}

/** Every value that an index holds, each found by a search from the one before. */
function walk(next: (after: string) => string | null): string[] {
  const values: string[] = [];
  for (let value = next(''); value !== null; value = next(value)) values.push(value);
  return values;
}

function earlier(one: string | null | undefined, other: string | null | undefined): string | null {
  if (one == null || other == null) return one ?? other ?? null;
  return one < other ? one : other;
}

/** Rows of one contract before its last one up to `:cutoff`. Wants `:ranges` and `:cutoff`. */
export const supersededRows = `
  with recursive ${contractsOfRanges},
  kept (symbol, since) as (
    select symbol, (select max(timestamp) from option_contracts as state
                    where state.symbol = contract.symbol and state.timestamp <= :cutoff)
    from contract where contract.symbol is not null)
  select row.id, row.timestamp from kept cross join option_contracts as row
  where row.symbol = kept.symbol and row.timestamp < kept.since`;

export const supersededPolls = `
  from chain_polls where underlying = :underlying and expiration_date = :expiration and timestamp < (
    select max(timestamp) from chain_polls
    where underlying = :underlying and expiration_date = :expiration and timestamp <= :cutoff)`;
