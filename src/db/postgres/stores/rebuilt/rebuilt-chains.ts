import { newYorkDate } from '../../../../market/calendar/new-york-time.ts';
import { type Chain, inChainOrder } from '../../../../market/quotes/chain.ts';
import type { DataTier, Source } from '../../../../market/quotes/quote.ts';
import type { RebuiltContract, RebuiltStore } from '../../../../recordings/rebuilt.ts';
import {
  boundsOf,
  minuteMs,
  rebuiltChain,
  type RebuiltContractRow,
  type RebuiltSpot,
} from '../../../rows/rebuilt-rows.ts';
import type { PostgresConnection, Sql } from '../../connection/sql.ts';

const ofKey = 'underlying = $1 and date = $2 and expiration_date = $3';

const dayOf = `select tier, source from rebuilt_days where ${ofKey}`;

const contractsOf = `
  select symbol, strike, option_type as "optionType", shares_per_contract as "sharesPerContract",
    open_interest as "openInterest", asked_at as "askedAt"
  from rebuilt_contracts where ${ofKey}`;

/** The bar's close is newer than the price that the levels were computed with. */
const spotOf = `
  select price, source, at from (
    select 1 as place, close_price as price, 'quote' as source, $2::bigint as at
    from rebuilt_spots where underlying = $1 and minute_start = $4
    union all
    select 2, spot, spot_source, spot_at from rebuilt_metrics
    where underlying = $1 and timestamp = $2 and expiration_date = $3 and spot is not null) as known
  order by place limit 1`;

const rowsOf = `
  select c.symbol, c.strike, c.option_type as "optionType", c.shares_per_contract as "sharesPerContract",
    c.open_interest as "openInterest", m.day_volume as "dayVolume", m.minute_start as "minuteStart", m.close_price as close
  from rebuilt_contracts as c
  left join lateral (
    select day_volume, minute_start, close_price from rebuilt_minutes
    where symbol = c.symbol and minute_start >= $4 and minute_start <= $5
    order by minute_start desc limit 1) as m on true
  where ${ofKey} and c.asked_at is not null`;

/** Chains as they are shown: of one minute, with the day's volume until its end. */
export function createRebuiltChains(
  connection: PostgresConnection,
): Pick<RebuiltStore, 'chain' | 'contracts'> {
  return {
    async contracts({ underlying, date, expiration }) {
      const rows = await connection.all<RebuiltContract>(contractsOf, [underlying, date, expiration]);
      return rows.sort(inChainOrder);
    },
    chain: (...of) => connection.snapshot((sql) => chainOf(sql, ...of)),
  };
}

async function chainOf(
  sql: Sql,
  underlying: string,
  expiration: string,
  timestamp: number,
): Promise<Chain | null> {
  const start = timestamp - minuteMs;
  const date = newYorkDate(start);
  const key = [underlying, date, expiration];
  const day = await sql.get<{ tier: DataTier; source: Source }>(dayOf, key);
  if (!day) return null;
  const rows = await sql.all<RebuiltContractRow>(rowsOf, [...key, boundsOf(date).from, start]);
  if (rows.length === 0) return null;
  const spot = await sql.get<RebuiltSpot>(spotOf, [underlying, timestamp, expiration, start]);
  return rebuiltChain({ underlying, expiration, timestamp, ...day }, rows, spot);
}
