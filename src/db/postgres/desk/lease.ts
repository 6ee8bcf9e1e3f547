import type { HeldLease, Lease, LeaseHolder, LeaseState } from '../../../recordings/shared/lease.ts';
import type { PostgresConnection, Sql } from '../connection/sql.ts';
import { leaseLost } from '../writer.ts';

interface LeaseRow {
  token: number;
  holder: string | null;
  acquiredAt: number | null;
  remainingMs: number;
  expiresAt: number;
  endedAt: number | null;
  handOver: string | null;
}

const columns = `token, holder, acquired_at as "acquiredAt", expires_at - now_ms() as "remainingMs", expires_at as "expiresAt",
  ended_at as "endedAt", hand_over as "handOver"`;

const readRow = `select ${columns} from recorder_lease where market = $1`;

const makeRow = 'insert into recorder_lease (market) values ($1) on conflict (market) do nothing';

// Waits for writes under way of the holder: they hold the row, and not one is committed after this.
const lockRow = `select ${columns} from recorder_lease where market = $1 for update`;

const take = `update recorder_lease set token = token + 1, holder = $2, acquired_at = now_ms(), expires_at = now_ms() + $3::bigint,
  ended_at = null, hand_over = null where market = $1 returning token`;

const renew = `update recorder_lease set expires_at = now_ms() + $3::bigint
  where market = $1 and token = $2 and expires_at > now_ms()
  returning (select count(*) from desk_followers where market = $1 and seen_at > now_ms() - greatest($3::bigint, 5000)) as followers`;

// Each look of a follower, each second, need not be a write.
const follow = `with seen as (
    insert into desk_followers (market, name, seen_at) values ($1, $2, now_ms())
    on conflict (market, name) do update set seen_at = excluded.seen_at
      where desk_followers.seen_at < excluded.seen_at - 1500)
  ${readRow}`;

const forgetFollowers = 'delete from desk_followers where market = $1 and seen_at < now_ms() - 3600000';

const letGo = `update recorder_lease set expires_at = 0, ended_at = least(now_ms(), expires_at), hand_over = $3
  where market = $1 and token = $2 and expires_at > 0`;

/** The channel on which the daemons of a desk are woken. */
export function deskChannel(market: string): string {
  return `spyglass_${market}`;
}

/** Wakes the daemons of a desk once the transaction has committed. */
export async function wakeDesk(sql: Sql, market: string): Promise<void> {
  await sql.all('select pg_notify($1, $2)', [deskChannel(market), '']);
}

/** The lease of one market, a row of `recorder_lease`. */
export function createLease(connection: PostgresConnection, market: string): Lease {
  return {
    async state() {
      const row = await connection.get<LeaseRow>(readRow, [market]);
      return row ? stateOf(row) : nobodyYet;
    },
    async follow({ name }) {
      const row = await connection.get<LeaseRow>(follow, [market, name]);
      return row ? stateOf(row) : nobodyYet;
    },
    acquire: ({ name }: LeaseHolder, durationMs: number) =>
      connection.transaction(async (sql) => {
        await sql.run(makeRow, [market]);
        const before = await sql.get<LeaseRow>(lockRow, [market]);
        if (before && before.remainingMs > 0) return stateOf(before);
        const taken = await sql.get<{ token: number }>(take, [market, name, durationMs]);
        await sql.run(forgetFollowers, [market]);
        await wakeDesk(sql, market);
        return heldLease(connection, market, taken!.token, durationMs, before!);
      }),
  };
}

const nobodyYet: LeaseState = {
  token: 0,
  holder: null,
  acquiredAt: null,
  remainingMs: 0,
  endedAt: null,
  handOver: null,
};

function stateOf({ token, holder, acquiredAt, remainingMs, handOver, ...row }: LeaseRow): LeaseState {
  const isHeld = remainingMs > 0;
  return {
    token,
    holder: isHeld ? holder : null,
    acquiredAt: isHeld ? acquiredAt : null,
    remainingMs: Math.max(0, remainingMs),
    endedAt: isHeld ? null : endOf({ ...row, token }),
    handOver,
  };
}

/** When a lease that is over ended; `null` where there was none. */
function endOf({
  token,
  endedAt,
  expiresAt,
}: Pick<LeaseRow, 'token' | 'endedAt' | 'expiresAt'>): number | null {
  return token === 0 ? null : (endedAt ?? expiresAt);
}

function heldLease(
  connection: PostgresConnection,
  market: string,
  token: number,
  durationMs: number,
  before: LeaseRow,
): HeldLease {
  return {
    token,
    handOver: before.handOver,
    endedBefore: endOf(before),
    holderBefore: before.holder,
    async renew() {
      const renewed = await connection.get<{ followers: number }>(renew, [market, token, durationMs]);
      if (!renewed) throw leaseLost(market);
      return renewed;
    },
    release: (handOver) =>
      connection.transaction(async (sql) => {
        await sql.run(letGo, [market, token, handOver ?? null]);
        await wakeDesk(sql, market);
      }),
  };
}
