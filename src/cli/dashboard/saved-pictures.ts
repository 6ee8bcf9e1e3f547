import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { SavedFile, SavedPictures } from '../../tui/saved-picture/saved-files.ts';
import type { Environment } from '../invocation/environment.ts';

/** Saves pictures into `pictures/` of a data directory, which is made when it is needed. */
export function openSavedPictures(
  dataDir: string,
  { env, appVersion }: Pick<Environment, 'env' | 'appVersion'>,
): SavedPictures {
  const directory = path.join(dataDir, 'pictures');
  return {
    appVersion,
    async write(name, files) {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      const unfinished = await mkdtemp(path.join(directory, '.saving-'));
      try {
        await writeAll(unfinished, files);
        return shortPath(await moveTo(path.join(directory, name), unfinished), env.HOME);
      } catch (error) {
        await rm(unfinished, { recursive: true, force: true });
        throw error;
      }
    },
  };
}

async function writeAll(folder: string, files: readonly SavedFile[]): Promise<void> {
  for (const { name, text } of files) {
    await writeFile(path.join(folder, name), text, { flag: 'wx', mode: 0o600 });
  }
}

/** What a rename says, by system, where something stands in its way. */
const taken = ['EEXIST', 'ENOTEMPTY', 'ENOTDIR', 'EPERM', 'EISDIR'];
/** So often within the same second, nobody presses a key. */
const maxOfOneName = 1000;

/** Moves a folder to a name that is free: `folder`, `folder-2`, … */
async function moveTo(folder: string, unfinished: string): Promise<string> {
  for (let number = 1; ; number++) {
    const free = number === 1 ? folder : `${folder}-${number}`;
    try {
      await rename(unfinished, free);
      return free;
    } catch (error) {
      const isTaken = taken.includes((error as NodeJS.ErrnoException).code ?? '');
      if (!isTaken || number === maxOfOneName) throw error;
    }
  }
}

/** With `~` for the home directory, so that more of it fits on a line. */
function shortPath(folder: string, home: string | undefined): string {
  return home && folder.startsWith(home + path.sep) ? `~${folder.slice(home.length)}` : folder;
}
