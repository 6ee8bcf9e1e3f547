import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { messageOf, SpyglassError } from '../../base/errors.ts';

const shape = z.object({ limits: z.array(z.string()) });

/** The limits of the plan that the user has seen, by name. */
export interface SeenLimits {
  /** As far as they were kept; none where nothing or nonsense is there. */
  limits: readonly string[];
  /** @throws SpyglassError `data_dir` */
  keep(limits: readonly string[]): Promise<void>;
}

/** The limits of the plan that the user of this database has seen, in a small file next to it. */
export async function openSeenLimits(dataDir: string): Promise<SeenLimits> {
  const file = path.join(dataDir, 'plan-seen.json');
  return {
    limits: await read(file),
    async keep(limits) {
      try {
        await writeFile(file, `${JSON.stringify({ limits })}\n`, { mode: 0o600 });
      } catch (error) {
        throw new SpyglassError('data_dir', `${file} cannot be written: ${messageOf(error)}`, {
          cause: error,
        });
      }
    },
  };
}

/** A file that is not there, or that makes no sense, says that nothing was seen: the worst of it is a line said twice. */
async function read(file: string): Promise<readonly string[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  try {
    return shape.parse(JSON.parse(text)).limits;
  } catch {
    return [];
  }
}
