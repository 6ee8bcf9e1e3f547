import { Migration } from '@mikro-orm/migrations';

const instant = (column: string) =>
  `integer check (${column} is null or (typeof(${column}) = 'integer' and ${column} >= 100000000000 and ${column} < 10000000000000)) null`;

const openingOneSigma =
  'real check (opening_one_sigma is null or (opening_at is not null and opening_one_sigma > 0 and opening_one_sigma < 1000000000000000)) null';

/** What is new, in place; NULL in the rows there are, which means unknown. */
const addedColumns: readonly [table: string, column: string, definition: string][] = [
  ['chain_metrics', 'opening_one_sigma', openingOneSigma],
  ['recomputed_metrics', 'opening_one_sigma', openingOneSigma],
  ['poll_gaps', 'noticed_at', instant('noticed_at')],
  ['poll_gaps', 'end_noticed_at', instant('end_noticed_at')],
  ['historical_prices', 'received_at', instant('received_at')],
];

/**
 * What a recording has to know so that it can be played back: when a gap was noticed, when a bar was received, and how far
 * the opening of a session was expected to go; and indexes by which quotes and polls are read in the order in which they came.
 */
export class Migration20261128124000_times_of_notice extends Migration {
  override name = 'Migration20261128124000_times_of_notice';

  override up(): void {
    for (const [table, column, definition] of addedColumns) {
      this.addSql(`alter table \`${table}\` add column \`${column}\` ${definition};`);
    }
    this.addSql(`create index \`idx_spy_quotes_received_at\` on \`spy_quotes\` (\`received_at\`);`);
    this.addSql(
      `create index \`idx_chain_polls_underlying_timestamp_expiration_date\` on \`chain_polls\` (\`underlying\`, \`timestamp\`, \`expiration_date\`);`,
    );
  }

  override down(): void {
    this.addSql(`drop index \`idx_chain_polls_underlying_timestamp_expiration_date\`;`);
    this.addSql(`drop index \`idx_spy_quotes_received_at\`;`);
    for (const [table, column] of addedColumns.toReversed()) {
      this.addSql(`alter table \`${table}\` drop column \`${column}\`;`);
    }
  }
}
