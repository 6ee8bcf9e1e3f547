import { type CommandEntry, type CommandGroup, json, sameAsArgument, symbolOption } from './command-entry.ts';

/** What changes the recordings: polls, bars of the past, old rows. */
export const recordingCommands: readonly CommandEntry[] = [
  {
    usage: 'refresh [job]',
    description: 'poll now: quote, chain, bars or all',
    options: [
      symbolOption('of this recorded symbol; of the first one by default'),
      ['--force', 'past the cache'],
      json,
    ],
    load: async () => (await import('../commands/refresh.ts')).refresh,
  },
  {
    usage: 'backfill [symbol]',
    description: 'fetch the bars of earlier days that are not stored yet; Ctrl-C and run again to go on',
    options: [
      sameAsArgument,
      ['--timeframe <name>', 'daily, 1hour or 15min; daily by default'],
      ['--from <date>', 'first day; two years ago by default'],
      ['--to <date>', 'last day; today by default'],
      json,
    ],
    load: async () => (await import('../commands/backfill.ts')).backfill,
  },
  {
    usage: 'rebuild <date>',
    description:
      'put the chain of a past day together from the vendor’s minute bars, on calls that nothing else needs; Ctrl-C and run again to go on',
    options: [
      symbolOption('of this symbol; of the first one by default'),
      ['--expiry <date>', 'expiration date; the nearest one of that day by default'],
      ['--strikes <share>', 'strikes around the day’s prices, such as ±3%; all by default'],
      ['--remove', 'remove what was rebuilt of the day'],
      json,
    ],
    load: async () => (await import('../rebuild/rebuild.ts')).rebuild,
  },
  {
    usage: 'prune',
    description: 'remove rows past their retention',
    options: [
      ['--dry-run', 'only say what would go'],
      ['--not-archived', 'also what the archive does not hold, which is lost for ever then'],
      ['--yes', 'do not ask'],
      json,
    ],
    load: async () => (await import('../commands/prune.ts')).prune,
  },
];

/** `spyglass db …`: the database as a file. */
export const databaseCommands: CommandGroup = {
  name: 'db',
  description: 'look after the recordings',
  commands: [
    {
      usage: 'check',
      description: 'look for damage; exit code 0 when there is none',
      options: [['--quick', 'leave out comparing every index with its table'], json],
      host: 'refused',
      load: async () => (await import('../database/db.ts')).dbCheck,
    },
    {
      usage: 'backup <file>',
      description:
        'copy the recordings into a new file, also while the daemon records; of a shared store says which command does it',
      options: [json],
      host: 'refused',
      load: async () => (await import('../database/db.ts')).dbBackup,
    },
    {
      usage: 'migrate',
      description:
        'bring the recordings up to this version’s schema; the daemon does so when it starts, unless it takes long',
      options: [
        [
          '--dry-run',
          'only say what is due, how long it takes, what room it needs and where the backup goes',
        ],
        ['--yes', 'do not ask before a long one'],
        json,
      ],
      host: 'refused',
      load: async () => (await import('../database/db-migrate.ts')).dbMigrate,
    },
    {
      usage: 'copy <direction> [file]',
      description:
        'copy the recordings into the shared store that store.url names (to-store), or from there into a new database (from-store); compares all rows; Ctrl-C and run again to go on',
      options: [json],
      host: 'refused',
      load: async () => (await import('../database/db-copy.ts')).dbCopy,
    },
  ],
};
