import type { KeyOf } from '../../keys/key-of.ts';
import type { Line } from '../../render/line.ts';

/** What the keys of some commands do; a command that no key means is left out. */
export function keyHints(
  keyOf: KeyOf,
  hints: readonly (readonly [command: string, what: string])[],
  gap = '  ',
): Line {
  const named = hints.flatMap(([command, what]) => {
    const key = keyOf(command);
    return key === null ? [] : [{ key, what }];
  });
  return named.flatMap(
    ({ key, what }, index): Line => [
      [index > 0 ? gap : '', 'dim'],
      [key, 'key'],
      [` ${what}`, 'dim'],
    ],
  );
}
