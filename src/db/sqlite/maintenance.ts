import type { Maintenance } from '../../recordings/maintenance.ts';
import { backUp } from './files/backup.ts';
import type { NativeDatabase } from './connection.ts';
import { newestSchemaVersion, schemaVersion } from './schema-version.ts';
import { databaseBytes } from './table-status.ts';

/** More lines than this say nothing new about a broken file. */
const maxProblems = 20;

/** Lines of SQLite’s that name no damage. All that is wrong with the pages of a database is one entry, headed so. */
const namesNothing = /^(ok|\*\*\* in database .* \*\*\*|\s*)$/;

/** @param journal what the journal should be; a temporary copy has none */
export function createMaintenance(
  native: NativeDatabase,
  path: string,
  journal: 'wal' | 'off' = 'wal',
): Maintenance {
  const pragma = (name: string) => native.pragma(name, { simple: true });
  return {
    async check(depth = 'quick') {
      const name = depth === 'full' ? 'integrity_check' : 'quick_check';
      const found = native.prepare<[], string>(`pragma ${name}(${maxProblems})`).pluck().all();
      const problems = found.flatMap((entry) => entry.split('\n')).filter((line) => !namesNothing.test(line));
      const orphans = native.prepare('pragma foreign_key_check').all().length;
      if (orphans > 0) problems.push(`${orphans} rows refer to rows that do not exist`);
      const version = schemaVersion(native);
      if (version !== newestSchemaVersion)
        problems.push(`the schema is ${version}, not ${newestSchemaVersion}`);
      const journalMode = String(pragma('journal_mode'));
      if (journalMode !== journal) problems.push(`the journal is ${journalMode}, not ${journal}`);
      return {
        isOk: problems.length === 0,
        problems,
        schemaVersion: version,
        newestSchemaVersion,
        journalMode,
        bytes: databaseBytes(native),
        freeBytes: Number(pragma('freelist_count')) * Number(pragma('page_size')),
      };
    },
    backup: (file) => backUp(native, path, file),
  };
}
