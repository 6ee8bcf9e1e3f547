import type { Client } from 'pg';

/** What happened in the store, seen from outside of every daemon. */
export interface StoreView {
  /** How the lease stands, by the clock of the database; `null` before anybody recorded. */
  lease(): Promise<{ token: number; holder: string | null; expiresAt: number; now: number } | null>;
  /** When the first row of a poll was written under a token (epoch ms of the database); `null` before. */
  firstPollOf(token: number): Promise<number | null>;
  /** Writes of polls and events by somebody who did not hold the lease. */
  staleWrites(): Promise<string[]>;
  /** Slots that were recorded twice. */
  doubledSlots(): Promise<string[]>;
  /** When the chain was polled, and the gaps of its job, oldest first; epoch ms of the market. */
  chainLedger(): Promise<Ledger>;
  close(): Promise<void>;
}

/** What was recorded of a job, and what was not. */
export interface Ledger {
  polls: number[];
  gaps: { from: number; to: number | null; reason: string }[];
}

/** Tables that only the recorder writes. */
const watched = ['chain_polls', 'spy_quotes', 'recorded_events', 'api_requests_log'];

/** Notes for each row who wrote it and who held the lease then. To be called once the schema is there. */
export async function watchWrites(client: Client): Promise<void> {
  await client.query(`
    create table audit (id bigint generated always as identity, table_name text, writer text, token bigint, holder text, at bigint);
    grant insert, select on audit to public;
    create function note_write() returns trigger language plpgsql security definer as $$
    begin
      insert into audit (table_name, writer, token, holder, at)
        select tg_argv[0], session_user, token, holder, now_ms() from recorder_lease;
      return null;
    end $$`);
  for (const table of watched) {
    await client.query(
      `create trigger note_write after insert on ${table} for each row execute function note_write('${table}')`,
    );
  }
}

/** @param nameOf the role of the daemon that a holder's name means */
export function viewStore(client: Client, nameOf: (holder: string) => string): StoreView {
  const rows = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
    (await client.query<T>(text, values)).rows;
  return {
    async lease() {
      const [lease] = await rows<{ token: string; holder: string | null; expires_at: string; now: string }>(
        'select token, holder, expires_at, now_ms() as now from recorder_lease',
      );
      if (!lease) return null;
      const { token, holder, expires_at: expiresAt, now } = lease;
      return { token: Number(token), holder, expiresAt: Number(expiresAt), now: Number(now) };
    },
    async firstPollOf(token) {
      const [first] = await rows<{ at: string | null }>(
        `select min(at) as at from audit where token = $1 and table_name in ('chain_polls', 'spy_quotes')`,
        [token],
      );
      return first?.at ? Number(first.at) : null;
    },
    async staleWrites() {
      const written = await rows<{
        table_name: string;
        writer: string;
        holder: string | null;
        count: string;
      }>('select table_name, writer, holder, count(*) as count from audit group by 1, 2, 3');
      return written
        .filter(({ writer, holder }) => holder === null || nameOf(holder) !== writer)
        .map(
          ({ table_name: table, writer, holder, count }) =>
            `${count} rows of ${table} by ${writer} while ${holder} recorded`,
        );
    },
    async doubledSlots() {
      const doubled = await rows<{ what: string }>(`
        select underlying || ' ' || expiration_date || ' ' || slot_at || ': ' || count(*) as what from chain_polls
        where slot_at is not null group by underlying, expiration_date, slot_at having count(*) > 1
        union all
        select symbol || ' ' || slot_at || ': ' || count(*) from spy_quotes
        where slot_at is not null group by symbol, slot_at having count(*) > 1`);
      return doubled.map(({ what }) => what);
    },
    async chainLedger() {
      const polls = await rows<{ timestamp: string }>(
        `select timestamp from chain_polls where underlying = 'SPY' order by timestamp`,
      );
      const gaps = await rows<{ started_at: string; ended_at: string | null; reason: string }>(
        `select started_at, ended_at, reason from poll_gaps where underlying = 'SPY' and job like '%chain%' order by started_at`,
      );
      return {
        polls: polls.map(({ timestamp }) => Number(timestamp)),
        gaps: gaps.map(({ started_at: from, ended_at: to, reason }) => ({
          ...{ from: Number(from), to: to === null ? null : Number(to), reason },
        })),
      };
    },
    close: () => client.end(),
  };
}
