import { Migration } from '@mikro-orm/migrations';

/** Alerts on their way to a person. What the columns mean is said in `src/db/schema/alerts/alert-deliveries.ts`. */
export class Migration20261128180000_alert_deliveries extends Migration {
  override name = 'Migration20261128180000_alert_deliveries';

  override up(): void {
    this.addSql(
      `create table \`alert_deliveries\` (\`id\` integer not null primary key autoincrement, \`alert_id\` varchar(64) check (length(alert_id) between 8 and 64 and alert_id not glob '*[^0-9a-f]*') not null, \`channel\` varchar(10) check (\`channel\` in ('command', 'webhook', 'desktop')) not null, \`timestamp\` integer check (typeof(timestamp) = 'integer' and timestamp >= 100000000000 and timestamp < 10000000000000) not null, \`alert\` text check (json_valid(alert) and json_type(alert) = 'object') not null, \`attempts\` integer check (typeof(attempts) = 'integer' and attempts >= 0) not null, \`next_attempt_at\` integer check (next_attempt_at is null or (typeof(next_attempt_at) = 'integer' and next_attempt_at >= 100000000000 and next_attempt_at < 10000000000000)) null, \`expires_at\` integer check (typeof(expires_at) = 'integer' and expires_at >= 100000000000 and expires_at < 10000000000000) not null, \`last_error\` text check (last_error is null or length(last_error) >= 1) null, \`delivered_at\` integer check (delivered_at is null or (typeof(delivered_at) = 'integer' and delivered_at >= 100000000000 and delivered_at < 10000000000000)) null, \`given_up_at\` integer check (given_up_at is null or (typeof(given_up_at) = 'integer' and given_up_at >= 100000000000 and given_up_at < 10000000000000)) null, constraint \`alert_deliveries_wait_or_have_ended\` check ((next_attempt_at is not null) + (delivered_at is not null) + (given_up_at is not null) = 1), constraint \`alert_deliveries_given_up_has_a_reason\` check (given_up_at is null or last_error is not null));`,
    );
    this.addSql(`create index \`idx_alert_deliveries_timestamp\` on \`alert_deliveries\` (\`timestamp\`);`);
    this.addSql(
      `create index \`idx_alert_deliveries_next_attempt_at\` on \`alert_deliveries\` (\`next_attempt_at\`) where next_attempt_at is not null;`,
    );
    this.addSql(
      `create unique index \`idx_alert_deliveries_alert_id_channel\` on \`alert_deliveries\` (\`alert_id\`, \`channel\`);`,
    );
  }

  override down(): void {
    this.addSql(`drop table \`alert_deliveries\`;`);
  }
}
