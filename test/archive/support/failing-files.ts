import { type ArchiveFiles, diskFiles } from '../../../src/archive/files/archive-files.ts';

/** What changes something on the disk, and may fail. */
export type FileStep = 'makeDirectory' | 'create' | 'write' | 'sync' | 'rename' | 'syncDirectory' | 'remove';

/**
 * The machine's file system, which asks `onStep` before each change of the disk: what that throws, the change throws. Nothing
 * waits for the disk, since no test takes its power away.
 */
export function watchedFiles(onStep: (step: FileStep, path: string) => void): ArchiveFiles {
  return {
    ...diskFiles,
    async makeDirectory(directory) {
      onStep('makeDirectory', directory);
      await diskFiles.makeDirectory(directory);
    },
    async create(path) {
      onStep('create', path);
      const file = await diskFiles.create(path);
      return {
        async write(bytes) {
          onStep('write', path);
          await file.write(bytes);
        },
        async sync() {
          onStep('sync', path);
        },
        close: () => file.close(),
      };
    },
    async rename(from, to) {
      onStep('rename', from);
      await diskFiles.rename(from, to);
    },
    async syncDirectory(directory) {
      onStep('syncDirectory', directory);
    },
    async remove(directory) {
      onStep('remove', directory);
      await diskFiles.remove(directory);
    },
  };
}

/** As a process that is killed at its n-th change: from then on nothing changes any more, tidying included. */
export function killedAt(n: number): { files: ArchiveFiles; steps(): number } {
  let steps = 0;
  const files = watchedFiles(() => {
    steps += 1;
    if (steps >= n) throw new Error('killed');
  });
  return { files, steps: () => steps };
}

/** A failure as Node tells it. */
export function systemError(code: string, syscall: string, path: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: ${syscall} '${path}'`), { code, syscall, path });
}
