import { timeForms } from '../../market/calendar/typed-time/time-forms.ts';
import { archiveOption, type CommandEntry, json, symbolOption } from './command-entry.ts';

/** What takes recordings out, and in. */
export const exportCommands: readonly CommandEntry[] = [
  {
    usage: 'export <table>',
    description:
      'recorded rows as CSV, NDJSON or Parquet: chain, quotes, levels, bars, usage or gaps; also beside a running daemon',
    options: [
      symbolOption('of this symbol; of the one that is recorded first by default'),
      ['--from <time>', `a day, or an instant by New York’s clock: ${timeForms}; the first row by default`],
      ['--to <time>', 'the same; the day or the instant is included; the last row by default'],
      ['--expiry <date>', 'chain, levels: of this expiration only'],
      ['--strikes <band>', 'chain: 680-700, or ±3% around the underlying’s prices of the day'],
      [
        '--sample <step>',
        'chain: the whole chain at each instant of a grid such as 1m, and not what changed',
      ],
      ['--rebuilt', 'chain, levels: with rebuilt minutes where nothing was recorded'],
      ['--timeframe <name>', 'bars: daily, 1hour, 15min or 1min; all by default'],
      ['--format <name>', 'csv, ndjson or parquet; by the name of the file, else csv'],
      ['--times <style>', 'iso (with New York’s offset) or epoch (milliseconds); iso by default'],
      ['-o, --output <file>', 'write this file instead of standard output'],
      ['--force', 'replace the file if it exists'],
      archiveOption,
      ['--skip-unreadable', 'go on without archived sessions that are missing or damaged'],
    ],
    async load() {
      const [{ exportTable }, { takeLessMemory }] = await Promise.all([
        import('../export/export.ts'),
        import('../export/less-memory.ts'),
      ]);
      takeLessMemory();
      return exportTable;
    },
  },
  {
    usage: 'import <directory>',
    description:
      'take the sessions of another machine’s archive into this one; what is recorded or archived here stays as it is',
    options: [
      symbolOption('of this symbol; of all by default'),
      ['--dry-run', 'read them, and only say what would come of each'],
      json,
    ],
    host: 'refused',
    load: async () => (await import('../archive-import/import.ts')).importArchive,
  },
];
