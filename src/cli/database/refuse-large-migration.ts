import { ignoreMissing } from '../invocation/answer-source.ts';

/**
 * Before a running recording is stopped: the daemon of this version must be able to go on with it at once.
 * @throws SpyglassError `migration_needed`; others that opening would throw, too
 */
export async function refuseLargeMigration(databasePath: string): Promise<void> {
  const [{ lookBeforeMigrating }, { refuseLarge }] = await Promise.all([
    import('../../db/sqlite/migrating/look-before-migrating.ts'),
    import('../../db/sqlite/migrating/migration-plan.ts'),
  ]);
  const plan = await lookBeforeMigrating({ path: databasePath }).catch(ignoreMissing);
  if (plan) refuseLarge(plan);
}
