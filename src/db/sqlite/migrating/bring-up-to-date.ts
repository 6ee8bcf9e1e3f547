import { SpyglassError } from '../../../base/errors.ts';
import type { DatabaseConnection } from '../connection.ts';
import { checkKnown } from '../schema-version.ts';
import { planOf } from './look-before-migrating.ts';
import { type LargeLimits, refuseLarge } from './migration-plan.ts';

/** What opening does with a database of an older schema. */
export interface Migrating {
  /** `small`: those that nobody has to know of; `any`; `none`. */
  migrate: 'none' | 'small' | 'any';
  limits?: LargeLimits | undefined;
}

/**
 * Brings a database up to the newest schema, or checks that it is there already.
 *
 * Throws `SpyglassError`: `database_newer` when it has been through migrations that this version does not know,
 * `database_broken` when it belongs to another program, or is older and `migrate` is `none`, `migration_needed` when that
 * is more than a small one and `migrate` is `small`.
 */
export async function bringUpToDate(
  { orm, native }: DatabaseConnection,
  path: string,
  { migrate, limits }: Migrating,
): Promise<void> {
  checkKnown(native, path);
  const plan = planOf(native, path, limits);
  if (plan.pending.length === 0) return;
  if (migrate === 'none') {
    throw new SpyglassError('database_broken', `${path} has an older schema (${plan.from})`, {
      hint: `Run \`spyglass db migrate\`${plan.isLarge ? '.' : ', or start the daemon, which does the same.'}`,
    });
  }
  if (migrate === 'small') refuseLarge(plan);
  await orm.migrator.up();
}
