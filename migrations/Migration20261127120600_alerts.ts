import { Migration } from '@mikro-orm/migrations';

/** What was told. What the columns mean is said in `src/db/schema/alerts.ts`. */
export class Migration20261127120600_alerts extends Migration {
  override name = 'Migration20261127120600_alerts';

  override up(): void {
    this.addSql(
      `create table \`alerts\` (\`id\` integer not null primary key autoincrement, \`timestamp\` integer check (typeof(timestamp) = 'integer' and timestamp >= 100000000000 and timestamp < 10000000000000) not null, \`kind\` varchar(20) check (\`kind\` in ('gamma-flip', 'call-wall', 'put-wall', 'expected-move', 'volatility', 'skew', 'rule')) not null, \`symbol\` varchar(10) check (symbol glob '[A-Z]*' and symbol not glob '*[^A-Z.]*' and length(symbol) <= 10) not null, \`message\` text check (length(message) >= 1) not null, \`direction\` varchar(4) check (\`direction\` in ('up', 'down')) not null, \`value\` real check (value > -1000000000000000 and value < 1000000000000000) not null, \`level\` real check (level > -1000000000000000 and level < 1000000000000000) not null, \`rule\` text null, \`source\` varchar(20) check (\`source\` in ('polygon', 'simulator')) not null default 'polygon', \`created_at\` integer not null default (cast(unixepoch('subsec') * 1000 as integer)), constraint \`alerts_created_at_is_an_instant\` check (typeof(created_at) = 'integer' and created_at >= 100000000000 and created_at < 10000000000000), constraint \`alerts_rule_has_a_text\` check ((rule is not null) = (kind = 'rule')));`,
    );
    this.addSql(`create index \`idx_alerts_timestamp\` on \`alerts\` (\`timestamp\`);`);
  }

  override down(): void {
    this.addSql(`drop table \`alerts\`;`);
  }
}
