import { Migration } from '@mikro-orm/migrations';

const addedColumns: readonly [table: string, column: string, definition: string][] = [
  [
    'spy_quotes',
    'price_kind',
    `varchar(6) check (\`price_kind\` in ('trade', 'minute', 'quote', 'day', 'close')) null`,
  ],
  [
    'spy_quotes',
    'quoted_at',
    `integer check (quoted_at is null or (typeof(quoted_at) = 'integer' and quoted_at >= 100000000000 and quoted_at < 10000000000000)) null`,
  ],
  [
    'spy_quotes',
    'slot_at',
    `integer check (slot_at is null or (typeof(slot_at) = 'integer' and slot_at >= 100000000000 and slot_at < 10000000000000)) null`,
  ],
  [
    'chain_polls',
    'underlying_price_at',
    `integer check (underlying_price_at is null or (typeof(underlying_price_at) = 'integer' and underlying_price_at >= 100000000000 and underlying_price_at < 10000000000000)) null`,
  ],
  [
    'chain_polls',
    'slot_at',
    `integer check (slot_at is null or (typeof(slot_at) = 'integer' and slot_at >= 100000000000 and slot_at < 10000000000000)) null`,
  ],
  [
    'chain_polls',
    'adjusted',
    `integer check (adjusted is null or (typeof(adjusted) = 'integer' and adjusted >= 0)) null`,
  ],
  [
    'option_contracts',
    'traded_at',
    `integer check (traded_at is null or (typeof(traded_at) = 'integer' and traded_at >= 100000000000 and traded_at < 10000000000000)) null`,
  ],
  [
    'option_contracts',
    'shares_per_contract',
    `integer check (shares_per_contract is null or (typeof(shares_per_contract) = 'integer' and shares_per_contract >= 0)) null`,
  ],
  [
    'alerts',
    'value_at',
    `integer check (value_at is null or (typeof(value_at) = 'integer' and value_at >= 100000000000 and value_at < 10000000000000)) null`,
  ],
];

/** Columns of `chain_metrics` before this migration: what is copied, both up and down. */
const kept = `id, underlying, expiration_date, timestamp, spot, spot_source, tier, source, regular_close, option_close,
  dealer_sign, oi_gamma_call, oi_gamma_put, oi_gamma_net, oi_delta, oi_vega, oi_call_wall, oi_put_wall,
  oi_gamma_strike, oi_gamma_flip, volume_gamma_call, volume_gamma_put, volume_gamma_net, volume_delta,
  volume_vega, volume_call_wall, volume_put_wall, volume_gamma_strike, volume_gamma_flip, max_pain,
  put_call_volume, put_call_oi, straddle, one_sigma, opening_straddle, opening_spot, opening_at, move_used,
  atm_volatility, put_wing_volatility, call_wing_volatility, atm_strike, call_theta, call_theta_percent,
  call_spread_percent, call_market, put_theta, put_theta_percent, put_spread_percent, put_market, contracts,
  vendor_greeks, model_greeks, refused_greeks, created_at`;

/**
 * Times, provenance and the version of the model: NULL on the rows there are, which means unknown; their levels are of
 * version 1. `chain_metrics` is made anew, since its put/call ratios may now be 0 and SQLite alters no CHECK; a few
 * hundred rows a day are soon copied. All other columns are added in place.
 */
export class Migration20261127214500_times_and_provenance extends Migration {
  override name = 'Migration20261127214500_times_and_provenance';

  override up(): void {
    for (const [table, column, definition] of addedColumns) {
      this.addSql(`alter table \`${table}\` add column \`${column}\` ${definition};`);
    }
    this.replaceMetrics(
      `create table \`chain_metrics\` (\`id\` integer not null primary key autoincrement, \`underlying\` varchar(10) check (underlying glob '[A-Z]*' and underlying not glob '*[^A-Z.]*' and length(underlying) <= 10) not null, \`expiration_date\` date check (expiration_date glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and date(expiration_date) is expiration_date) not null, \`timestamp\` integer check (typeof(timestamp) = 'integer' and timestamp >= 100000000000 and timestamp < 10000000000000) not null, \`spot\` decimal(10,4) check (spot > 0 and spot < 1000000) null, \`spot_source\` varchar(6) check (\`spot_source\` in ('chain', 'quote', 'parity')) null, \`tier\` varchar(20) check (\`tier\` in ('real-time', 'delayed', 'end-of-day', 'unknown')) not null default 'unknown', \`source\` varchar(20) check (\`source\` in ('polygon', 'simulator')) not null default 'polygon', \`regular_close\` integer check (regular_close is null or (typeof(regular_close) = 'integer' and regular_close >= 100000000000 and regular_close < 10000000000000)) null, \`option_close\` integer check (option_close is null or (typeof(option_close) = 'integer' and option_close >= 100000000000 and option_close < 10000000000000)) null, \`dealer_sign\` varchar(10) check (\`dealer_sign\` in ('naive', 'short', 'inverted')) not null, \`oi_gamma_call\` real check (oi_gamma_call <> 0 and oi_gamma_call > -1000000000000000 and oi_gamma_call < 1000000000000000) null, \`oi_gamma_put\` real check (oi_gamma_put <> 0 and oi_gamma_put > -1000000000000000 and oi_gamma_put < 1000000000000000) null, \`oi_gamma_net\` real check (oi_gamma_net <> 0 and oi_gamma_net > -1000000000000000 and oi_gamma_net < 1000000000000000) null, \`oi_delta\` real check (oi_delta <> 0 and oi_delta > -1000000000000000 and oi_delta < 1000000000000000) null, \`oi_vega\` real check (oi_vega <> 0 and oi_vega > -1000000000000000 and oi_vega < 1000000000000000) null, \`oi_call_wall\` decimal(10,4) check (oi_call_wall > 0 and oi_call_wall < 1000000) null, \`oi_put_wall\` decimal(10,4) check (oi_put_wall > 0 and oi_put_wall < 1000000) null, \`oi_gamma_strike\` decimal(10,4) check (oi_gamma_strike > 0 and oi_gamma_strike < 1000000) null, \`oi_gamma_flip\` decimal(10,4) check (oi_gamma_flip > 0 and oi_gamma_flip < 1000000) null, \`volume_gamma_call\` real check (volume_gamma_call <> 0 and volume_gamma_call > -1000000000000000 and volume_gamma_call < 1000000000000000) null, \`volume_gamma_put\` real check (volume_gamma_put <> 0 and volume_gamma_put > -1000000000000000 and volume_gamma_put < 1000000000000000) null, \`volume_gamma_net\` real check (volume_gamma_net <> 0 and volume_gamma_net > -1000000000000000 and volume_gamma_net < 1000000000000000) null, \`volume_delta\` real check (volume_delta <> 0 and volume_delta > -1000000000000000 and volume_delta < 1000000000000000) null, \`volume_vega\` real check (volume_vega <> 0 and volume_vega > -1000000000000000 and volume_vega < 1000000000000000) null, \`volume_call_wall\` decimal(10,4) check (volume_call_wall > 0 and volume_call_wall < 1000000) null, \`volume_put_wall\` decimal(10,4) check (volume_put_wall > 0 and volume_put_wall < 1000000) null, \`volume_gamma_strike\` decimal(10,4) check (volume_gamma_strike > 0 and volume_gamma_strike < 1000000) null, \`volume_gamma_flip\` decimal(10,4) check (volume_gamma_flip > 0 and volume_gamma_flip < 1000000) null, \`max_pain\` decimal(10,4) check (max_pain > 0 and max_pain < 1000000) null, \`put_call_volume\` real check (put_call_volume >= 0 and put_call_volume < 1000000000000000) null, \`put_call_oi\` real check (put_call_oi >= 0 and put_call_oi < 1000000000000000) null, \`straddle\` decimal(10,4) check (straddle > 0 and straddle < 1000000) null, \`one_sigma\` real check (one_sigma > 0 and one_sigma < 1000000000000000) null, \`opening_straddle\` decimal(10,4) check (opening_straddle > 0 and opening_straddle < 1000000) null, \`opening_spot\` decimal(10,4) check (opening_spot > 0 and opening_spot < 1000000) null, \`opening_at\` integer check (opening_at is null or (typeof(opening_at) = 'integer' and opening_at >= 100000000000 and opening_at < 10000000000000)) null, \`move_used\` real check (move_used >= 0 and move_used < 1000000000000000) null, \`atm_volatility\` real check (atm_volatility > 0 and atm_volatility < 1000000000000000) null, \`put_wing_volatility\` real check (put_wing_volatility > 0 and put_wing_volatility < 1000000000000000) null, \`call_wing_volatility\` real check (call_wing_volatility > 0 and call_wing_volatility < 1000000000000000) null, \`atm_strike\` decimal(10,4) check (atm_strike > 0 and atm_strike < 1000000) null, \`call_theta\` real check (call_theta <> 0 and call_theta > -1000000000000000 and call_theta < 1000000000000000) null, \`call_theta_percent\` real check (call_theta_percent <> 0 and call_theta_percent > -1000000000000000 and call_theta_percent < 1000000000000000) null, \`call_spread_percent\` real check (call_spread_percent >= 0 and call_spread_percent < 1000000000000000) null, \`call_market\` varchar(10) check (\`call_market\` in ('two-sided', 'crossed', 'one-sided', 'none')) null, \`put_theta\` real check (put_theta <> 0 and put_theta > -1000000000000000 and put_theta < 1000000000000000) null, \`put_theta_percent\` real check (put_theta_percent <> 0 and put_theta_percent > -1000000000000000 and put_theta_percent < 1000000000000000) null, \`put_spread_percent\` real check (put_spread_percent >= 0 and put_spread_percent < 1000000000000000) null, \`put_market\` varchar(10) check (\`put_market\` in ('two-sided', 'crossed', 'one-sided', 'none')) null, \`contracts\` integer check (typeof(contracts) = 'integer' and contracts >= 0) not null, \`vendor_greeks\` integer check (typeof(vendor_greeks) = 'integer' and vendor_greeks >= 0) not null, \`model_greeks\` integer check (typeof(model_greeks) = 'integer' and model_greeks >= 0) not null, \`refused_greeks\` integer check (typeof(refused_greeks) = 'integer' and refused_greeks >= 0) not null, \`created_at\` integer not null default (cast(unixepoch('subsec') * 1000 as integer)), \`model_version\` integer check (model_version >= 1) not null default 1, \`spot_at\` integer check (spot_at is null or (typeof(spot_at) = 'integer' and spot_at >= 100000000000 and spot_at < 10000000000000)) null, \`quoted_at\` integer check (quoted_at is null or (typeof(quoted_at) = 'integer' and quoted_at >= 100000000000 and quoted_at < 10000000000000)) null, \`oi_gamma_flips\` integer check (oi_gamma_flips is null or (typeof(oi_gamma_flips) = 'integer' and oi_gamma_flips >= 0)) null, \`volume_gamma_flips\` integer check (volume_gamma_flips is null or (typeof(volume_gamma_flips) = 'integer' and volume_gamma_flips >= 0)) null, \`old_quotes\` integer check (old_quotes is null or (typeof(old_quotes) = 'integer' and old_quotes >= 0)) null, \`crossed_quotes\` integer check (crossed_quotes is null or (typeof(crossed_quotes) = 'integer' and crossed_quotes >= 0)) null, \`one_sided_quotes\` integer check (one_sided_quotes is null or (typeof(one_sided_quotes) = 'integer' and one_sided_quotes >= 0)) null, \`extended_wings\` integer check (extended_wings is null or (typeof(extended_wings) = 'integer' and extended_wings >= 0)) null, \`dropped_vendor\` integer check (dropped_vendor is null or (typeof(dropped_vendor) = 'integer' and dropped_vendor >= 0)) null, constraint \`chain_metrics_created_at_is_an_instant\` check (typeof(created_at) = 'integer' and created_at >= 100000000000 and created_at < 10000000000000), constraint \`chain_metrics_closes_in_order\` check ((regular_close is null) = (option_close is null) and regular_close <= option_close), constraint \`chain_metrics_spot_has_a_source\` check ((spot is null) = (spot_source is null)), constraint \`chain_metrics_needs_a_spot\` check (spot is not null or coalesce(oi_gamma_strike,volume_gamma_strike,atm_strike,atm_volatility,straddle,one_sigma,move_used) is null), constraint \`chain_metrics_opening_is_whole\` check ((opening_straddle is null) = (opening_at is null) and (opening_spot is null) = (opening_at is null) and (opening_at is null or opening_at <= timestamp)), constraint \`chain_metrics_counts_add_up\` check (vendor_greeks + model_greeks + refused_greeks = contracts));`,
    );
  }

  override down(): void {
    this.replaceMetrics(
      `create table \`chain_metrics\` (\`id\` integer not null primary key autoincrement, \`underlying\` varchar(10) check (underlying glob '[A-Z]*' and underlying not glob '*[^A-Z.]*' and length(underlying) <= 10) not null, \`expiration_date\` date check (expiration_date glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and date(expiration_date) is expiration_date) not null, \`timestamp\` integer check (typeof(timestamp) = 'integer' and timestamp >= 100000000000 and timestamp < 10000000000000) not null, \`spot\` decimal(10,4) check (spot > 0 and spot < 1000000) null, \`spot_source\` varchar(6) check (\`spot_source\` in ('chain', 'quote', 'parity')) null, \`tier\` varchar(20) check (\`tier\` in ('real-time', 'delayed', 'end-of-day', 'unknown')) not null default 'unknown', \`source\` varchar(20) check (\`source\` in ('polygon', 'simulator')) not null default 'polygon', \`regular_close\` integer check (regular_close is null or (typeof(regular_close) = 'integer' and regular_close >= 100000000000 and regular_close < 10000000000000)) null, \`option_close\` integer check (option_close is null or (typeof(option_close) = 'integer' and option_close >= 100000000000 and option_close < 10000000000000)) null, \`dealer_sign\` varchar(10) check (\`dealer_sign\` in ('naive', 'short', 'inverted')) not null, \`oi_gamma_call\` real check (oi_gamma_call <> 0 and oi_gamma_call > -1000000000000000 and oi_gamma_call < 1000000000000000) null, \`oi_gamma_put\` real check (oi_gamma_put <> 0 and oi_gamma_put > -1000000000000000 and oi_gamma_put < 1000000000000000) null, \`oi_gamma_net\` real check (oi_gamma_net <> 0 and oi_gamma_net > -1000000000000000 and oi_gamma_net < 1000000000000000) null, \`oi_delta\` real check (oi_delta <> 0 and oi_delta > -1000000000000000 and oi_delta < 1000000000000000) null, \`oi_vega\` real check (oi_vega <> 0 and oi_vega > -1000000000000000 and oi_vega < 1000000000000000) null, \`oi_call_wall\` decimal(10,4) check (oi_call_wall > 0 and oi_call_wall < 1000000) null, \`oi_put_wall\` decimal(10,4) check (oi_put_wall > 0 and oi_put_wall < 1000000) null, \`oi_gamma_strike\` decimal(10,4) check (oi_gamma_strike > 0 and oi_gamma_strike < 1000000) null, \`oi_gamma_flip\` decimal(10,4) check (oi_gamma_flip > 0 and oi_gamma_flip < 1000000) null, \`volume_gamma_call\` real check (volume_gamma_call <> 0 and volume_gamma_call > -1000000000000000 and volume_gamma_call < 1000000000000000) null, \`volume_gamma_put\` real check (volume_gamma_put <> 0 and volume_gamma_put > -1000000000000000 and volume_gamma_put < 1000000000000000) null, \`volume_gamma_net\` real check (volume_gamma_net <> 0 and volume_gamma_net > -1000000000000000 and volume_gamma_net < 1000000000000000) null, \`volume_delta\` real check (volume_delta <> 0 and volume_delta > -1000000000000000 and volume_delta < 1000000000000000) null, \`volume_vega\` real check (volume_vega <> 0 and volume_vega > -1000000000000000 and volume_vega < 1000000000000000) null, \`volume_call_wall\` decimal(10,4) check (volume_call_wall > 0 and volume_call_wall < 1000000) null, \`volume_put_wall\` decimal(10,4) check (volume_put_wall > 0 and volume_put_wall < 1000000) null, \`volume_gamma_strike\` decimal(10,4) check (volume_gamma_strike > 0 and volume_gamma_strike < 1000000) null, \`volume_gamma_flip\` decimal(10,4) check (volume_gamma_flip > 0 and volume_gamma_flip < 1000000) null, \`max_pain\` decimal(10,4) check (max_pain > 0 and max_pain < 1000000) null, \`put_call_volume\` real check (put_call_volume > 0 and put_call_volume < 1000000000000000) null, \`put_call_oi\` real check (put_call_oi > 0 and put_call_oi < 1000000000000000) null, \`straddle\` decimal(10,4) check (straddle > 0 and straddle < 1000000) null, \`one_sigma\` real check (one_sigma > 0 and one_sigma < 1000000000000000) null, \`opening_straddle\` decimal(10,4) check (opening_straddle > 0 and opening_straddle < 1000000) null, \`opening_spot\` decimal(10,4) check (opening_spot > 0 and opening_spot < 1000000) null, \`opening_at\` integer check (opening_at is null or (typeof(opening_at) = 'integer' and opening_at >= 100000000000 and opening_at < 10000000000000)) null, \`move_used\` real check (move_used >= 0 and move_used < 1000000000000000) null, \`atm_volatility\` real check (atm_volatility > 0 and atm_volatility < 1000000000000000) null, \`put_wing_volatility\` real check (put_wing_volatility > 0 and put_wing_volatility < 1000000000000000) null, \`call_wing_volatility\` real check (call_wing_volatility > 0 and call_wing_volatility < 1000000000000000) null, \`atm_strike\` decimal(10,4) check (atm_strike > 0 and atm_strike < 1000000) null, \`call_theta\` real check (call_theta <> 0 and call_theta > -1000000000000000 and call_theta < 1000000000000000) null, \`call_theta_percent\` real check (call_theta_percent <> 0 and call_theta_percent > -1000000000000000 and call_theta_percent < 1000000000000000) null, \`call_spread_percent\` real check (call_spread_percent >= 0 and call_spread_percent < 1000000000000000) null, \`call_market\` varchar(10) check (\`call_market\` in ('two-sided', 'crossed', 'one-sided', 'none')) null, \`put_theta\` real check (put_theta <> 0 and put_theta > -1000000000000000 and put_theta < 1000000000000000) null, \`put_theta_percent\` real check (put_theta_percent <> 0 and put_theta_percent > -1000000000000000 and put_theta_percent < 1000000000000000) null, \`put_spread_percent\` real check (put_spread_percent >= 0 and put_spread_percent < 1000000000000000) null, \`put_market\` varchar(10) check (\`put_market\` in ('two-sided', 'crossed', 'one-sided', 'none')) null, \`contracts\` integer check (typeof(contracts) = 'integer' and contracts >= 0) not null, \`vendor_greeks\` integer check (typeof(vendor_greeks) = 'integer' and vendor_greeks >= 0) not null, \`model_greeks\` integer check (typeof(model_greeks) = 'integer' and model_greeks >= 0) not null, \`refused_greeks\` integer check (typeof(refused_greeks) = 'integer' and refused_greeks >= 0) not null, \`created_at\` integer not null default (cast(unixepoch('subsec') * 1000 as integer)), constraint \`chain_metrics_created_at_is_an_instant\` check (typeof(created_at) = 'integer' and created_at >= 100000000000 and created_at < 10000000000000), constraint \`chain_metrics_closes_in_order\` check ((regular_close is null) = (option_close is null) and regular_close <= option_close), constraint \`chain_metrics_spot_has_a_source\` check ((spot is null) = (spot_source is null)), constraint \`chain_metrics_needs_a_spot\` check (spot is not null or coalesce(oi_gamma_strike,volume_gamma_strike,atm_strike,atm_volatility,straddle,one_sigma,move_used) is null), constraint \`chain_metrics_opening_is_whole\` check ((opening_straddle is null) = (opening_at is null) and (opening_spot is null) = (opening_at is null) and (opening_at is null or opening_at <= timestamp)), constraint \`chain_metrics_counts_add_up\` check (vendor_greeks + model_greeks + refused_greeks = contracts));`,
      // A ratio of 0 was unknown to the schema before.
      kept
        .replace('put_call_volume', 'nullif(put_call_volume, 0)')
        .replace('put_call_oi', 'nullif(put_call_oi, 0)'),
    );
    for (const [table, column] of addedColumns.toReversed()) {
      this.addSql(`alter table \`${table}\` drop column \`${column}\`;`);
    }
  }

  private replaceMetrics(create: string, values = kept): void {
    this.addSql(`alter table \`chain_metrics\` rename to \`chain_metrics_before\`;`);
    this.addSql(`drop index \`idx_chain_metrics_underlying_timestamp\`;`);
    this.addSql(`drop index \`idx_chain_metrics_underlying_expiration_date_timestamp\`;`);
    this.addSql(create);
    this.addSql(`insert into \`chain_metrics\` (${kept}) select ${values} from \`chain_metrics_before\`;`);
    this.addSql(`drop table \`chain_metrics_before\`;`);
    this.addSql(
      `create index \`idx_chain_metrics_underlying_timestamp\` on \`chain_metrics\` (\`underlying\`, \`timestamp\`);`,
    );
    this.addSql(
      `create unique index \`idx_chain_metrics_underlying_expiration_date_timestamp\` on \`chain_metrics\` (\`underlying\`, \`expiration_date\`, \`timestamp\`);`,
    );
  }
}
