/**
 * A word as it is recorded. `unknown` is what a client takes for a word of a newer daemon, and no recording holds it.
 * Throws `TypeError`.
 */
export function recordedWord<W extends string>(word: W | 'unknown'): Exclude<W, 'unknown'> {
  if (word === 'unknown') throw new TypeError('A recording holds no word that is not known');
  return word as Exclude<W, 'unknown'>;
}
