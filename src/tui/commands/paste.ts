import { sanitizeText } from '../../base/sanitize.ts';
import { typeIntoFilter } from './dialogs/filter.ts';
import type { CommandContext } from './command.ts';
import { scopeOf } from './dispatch.ts';
import { typeIntoHelp } from './help/help.ts';
import { typeIntoRule } from './dialogs/rule.ts';
import { typeIntoCondition } from './playback/condition-prompt.ts';
import { typeIntoTime } from './playback/time-prompt.ts';
import { typeIntoWatch } from './dialogs/watch.ts';

/** Longer than any field. */
const maxPasted = 80;

/** Pasted text goes into the open field, without control characters. Elsewhere it is ignored. */
export function pasteText(context: CommandContext, pasted: string): void {
  context.noteInput();
  const scope = scopeOf(context.store.getState());
  for (const character of sanitizeText(pasted, maxPasted)) {
    if (scope === 'help') typeIntoHelp(context, character);
    else if (scope === 'watch') typeIntoWatch(context, character.toUpperCase());
    else if (scope === 'filter') typeIntoFilter(context, character);
    else if (scope === 'time') typeIntoTime(context, character);
    else if (scope === 'condition') typeIntoCondition(context, character);
    else if (scope === 'rule') typeIntoRule(context, character);
  }
}
