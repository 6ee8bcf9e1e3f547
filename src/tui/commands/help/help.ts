import { dialogColumns, dialogRows } from '../../dialogs/window.ts';
import type { DashboardState } from '../../state/state.ts';
import type { Command, CommandContext } from '../command.ts';
import { keyLabel } from '../../keys/keys.ts';
import { searchWords } from './search-words.ts';

/** All that the help finds a command by. */
function textOf({ id, keys, label, summary }: Command): string {
  return `${keys.map(keyLabel).join(' ')} ${label} ${summary} ${searchWords[id] ?? ''}`.toLowerCase();
}

/**
 * The commands that contain every typed word in their keys, label, summary or other words, those first that contain the
 * words as they were typed; all of them for an empty query.
 */
export function matchingCommands(commands: readonly Command[], query: string): readonly Command[] {
  const words = query
    .toLowerCase()
    .split(' ')
    .filter((word) => word !== '');
  const phrase = words.join(' ');
  const found = commands.filter((command) => words.every((word) => textOf(command).includes(word)));
  const hasPhrase = (command: Command) => textOf(command).includes(phrase);
  return [...found.filter(hasPhrase), ...found.filter((command) => !hasPhrase(command))];
}

const helpDialog = ({ ui }: DashboardState) => (ui.dialog?.kind === 'help' ? ui.dialog : null);

/** Opens the help with nothing searched for. */
export function openHelp({ store }: CommandContext): void {
  store.dispatch({ type: 'dialog-opened', dialog: { kind: 'help', selected: 0, query: '' } });
}

export function moveHelp({ store }: CommandContext, commands: readonly Command[], by: number): void {
  const dialog = helpDialog(store.getState());
  if (!dialog) return;
  const last = matchingCommands(commands, dialog.query).length - 1;
  store.dispatch({ type: 'help-moved', selected: Math.max(0, Math.min(last, dialog.selected + by)) });
}

/** With fewer columns, a summary takes a second line. */
const wideColumns = 100;

/** About how many commands fit on the screen. */
export function helpPage({ ui }: DashboardState): number {
  const rows = dialogRows(ui) - 3;
  return Math.max(1, dialogColumns(ui) >= wideColumns ? rows : Math.floor(rows / 2));
}

const longestQuery = 40;

/** Adds a character to what is searched for. */
export function typeIntoHelp({ store }: CommandContext, character: string): void {
  const dialog = helpDialog(store.getState());
  if (!dialog || dialog.query.length >= longestQuery || (dialog.query === '' && character === ' ')) return;
  store.dispatch({ type: 'help-typed', query: dialog.query + character });
}

export function eraseInHelp({ store }: CommandContext): void {
  const dialog = helpDialog(store.getState());
  if (dialog) store.dispatch({ type: 'help-typed', query: dialog.query.slice(0, -1) });
}

export function runSelected(context: CommandContext, commands: readonly Command[]): void {
  const dialog = helpDialog(context.store.getState());
  const selected = dialog ? matchingCommands(commands, dialog.query)[dialog.selected] : undefined;
  context.store.dispatch({ type: 'dialog-closed' });
  if (selected) context.runCommand(selected.id);
}
