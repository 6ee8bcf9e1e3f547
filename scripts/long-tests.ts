import { readFileSync } from 'node:fs';

/** All tests of such a file are long. */
export const isLongFile = (file: string): boolean => /\.long\.test\.tsx?$/.test(file);

/** Whether a file declares long tests among others. It imports `test/support/long.ts` itself, and not by a helper. */
export const hasLongTests = (file: string): boolean => readFileSync(file, 'utf8').includes("/long.ts'");
