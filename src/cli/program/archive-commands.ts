import { type CommandGroup, json, symbolOption } from './command-entry.ts';

const ofOne = symbolOption('of this symbol; of all by default');

/** `spyglass archive …`: sessions that are over, as Parquet files. */
export const archiveCommands: CommandGroup = {
  name: 'archive',
  description: 'the archive of sessions that are over',
  commands: [
    {
      usage: 'list',
      description: 'what is archived, since when and where, and what waits',
      options: [ofOne, json],
      load: async () => (await import('../archive/archive-list.ts')).archiveList,
    },
    {
      usage: 'verify [date]',
      description: 'read archived files, of one date or of all, and hold them to what was written',
      options: [ofOne, json],
      load: async () => (await import('../archive/archive-work.ts')).archiveVerify,
    },
    {
      usage: 'now <date>',
      description: 'archive a trade date that is over, without waiting for its turn',
      options: [
        ofOne,
        ['--replace', 'write it anew; files there that are damaged, or another recording’s, are moved aside'],
        json,
      ],
      load: async () => (await import('../archive/archive-work.ts')).archiveNow,
    },
    {
      usage: 'forget <date>',
      description: 'give up a session whose files are lost and whose rows have left the database',
      options: [symbolOption('of this symbol; needed'), ['--yes', 'do not ask'], json],
      load: async () => (await import('../archive/archive-forget.ts')).archiveForget,
    },
  ],
};
