import type { CopyUnderWay } from '../../recordings/recording.ts';
import { bytes } from '../status/amounts.ts';
import { duration } from '../status/amounts.ts';

/** What is said before a copy is made. */
export function copyText({ path, directory, bytes: size, reason, expectedMs }: CopyUnderWay): string {
  const why = reason === 'older-schema' ? 'is of an older schema' : 'lies where nothing may be written';
  const time = expectedMs === null || expectedMs < 1000 ? '' : `, ready in about ${duration(expectedMs)}`;
  return `${path} ${why}: a temporary copy is read (${bytes(size)} in ${directory}${time}). The recording stays as it is.`;
}
