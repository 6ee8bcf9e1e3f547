import { Migration } from '@mikro-orm/migrations';
import { changeDefinitions, type DefinitionChange, nativeOf } from './change-definitions.ts';

/** Columns that hold a ticker, and now also that of an index. */
const tickers: readonly [table: string, column: string][] = [
  ['spy_quotes', 'symbol'],
  ['historical_prices', 'symbol'],
  ['alerts', 'symbol'],
  ['chain_polls', 'underlying'],
  ['chain_metrics', 'underlying'],
  ['option_contracts', 'underlying'],
];

const tickerBefore = (column: string) =>
  `check (${column} glob '[A-Z]*' and ${column} not glob '*[^A-Z.]*' and length(${column}) <= 10)`;
const tickerNow = (column: string) =>
  `check (((${column} glob '[A-Z]*' and ${column} not glob '*[^A-Z.]*') or (${column} glob 'I:[A-Z]*' and substr(${column},3) not glob '*[^A-Z0-9]*')) and length(${column}) <= 10)`;

const definitions: readonly DefinitionChange[] = [
  ...tickers.map(([table, column]) => ({ table, from: tickerBefore(column), to: tickerNow(column) })),
  {
    table: 'option_contracts',
    from: `, constraint \`option_contracts_created_at_is_an_instant\``,
    to: `, \`root\` varchar(6) generated always as (substr(symbol,1,length(symbol) - 15)) virtual, constraint \`option_contracts_created_at_is_an_instant\``,
  },
  {
    table: 'option_contracts',
    from: `check (symbol = replace(underlying,'.','')||`,
    to: `check (symbol = root||`,
  },
  {
    table: 'option_contracts',
    from: `, constraint \`option_contracts_expires_on_a_weekday\``,
    to: `, constraint \`option_contracts_root_fits\` check (case when underlying glob 'I:*' then root = substr(underlying,3) or root glob substr(underlying,3)||'[WP]' else root = replace(underlying,'.','') or root glob replace(underlying,'.','')||'[0123456789]' end), constraint \`option_contracts_expires_on_a_weekday\``,
  },
];

/** What is new in `chain_metrics`: NULL in the rows there are. */
const addedLevels: readonly [column: string, definition: string][] = [
  ['straddle_spread', 'real check (straddle_spread >= 0 and straddle_spread < 1000000000000000) null'],
  ['forward', 'decimal(10,4) check (forward > 0 and forward < 1000000) null'],
  ['rate', 'real check (rate > -0.1 and rate < 1) null'],
  ['dividends', 'real check (dividends >= 0 and dividends < 1000000000000000) null'],
  ['day_volatility', 'real check (day_volatility > 0 and day_volatility < 1000000000000000) null'],
  ['one_sigma_used', 'real check (one_sigma_used >= 0 and one_sigma_used < 1000000000000000) null'],
  ['exercise', `varchar(8) check (\`exercise\` in ('european', 'american')) null`],
];

/** Whose gaps there are: until now only one underlying had any, and it was the one that was polled most. */
const mainUnderlying = `coalesce(
  (select underlying from chain_polls group by underlying order by count(*) desc, underlying limit 1),
  (select symbol from spy_quotes group by symbol order by count(*) desc, symbol limit 1),
  'SPY')`;

const recomputedMetrics = `create table \`recomputed_metrics\` (\`id\` integer not null primary key autoincrement, \`underlying\` varchar(10) check (((underlying glob '[A-Z]*' and underlying not glob '*[^A-Z.]*') or (underlying glob 'I:[A-Z]*' and substr(underlying,3) not glob '*[^A-Z0-9]*')) and length(underlying) <= 10) not null, \`expiration_date\` date check (expiration_date glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and date(expiration_date) is expiration_date) not null, \`timestamp\` integer check (typeof(timestamp) = 'integer' and timestamp >= 100000000000 and timestamp < 10000000000000) not null, \`spot\` decimal(10,4) check (spot > 0 and spot < 1000000) null, \`spot_source\` varchar(6) check (\`spot_source\` in ('chain', 'quote', 'parity')) null, \`tier\` varchar(20) check (\`tier\` in ('real-time', 'delayed', 'end-of-day', 'unknown')) not null default 'unknown', \`source\` varchar(20) check (\`source\` in ('polygon', 'simulator')) not null default 'polygon', \`regular_close\` integer check (regular_close is null or (typeof(regular_close) = 'integer' and regular_close >= 100000000000 and regular_close < 10000000000000)) null, \`option_close\` integer check (option_close is null or (typeof(option_close) = 'integer' and option_close >= 100000000000 and option_close < 10000000000000)) null, \`dealer_sign\` varchar(10) check (\`dealer_sign\` in ('naive', 'short', 'inverted')) not null, \`oi_gamma_call\` real check (oi_gamma_call <> 0 and oi_gamma_call > -1000000000000000 and oi_gamma_call < 1000000000000000) null, \`oi_gamma_put\` real check (oi_gamma_put <> 0 and oi_gamma_put > -1000000000000000 and oi_gamma_put < 1000000000000000) null, \`oi_gamma_net\` real check (oi_gamma_net <> 0 and oi_gamma_net > -1000000000000000 and oi_gamma_net < 1000000000000000) null, \`oi_delta\` real check (oi_delta <> 0 and oi_delta > -1000000000000000 and oi_delta < 1000000000000000) null, \`oi_vega\` real check (oi_vega <> 0 and oi_vega > -1000000000000000 and oi_vega < 1000000000000000) null, \`oi_call_wall\` decimal(10,4) check (oi_call_wall > 0 and oi_call_wall < 1000000) null, \`oi_put_wall\` decimal(10,4) check (oi_put_wall > 0 and oi_put_wall < 1000000) null, \`oi_gamma_strike\` decimal(10,4) check (oi_gamma_strike > 0 and oi_gamma_strike < 1000000) null, \`oi_gamma_flip\` decimal(10,4) check (oi_gamma_flip > 0 and oi_gamma_flip < 1000000) null, \`volume_gamma_call\` real check (volume_gamma_call <> 0 and volume_gamma_call > -1000000000000000 and volume_gamma_call < 1000000000000000) null, \`volume_gamma_put\` real check (volume_gamma_put <> 0 and volume_gamma_put > -1000000000000000 and volume_gamma_put < 1000000000000000) null, \`volume_gamma_net\` real check (volume_gamma_net <> 0 and volume_gamma_net > -1000000000000000 and volume_gamma_net < 1000000000000000) null, \`volume_delta\` real check (volume_delta <> 0 and volume_delta > -1000000000000000 and volume_delta < 1000000000000000) null, \`volume_vega\` real check (volume_vega <> 0 and volume_vega > -1000000000000000 and volume_vega < 1000000000000000) null, \`volume_call_wall\` decimal(10,4) check (volume_call_wall > 0 and volume_call_wall < 1000000) null, \`volume_put_wall\` decimal(10,4) check (volume_put_wall > 0 and volume_put_wall < 1000000) null, \`volume_gamma_strike\` decimal(10,4) check (volume_gamma_strike > 0 and volume_gamma_strike < 1000000) null, \`volume_gamma_flip\` decimal(10,4) check (volume_gamma_flip > 0 and volume_gamma_flip < 1000000) null, \`max_pain\` decimal(10,4) check (max_pain > 0 and max_pain < 1000000) null, \`put_call_volume\` real check (put_call_volume >= 0 and put_call_volume < 1000000000000000) null, \`put_call_oi\` real check (put_call_oi >= 0 and put_call_oi < 1000000000000000) null, \`straddle\` decimal(10,4) check (straddle > 0 and straddle < 1000000) null, \`one_sigma\` real check (one_sigma > 0 and one_sigma < 1000000000000000) null, \`opening_straddle\` decimal(10,4) check (opening_straddle > 0 and opening_straddle < 1000000) null, \`opening_spot\` decimal(10,4) check (opening_spot > 0 and opening_spot < 1000000) null, \`opening_at\` integer check (opening_at is null or (typeof(opening_at) = 'integer' and opening_at >= 100000000000 and opening_at < 10000000000000)) null, \`move_used\` real check (move_used >= 0 and move_used < 1000000000000000) null, \`atm_volatility\` real check (atm_volatility > 0 and atm_volatility < 1000000000000000) null, \`put_wing_volatility\` real check (put_wing_volatility > 0 and put_wing_volatility < 1000000000000000) null, \`call_wing_volatility\` real check (call_wing_volatility > 0 and call_wing_volatility < 1000000000000000) null, \`atm_strike\` decimal(10,4) check (atm_strike > 0 and atm_strike < 1000000) null, \`call_theta\` real check (call_theta <> 0 and call_theta > -1000000000000000 and call_theta < 1000000000000000) null, \`call_theta_percent\` real check (call_theta_percent <> 0 and call_theta_percent > -1000000000000000 and call_theta_percent < 1000000000000000) null, \`call_spread_percent\` real check (call_spread_percent >= 0 and call_spread_percent < 1000000000000000) null, \`call_market\` varchar(10) check (\`call_market\` in ('two-sided', 'crossed', 'one-sided', 'none')) null, \`put_theta\` real check (put_theta <> 0 and put_theta > -1000000000000000 and put_theta < 1000000000000000) null, \`put_theta_percent\` real check (put_theta_percent <> 0 and put_theta_percent > -1000000000000000 and put_theta_percent < 1000000000000000) null, \`put_spread_percent\` real check (put_spread_percent >= 0 and put_spread_percent < 1000000000000000) null, \`put_market\` varchar(10) check (\`put_market\` in ('two-sided', 'crossed', 'one-sided', 'none')) null, \`contracts\` integer check (typeof(contracts) = 'integer' and contracts >= 0) not null, \`vendor_greeks\` integer check (typeof(vendor_greeks) = 'integer' and vendor_greeks >= 0) not null, \`model_greeks\` integer check (typeof(model_greeks) = 'integer' and model_greeks >= 0) not null, \`refused_greeks\` integer check (typeof(refused_greeks) = 'integer' and refused_greeks >= 0) not null, \`created_at\` integer not null default (cast(unixepoch('subsec') * 1000 as integer)), \`model_version\` integer check (model_version >= 1) not null default 1, \`spot_at\` integer check (spot_at is null or (typeof(spot_at) = 'integer' and spot_at >= 100000000000 and spot_at < 10000000000000)) null, \`quoted_at\` integer check (quoted_at is null or (typeof(quoted_at) = 'integer' and quoted_at >= 100000000000 and quoted_at < 10000000000000)) null, \`oi_gamma_flips\` integer check (oi_gamma_flips is null or (typeof(oi_gamma_flips) = 'integer' and oi_gamma_flips >= 0)) null, \`volume_gamma_flips\` integer check (volume_gamma_flips is null or (typeof(volume_gamma_flips) = 'integer' and volume_gamma_flips >= 0)) null, \`old_quotes\` integer check (old_quotes is null or (typeof(old_quotes) = 'integer' and old_quotes >= 0)) null, \`crossed_quotes\` integer check (crossed_quotes is null or (typeof(crossed_quotes) = 'integer' and crossed_quotes >= 0)) null, \`one_sided_quotes\` integer check (one_sided_quotes is null or (typeof(one_sided_quotes) = 'integer' and one_sided_quotes >= 0)) null, \`extended_wings\` integer check (extended_wings is null or (typeof(extended_wings) = 'integer' and extended_wings >= 0)) null, \`dropped_vendor\` integer check (dropped_vendor is null or (typeof(dropped_vendor) = 'integer' and dropped_vendor >= 0)) null, \`straddle_spread\` real check (straddle_spread >= 0 and straddle_spread < 1000000000000000) null, \`forward\` decimal(10,4) check (forward > 0 and forward < 1000000) null, \`rate\` real check (rate > -0.1 and rate < 1) null, \`dividends\` real check (dividends >= 0 and dividends < 1000000000000000) null, \`day_volatility\` real check (day_volatility > 0 and day_volatility < 1000000000000000) null, \`one_sigma_used\` real check (one_sigma_used >= 0 and one_sigma_used < 1000000000000000) null, \`exercise\` varchar(8) check (\`exercise\` in ('european', 'american')) null, \`recomputed_at\` integer check (typeof(recomputed_at) = 'integer' and recomputed_at >= 100000000000 and recomputed_at < 10000000000000) not null, constraint \`recomputed_metrics_created_at_is_an_instant\` check (typeof(created_at) = 'integer' and created_at >= 100000000000 and created_at < 10000000000000), constraint \`recomputed_metrics_closes_in_order\` check ((regular_close is null) = (option_close is null) and regular_close <= option_close), constraint \`recomputed_metrics_spot_has_a_source\` check ((spot is null) = (spot_source is null)), constraint \`recomputed_metrics_needs_a_spot\` check (spot is not null or coalesce(oi_gamma_strike,volume_gamma_strike,atm_strike,atm_volatility,straddle,one_sigma,move_used) is null), constraint \`recomputed_metrics_opening_is_whole\` check ((opening_straddle is null) = (opening_at is null) and (opening_spot is null) = (opening_at is null) and (opening_at is null or opening_at <= timestamp)), constraint \`recomputed_metrics_counts_add_up\` check (vendor_greeks + model_greeks + refused_greeks = contracts));`;

/**
 * Several underlyings, indexes among them: their tickers, the root of each contract, and whose gap it is; and what a later model adds to
 * the levels. The two tables with millions of rows, quotes and contracts, keep every page: their rules change in their
 * definitions only, and the root is computed from the symbol when it is read (`docs/recordings.md` has figures).
 */
export class Migration20261128092000_underlyings extends Migration {
  override name = 'Migration20261128092000_underlyings';

  override up(): Promise<void> {
    for (const [column, definition] of addedLevels) {
      this.addSql(`alter table \`chain_metrics\` add column \`${column}\` ${definition};`);
    }
    this.addSql(
      `alter table \`poll_gaps\` add column \`underlying\` varchar(10) ${tickerNow('underlying')} not null default 'SPY';`,
    );
    this.addSql(`update \`poll_gaps\` set \`underlying\` = ${mainUnderlying};`);
    this.addSql(`drop index \`idx_poll_gaps_session_date_job\`;`);
    this.addSql(`drop index \`idx_poll_gaps_job_open\`;`);
    this.addSql(
      `create index \`idx_poll_gaps_underlying_session_date_job\` on \`poll_gaps\` (\`underlying\`, \`session_date\`, \`job\`);`,
    );
    this.addSql(
      `create unique index \`idx_poll_gaps_underlying_job_open\` on \`poll_gaps\` (\`underlying\`, \`job\`) where ended_at is null;`,
    );
    this.addSql(recomputedMetrics);
    this.addSql(
      `create unique index \`idx_recomputed_metrics_chain_timestamp_model_version\` on \`recomputed_metrics\` (\`underlying\`, \`expiration_date\`, \`timestamp\`, \`model_version\`);`,
    );
    return this.change(definitions);
  }

  /** Rows that the schema before has no place for go: those of indexes, of other roots, and the gaps of all underlyings but one. */
  override async down(): Promise<void> {
    await this.execute(`drop table \`recomputed_metrics\`;`);
    await this.execute(`drop index \`idx_poll_gaps_underlying_session_date_job\`;`);
    await this.execute(`drop index \`idx_poll_gaps_underlying_job_open\`;`);
    await this.execute(`delete from \`poll_gaps\` where \`underlying\` <> ${mainUnderlying};`);
    await this.execute(`alter table \`poll_gaps\` drop column \`underlying\`;`);
    await this.execute(
      `create index \`idx_poll_gaps_session_date_job\` on \`poll_gaps\` (\`session_date\`, \`job\`);`,
    );
    await this.execute(
      `create unique index \`idx_poll_gaps_job_open\` on \`poll_gaps\` (\`job\`) where ended_at is null;`,
    );
    for (const [column] of addedLevels.toReversed()) {
      await this.execute(`alter table \`chain_metrics\` drop column \`${column}\`;`);
    }
    for (const [table, column] of tickers) {
      await this.execute(`delete from \`${table}\` where \`${column}\` glob 'I:*';`);
    }
    await this.execute(`delete from \`option_contracts\` where root <> replace(underlying,'.','');`);
    await this.change(definitions.toReversed().map(({ table, from, to }) => ({ table, from: to, to: from })));
  }

  private async change(changes: readonly DefinitionChange[]): Promise<void> {
    changeDefinitions(await nativeOf(this.driver), changes);
  }
}
