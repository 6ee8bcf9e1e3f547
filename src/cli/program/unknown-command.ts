import type { Command } from 'commander';
import { SpyglassError } from '../../base/errors.ts';
import { closest } from '../../config/closest-word.ts';

/** The command that these words name: `daemon start`. @throws SpyglassError `usage` */
export function commandNamed(words: readonly string[], program: Command): Command {
  return words.reduce((parent, word) => {
    const found = parent.commands.find((command) => command.name() === word);
    if (!found) throw unknownCommand(word, parent);
    return found;
  }, program);
}

/** With the name that was probably meant. */
export function unknownCommand(word: string, parent: Command): SpyglassError {
  const names = parent.commands.map((command) => command.name());
  const close = closest(word.slice(0, 60), names);
  const of = parent.parent ? ` of ${parent.name()}` : '';
  return new SpyglassError(
    'usage',
    `There is no command ${JSON.stringify(word)}${of}${close ? `; did you mean ${close}?` : '.'}`,
    { hint: '`spyglass help` lists the commands.' },
  );
}
