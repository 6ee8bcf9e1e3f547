/** Values that are asked of `spyglass complete` while somebody types. */
export const askedKinds = [
  'symbol',
  'date',
  'archived-date',
  'waiting-date',
  'expiration',
  'added-rule',
] as const;
export type AskedKind = (typeof askedKinds)[number];

/** What may stand in a place of the command line: words that the script has, something to be asked for, or any text. */
export type ValueKind =
  | { words: readonly string[] }
  | { ask: AskedKind }
  | { path: 'file' | 'directory' }
  | 'text';

/** Words of other tables, which are loaded only where a script is made. */
export interface OtherTables {
  plans: readonly string[];
  faults: readonly string[];
  exports: readonly string[];
  shells: readonly string[];
  measures: readonly string[];
}

const [symbol, date, expiration] = (['symbol', 'date', 'expiration'] as const).map((ask) => ({ ask }));
const [file, directory] = (['file', 'directory'] as const).map((path) => ({ path }));

/** By flag, or by command and flag where commands differ; and by command and number of the argument. */
export function valueKinds(tables: OtherTables): Readonly<Record<string, ValueKind | undefined>> {
  const timeframes = { words: ['daily', '1hour', '15min'] };
  return {
    '--symbol': symbol,
    '--expiry': expiration,
    '--data-dir': directory,
    '--archive': directory,
    '--config': file,
    '--socket': file,
    '--output': file,
    '--plan': { words: tables.plans },
    '--fault': { words: tables.faults },
    '--format': { words: ['csv', 'ndjson', 'parquet'] },
    '--times': { words: ['iso', 'epoch'] },
    '--sample': { words: ['1m', '5m', '15m', '1h'] },
    '--timeframe': timeframes,
    'export --timeframe': { words: [...timeframes.words, '1min'] },
    '--replay': date,
    '--from': date,
    '--to': date,
    'replay --from': { words: ['open', 'close'] },
    'events --from': { words: ['open', 'close'] },
    'events --to': { words: ['open', 'close'] },
    // What is fetched is not recorded yet.
    'backfill --from': 'text',
    'backfill --to': 'text',
    'replay --speed': { words: ['1', '10', '60', '600'] },
    'events --speed': { words: ['1', '10', '60', 'max'] },
    '--strikes': 'text',
    '--host': 'text',
    '--clock': 'text',
    '--at': 'text',
    '--since': 'text',
    'quote 1': symbol,
    'chain 1': symbol,
    'levels 1': symbol,
    'last-trade 1': symbol,
    'backfill 1': symbol,
    'levels recompute 1': date,
    'replay 1': date,
    'rebuild 1': date,
    'refresh 1': { words: ['quote', 'chain', 'bars', 'all'] },
    'archive verify 1': { ask: 'archived-date' },
    'archive now 1': { ask: 'waiting-date' },
    'archive forget 1': { ask: 'archived-date' },
    'alerts add 1': { words: tables.measures },
    'alerts remove 1': { ask: 'added-rule' },
    'export 1': { words: tables.exports },
    'import 1': directory,
    'db backup 1': file,
    'db copy 1': { words: ['to-store', 'from-store'] },
    'db copy 2': file,
    'service 1': { words: ['install', 'uninstall', 'status'] },
    'config 1': { words: ['show', 'path', 'init'] },
    'calendar 1': 'text',
    'completion 1': { words: tables.shells },
    // Those are its commands, as the tree lists them.
    'help 1': 'text',
  };
}
