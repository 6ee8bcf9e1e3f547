import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Instance } from '../../config/instance.ts';
import type { Tour } from '../../tui/show-tour.ts';

const fileOf = ({ lastOpenPath }: Instance) => path.join(path.dirname(lastOpenPath), 'tour-seen');

/** Whether nothing was recorded here and no dashboard was open before: to be asked before a daemon begins to record. */
export function isFirstStart(instance: Instance): boolean {
  const { databasePath, lastOpenPath } = instance;
  return ![databasePath, lastOpenPath, fileOf(instance)].some((file) => existsSync(file));
}

/** Notes beside the log that the tour is over; `settled` resolves once that is written, or could not be. */
export function openTour(instance: Instance): Tour & { settled(): Promise<void> } {
  const file = fileOf(instance);
  let writing: Promise<unknown> = Promise.resolve();
  const write = async () => {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, '', { mode: 0o600 });
  };
  return {
    end() {
      // What cannot be written is not said: all that is lost is that the tour comes once more.
      writing = Promise.allSettled([write()]);
    },
    settled: async () => {
      await writing;
    },
  };
}
