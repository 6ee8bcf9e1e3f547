import { Migration } from '@mikro-orm/migrations';

/**
 * Which sessions the archive holds, and an index by which the trade dates of a symbol are found. What the columns mean is said
 * in `src/db/schema/archived-sessions.ts`.
 */
export class Migration20261128170000_archived_sessions extends Migration {
  override name = 'Migration20261128170000_archived_sessions';

  override up(): void {
    this.addSql(
      `create table \`archived_sessions\` (\`id\` integer not null primary key autoincrement, \`underlying\` varchar(10) check (((underlying glob '[A-Z]*' and underlying not glob '*[^A-Z.]*') or (underlying glob 'I:[A-Z]*' and substr(underlying,3) not glob '*[^A-Z0-9]*')) and length(underlying) <= 10) not null, \`date\` date check (date glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and date(date) is date) not null, \`polls\` integer check (typeof(polls) = 'integer' and polls >= 0) not null, \`contracts\` integer check (typeof(contracts) = 'integer' and contracts >= 0) not null, \`quotes\` integer check (typeof(quotes) = 'integer' and quotes >= 0) not null, \`levels\` integer check (typeof(levels) = 'integer' and levels >= 0) not null, \`gaps\` integer check (typeof(gaps) = 'integer' and gaps >= 0) not null, \`alerts\` integer check (typeof(alerts) = 'integer' and alerts >= 0) not null, \`bytes\` integer check (typeof(bytes) = 'integer' and bytes >= 0) not null, \`hash\` varchar(64) check (length(hash) = 64 and hash not glob '*[^0-9a-f]*') not null, \`archived_at\` integer check (typeof(archived_at) = 'integer' and archived_at >= 100000000000 and archived_at < 10000000000000) not null, \`verified_at\` integer check (verified_at is null or (typeof(verified_at) = 'integer' and verified_at >= 100000000000 and verified_at < 10000000000000)) null, \`problem\` text check (problem is null or length(problem) >= 1) null, \`chains_removed_at\` integer check (chains_removed_at is null or (typeof(chains_removed_at) = 'integer' and chains_removed_at >= 100000000000 and chains_removed_at < 10000000000000)) null, \`quotes_removed_at\` integer check (quotes_removed_at is null or (typeof(quotes_removed_at) = 'integer' and quotes_removed_at >= 100000000000 and quotes_removed_at < 10000000000000)) null);`,
    );
    this.addSql(
      `create unique index \`idx_archived_sessions_date_underlying\` on \`archived_sessions\` (\`date\`, \`underlying\`);`,
    );
    this.addSql(
      `create index \`idx_spy_quotes_symbol_received_at\` on \`spy_quotes\` (\`symbol\`, \`received_at\`);`,
    );
  }

  override down(): void {
    this.addSql(`drop index \`idx_spy_quotes_symbol_received_at\`;`);
    this.addSql(`drop table \`archived_sessions\`;`);
  }
}
