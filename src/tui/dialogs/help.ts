import type { Command } from '../commands/command.ts';
import { helpCommands } from '../commands/held-commands.ts';
import { matchingCommands } from '../commands/help/help.ts';
import type { KeyOf } from '../keys/key-of.ts';
import { keyLabel } from '../keys/keys.ts';
import { withKeys } from '../keys/named-keys.ts';
import type { Line } from '../render/line.ts';
import { alignLeft, wrapText } from '../render/width.ts';
import { keyHints } from '../panes/frame/key-hints.ts';
import type { DashboardState } from '../state/state.ts';
import type { Dialog } from '../state/ui/dialog.ts';
import { type DialogWindow, dialogColumns, dialogRows, dialogWindow } from './window.ts';

const keysCells = 16;

/** What was typed, and why the selected command cannot be used. */
const headRows = 2;

type HelpDialog = Extract<Dialog, { kind: 'help' }>;

const keysText = ({ keys }: Command) => keys.map(keyLabel).join('  ');

/** A command with its keys. A long summary continues in the next line. */
function commandLines(command: Command, width: number, isSelected: boolean, isUsable: boolean): Line[] {
  const background = isSelected ? 'selection' : undefined;
  return wrapText(command.summary, width - keysCells).map(
    (text, row): Line => [
      [alignLeft(row === 0 ? keysText(command) : '', keysCells), isUsable ? 'key' : 'faint', background],
      [alignLeft(text, width - keysCells), isUsable ? 'text' : 'faint', background],
    ],
  );
}

/** The lines that scroll, and which of them is the selected command. */
function listOf(state: DashboardState, { selected, query }: HelpDialog) {
  const all = helpCommands(state);
  // As wide and high as the whole list, so that typing does not make it jump.
  const width = Math.min(
    dialogColumns(state.ui),
    keysCells + Math.max(...all.map(({ summary }) => summary.length)),
  );
  const linesOf = (command: Command, isSelected: boolean) =>
    commandLines(command, width, isSelected, command.isEnabled(state) === true);
  const entries = matchingCommands(all, query).map((command, index) => linesOf(command, index === selected));
  const height = Math.min(
    all.flatMap((command) => linesOf(command, false)).length,
    dialogRows(state.ui) - headRows,
  );
  const before = entries.slice(0, selected).flat().length;
  return { width, height, lines: entries.flat(), selectedAt: before };
}

/**
 * The commands that match what was typed, with their keys. One that cannot be used now says why when it is selected or
 * run.
 */
export function helpWindow(state: DashboardState, dialog: HelpDialog, keyOf: KeyOf): DialogWindow {
  const { selected, query } = dialog;
  const { width, height, lines, selectedAt } = listOf(state, dialog);
  const none: Line[] = lines.length === 0 ? [[[`Nothing matches “${query}”.`, 'dim']]] : [];
  const listed = [...lines, ...none];
  const body = [...listed, ...Array.from({ length: Math.max(0, height - listed.length) }, (): Line => [])];
  const search: Line = [
    [': ', 'key'],
    [query],
    ['▏', 'accent'],
    [query === '' ? ' type to search' : '', 'faint'],
    [' '.repeat(Math.max(0, width - query.length - 20))],
  ];
  const enabled = matchingCommands(helpCommands(state), query)[selected]?.isEnabled(state) ?? true;
  const reason: Line = enabled === true ? [] : [[withKeys(enabled, state), 'warning']];
  const note = keyHints(keyOf, [
    ['help-down', 'select'],
    ['help-page-down', 'page'],
    ['help-run', 'run'],
    ['help-close', 'close'],
  ]);
  // The list follows what is selected in it.
  const screen = { ...state.ui, dialogTop: selectedAt - Math.floor(height / 2) };
  return dialogWindow({ title: 'Help', head: [search, reason], body, note }, screen);
}
