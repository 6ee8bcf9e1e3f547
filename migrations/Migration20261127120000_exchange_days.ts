import { Migration } from '@mikro-orm/migrations';

/** What the exchange said of its days. What the columns mean is said in `src/db/schema/exchange-days.ts`. */
export class Migration20261127120000_exchange_days extends Migration {
  override name = 'Migration20261127120000_exchange_days';

  override up(): void {
    this.addSql(
      `create table \`exchange_days\` (\`id\` integer not null primary key autoincrement, \`date\` date check (date glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and date(date) is date) not null, \`kind\` varchar(11) check (\`kind\` in ('closed', 'early-close')) not null, \`name\` varchar(100) check (length(name) <= 100) not null, \`told_by\` varchar(12) check (\`told_by\` in ('announcement', 'status')) not null, \`created_at\` integer not null default (cast(unixepoch('subsec') * 1000 as integer)), constraint \`exchange_days_created_at_is_an_instant\` check (typeof(created_at) = 'integer' and created_at >= 100000000000 and created_at < 10000000000000));`,
    );
    this.addSql(
      `create unique index \`idx_exchange_days_date_told_by\` on \`exchange_days\` (\`date\`, \`told_by\`);`,
    );
  }

  override down(): void {
    this.addSql(`drop table \`exchange_days\`;`);
  }
}
