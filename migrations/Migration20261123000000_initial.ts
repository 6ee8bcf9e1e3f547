import { Migration } from '@mikro-orm/migrations';

/** `SPYG`: tells a Spyglass database from any other SQLite file. */
const applicationId = 0x53505947;

/** The first schema. What its tables and columns mean is said in `src/db/schema`. */
export class Migration20261123000000_initial extends Migration {
  override name = 'Migration20261123000000_initial';

  override up(): void {
    this.addSql(`pragma application_id = ${applicationId};`);

    this.addSql(
      `create table \`api_requests_log\` (\`id\` integer not null primary key autoincrement, \`endpoint\` varchar(255) check (length(endpoint) >= 1 and length(endpoint) <= 255 and instr(endpoint,'?') = 0) not null, \`method\` varchar(10) check (length(method) >= 1 and length(method) <= 10) not null default 'GET', \`status_code\` integer check (status_code >= 100 and status_code < 1000) null, \`response_time_ms\` integer check (response_time_ms >= 0 and response_time_ms < 1000000000) null, \`error_message\` text null, \`timestamp\` integer not null default (cast(unixepoch('subsec') * 1000 as integer)), constraint \`api_requests_log_timestamp_is_an_instant\` check (typeof(timestamp) = 'integer' and timestamp >= 100000000000 and timestamp < 10000000000000));`,
    );
    this.addSql(`create index \`idx_api_requests_log_endpoint\` on \`api_requests_log\` (\`endpoint\`);`);
    this.addSql(
      `create index \`idx_api_requests_log_status_code\` on \`api_requests_log\` (\`status_code\`);`,
    );
    this.addSql(`create index \`idx_api_requests_log_timestamp\` on \`api_requests_log\` (\`timestamp\`);`);

    this.addSql(
      `create table \`chain_polls\` (\`id\` integer not null primary key autoincrement, \`underlying\` varchar(10) check (underlying glob '[A-Z]*' and underlying not glob '*[^A-Z.]*' and length(underlying) <= 10) not null, \`expiration_date\` date check (expiration_date glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and date(expiration_date) is expiration_date) not null, \`timestamp\` integer check (typeof(timestamp) = 'integer' and timestamp >= 100000000000 and timestamp < 10000000000000) not null, \`contracts\` integer check (typeof(contracts) = 'integer' and contracts >= 0) not null, \`stored\` integer check (typeof(stored) = 'integer' and stored >= 0) not null, \`rejected\` integer check (typeof(rejected) = 'integer' and rejected >= 0) not null, \`underlying_price\` decimal(10,4) check (underlying_price > 0 and underlying_price < 1000000) null, \`underlying_price_source\` varchar(6) check (\`underlying_price_source\` in ('chain', 'quote', 'parity')) null, \`tier\` varchar(20) check (\`tier\` in ('real-time', 'delayed', 'end-of-day', 'unknown')) not null default 'unknown', \`source\` varchar(20) check (\`source\` in ('polygon', 'simulator')) not null default 'polygon', \`status\` varchar(20) check (\`status\` in ('complete', 'partial', 'empty')) not null, \`created_at\` integer not null default (cast(unixepoch('subsec') * 1000 as integer)), constraint \`chain_polls_created_at_is_an_instant\` check (typeof(created_at) = 'integer' and created_at >= 100000000000 and created_at < 10000000000000));`,
    );
    this.addSql(
      `create unique index \`idx_chain_polls_underlying_expiration_date_timestamp\` on \`chain_polls\` (\`underlying\`, \`expiration_date\`, \`timestamp\`);`,
    );

    this.addSql(
      `create table \`historical_prices\` (\`id\` integer not null primary key autoincrement, \`symbol\` varchar(10) check (symbol glob '[A-Z]*' and symbol not glob '*[^A-Z.]*' and length(symbol) <= 10) not null default 'SPY', \`date\` date check (date glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and date(date) is date) not null, \`timeframe\` varchar(10) check (\`timeframe\` in ('daily', '1hour', '15min', '1min')) not null, \`open_price\` decimal(10,4) check (open_price > 0 and open_price < 1000000) not null, \`high_price\` decimal(10,4) check (high_price > 0 and high_price < 1000000) not null, \`low_price\` decimal(10,4) check (low_price > 0 and low_price < 1000000) not null, \`close_price\` decimal(10,4) check (close_price > 0 and close_price < 1000000) not null, \`volume\` numeric check (volume >= 0 and volume < 1000000000000000) not null, \`vwap\` decimal(10,4) check (vwap > 0 and vwap < 1000000) null, \`source\` varchar(20) check (\`source\` in ('polygon', 'simulator')) not null default 'polygon', \`created_at\` integer not null default (cast(unixepoch('subsec') * 1000 as integer)), \`bar_start\` integer check (typeof(bar_start) = 'integer' and bar_start >= 100000000000 and bar_start < 10000000000000) not null, constraint \`historical_prices_created_at_is_an_instant\` check (typeof(created_at) = 'integer' and created_at >= 100000000000 and created_at < 10000000000000), constraint \`historical_prices_high_and_low\` check (high_price >= low_price and high_price >= open_price and high_price >= close_price and low_price <= open_price and low_price <= close_price));`,
    );
    this.addSql(`create index \`idx_historical_prices_timeframe\` on \`historical_prices\` (\`timeframe\`);`);
    this.addSql(
      `create index \`idx_historical_prices_symbol_date\` on \`historical_prices\` (\`symbol\`, \`date\`);`,
    );
    this.addSql(
      `create unique index \`idx_historical_prices_symbol_timeframe_bar_start\` on \`historical_prices\` (\`symbol\`, \`timeframe\`, \`bar_start\`);`,
    );

    this.addSql(
      `create table \`market_data_cache\` (\`id\` integer not null primary key autoincrement, \`cache_key\` varchar(255) check (length(cache_key) >= 1 and length(cache_key) <= 255) not null, \`data_type\` varchar(50) check (\`data_type\` in ('quote', 'options', 'historical')) not null, \`raw_data\` text check (json_valid(raw_data)) not null, \`created_at\` integer not null default (cast(unixepoch('subsec') * 1000 as integer)), \`expires_at\` integer check (typeof(expires_at) = 'integer' and expires_at >= 100000000000 and expires_at < 10000000000000) not null, constraint \`market_data_cache_created_at_is_an_instant\` check (typeof(created_at) = 'integer' and created_at >= 100000000000 and created_at < 10000000000000), constraint \`market_data_cache_expires_later\` check (expires_at > created_at));`,
    );
    this.addSql(
      `create unique index \`idx_market_data_cache_cache_key\` on \`market_data_cache\` (\`cache_key\`);`,
    );
    this.addSql(`create index \`idx_market_data_cache_data_type\` on \`market_data_cache\` (\`data_type\`);`);
    this.addSql(
      `create index \`idx_market_data_cache_expires_at\` on \`market_data_cache\` (\`expires_at\`);`,
    );

    this.addSql(
      `create table \`option_contracts\` (\`id\` integer not null primary key autoincrement, \`symbol\` varchar(21) not null, \`underlying\` varchar(10) check (underlying glob '[A-Z]*' and underlying not glob '*[^A-Z.]*' and length(underlying) <= 10) not null default 'SPY', \`strike\` decimal(10,4) check (strike > 0 and strike < 1000000) not null, \`option_type\` varchar(4) check (\`option_type\` in ('call', 'put')) not null, \`expiration_date\` date check (expiration_date glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and date(expiration_date) is expiration_date) not null, \`bid\` decimal(10,4) check (bid > 0 and bid < 1000000) null, \`ask\` decimal(10,4) check (ask > 0 and ask < 1000000) null, \`last_price\` decimal(10,4) check (last_price > 0 and last_price < 1000000) null, \`volume\` numeric check (volume >= 0 and volume < 1000000000000000) null default 0, \`open_interest\` numeric check (open_interest >= 0 and open_interest < 1000000000000000) null default 0, \`timestamp\` integer check (typeof(timestamp) = 'integer' and timestamp >= 100000000000 and timestamp < 10000000000000) not null, \`created_at\` integer not null default (cast(unixepoch('subsec') * 1000 as integer)), \`bid_size\` numeric check (bid_size >= 0 and bid_size < 1000000000000000) null, \`ask_size\` numeric check (ask_size >= 0 and ask_size < 1000000000000000) null, \`previous_close\` decimal(10,4) check (previous_close > 0 and previous_close < 1000000) null, \`implied_volatility\` real check (implied_volatility >= 0 and implied_volatility < 1000) null, \`delta\` real check (delta > -1000000000 and delta < 1000000000) null, \`gamma\` real check (gamma > -1000000000 and gamma < 1000000000) null, \`theta\` real check (theta > -1000000000 and theta < 1000000000) null, \`vega\` real check (vega > -1000000000 and vega < 1000000000) null, \`greeks_source\` varchar(6) check (\`greeks_source\` in ('vendor', 'model')) null, \`underlying_price\` decimal(10,4) check (underlying_price > 0 and underlying_price < 1000000) null, \`underlying_price_source\` varchar(6) check (\`underlying_price_source\` in ('chain', 'quote', 'parity')) null, \`quoted_at\` integer check (quoted_at is null or (typeof(quoted_at) = 'integer' and quoted_at >= 100000000000 and quoted_at < 10000000000000)) null, \`is_listed\` integer check (is_listed in (0,1)) not null default 1, constraint \`option_contracts_created_at_is_an_instant\` check (typeof(created_at) = 'integer' and created_at >= 100000000000 and created_at < 10000000000000), constraint \`option_contracts_symbol_agrees\` check (symbol = replace(underlying,'.','')||substr(expiration_date,3,2)||substr(expiration_date,6,2)||substr(expiration_date,9,2)||upper(substr(option_type,1,1))||printf('%08d',cast(round(strike * 1000) as integer)) and length(symbol) >= 16 and length(symbol) <= 21 and strike < 100000 and abs(strike * 1000 - round(strike * 1000)) < 0.001), constraint \`option_contracts_expires_on_a_weekday\` check (strftime('%w',expiration_date) <> '0' and (strftime('%w',expiration_date) <> '6' or expiration_date < '2015-02-01')));`,
    );
    this.addSql(`create index \`idx_option_contracts_timestamp\` on \`option_contracts\` (\`timestamp\`);`);
    this.addSql(
      `create index \`idx_option_contracts_underlying_expiration_date\` on \`option_contracts\` (\`underlying\`, \`expiration_date\`);`,
    );
    this.addSql(
      `create index \`idx_option_contracts_strike_option_type\` on \`option_contracts\` (\`strike\`, \`option_type\`);`,
    );
    this.addSql(
      `create unique index \`idx_option_contracts_symbol_timestamp\` on \`option_contracts\` (\`symbol\`, \`timestamp\`);`,
    );

    this.addSql(
      `create table \`poll_gaps\` (\`id\` integer not null primary key autoincrement, \`job\` varchar(50) check (length(job) >= 1 and length(job) <= 50) not null, \`session_date\` date check (session_date glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and date(session_date) is session_date) not null, \`started_at\` integer check (typeof(started_at) = 'integer' and started_at >= 100000000000 and started_at < 10000000000000) not null, \`ended_at\` integer check (ended_at is null or (typeof(ended_at) = 'integer' and ended_at >= 100000000000 and ended_at < 10000000000000)) null, \`reason\` text not null, \`created_at\` integer not null default (cast(unixepoch('subsec') * 1000 as integer)), constraint \`poll_gaps_created_at_is_an_instant\` check (typeof(created_at) = 'integer' and created_at >= 100000000000 and created_at < 10000000000000), constraint \`poll_gaps_ends_later\` check (ended_at is null or ended_at >= started_at));`,
    );
    this.addSql(
      `create index \`idx_poll_gaps_session_date_job\` on \`poll_gaps\` (\`session_date\`, \`job\`);`,
    );
    this.addSql(
      `create unique index \`idx_poll_gaps_job_open\` on \`poll_gaps\` (\`job\`) where ended_at is null;`,
    );

    this.addSql(
      `create table \`spy_quotes\` (\`id\` integer not null primary key autoincrement, \`symbol\` varchar(10) check (symbol glob '[A-Z]*' and symbol not glob '*[^A-Z.]*' and length(symbol) <= 10) not null default 'SPY', \`price\` decimal(10,4) check (price > 0 and price < 1000000) not null, \`bid\` decimal(10,4) check (bid > 0 and bid < 1000000) null, \`ask\` decimal(10,4) check (ask > 0 and ask < 1000000) null, \`volume\` numeric check (volume >= 0 and volume < 1000000000000000) null, \`timestamp\` integer check (typeof(timestamp) = 'integer' and timestamp >= 100000000000 and timestamp < 10000000000000) not null, \`source\` varchar(20) check (\`source\` in ('polygon', 'simulator')) not null default 'polygon', \`created_at\` integer not null default (cast(unixepoch('subsec') * 1000 as integer)), \`day_open\` decimal(10,4) check (day_open > 0 and day_open < 1000000) null, \`day_high\` decimal(10,4) check (day_high > 0 and day_high < 1000000) null, \`day_low\` decimal(10,4) check (day_low > 0 and day_low < 1000000) null, \`previous_close\` decimal(10,4) check (previous_close > 0 and previous_close < 1000000) null, \`vwap\` decimal(10,4) check (vwap > 0 and vwap < 1000000) null, \`tier\` varchar(20) check (\`tier\` in ('real-time', 'delayed', 'end-of-day', 'unknown')) not null default 'unknown', \`received_at\` integer check (typeof(received_at) = 'integer' and received_at >= 100000000000 and received_at < 10000000000000) not null, constraint \`spy_quotes_created_at_is_an_instant\` check (typeof(created_at) = 'integer' and created_at >= 100000000000 and created_at < 10000000000000));`,
    );
    this.addSql(`create index \`idx_spy_quotes_timestamp\` on \`spy_quotes\` (\`timestamp\`);`);
    this.addSql(
      `create index \`idx_spy_quotes_symbol_timestamp\` on \`spy_quotes\` (\`symbol\`, \`timestamp\`);`,
    );
  }

  override down(): void {
    this.addSql('drop table `spy_quotes`;');
    this.addSql('drop table `poll_gaps`;');
    this.addSql('drop table `option_contracts`;');
    this.addSql('drop table `market_data_cache`;');
    this.addSql('drop table `historical_prices`;');
    this.addSql('drop table `chain_polls`;');
    this.addSql('drop table `api_requests_log`;');
    this.addSql('pragma application_id = 0;');
  }
}
