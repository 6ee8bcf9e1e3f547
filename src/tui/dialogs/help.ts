import type { Command } from '../commands/command.ts';
import { helpCommands } from '../commands/commands-table.ts';
import { matchingCommands } from '../commands/help.ts';
import { keyLabel } from '../commands/keys.ts';
import { type KeyOf, withKeys } from '../commands/named-keys.ts';
import type { Line } from '../draw/line.ts';
import { alignLeft } from '../draw/width.ts';
import { keyHints } from '../panes/key-hints.ts';
import type { DashboardState } from '../state/state.ts';
import type { Dialog } from '../state/ui.ts';
import { type DialogWindow, dialogWindow } from './window.ts';

const keysCells = 16;

const keysText = ({ keys }: Command) => keys.map(keyLabel).join('  ');

/** The commands with their keys, as many as what was typed matches; those that cannot be used now say why when they are selected, and when they are run. */
export function helpWindow(
  state: DashboardState,
  dialog: Extract<Dialog, { kind: 'help' }>,
  keyOf: KeyOf,
): DialogWindow {
  const { columns, rows } = state.ui;
  const { selected, query } = dialog;
  const all = helpCommands(state);
  const commands = matchingCommands(all, query);
  // As wide and high as the whole list, so that typing does not make it jump.
  const width = Math.min(columns - 10, keysCells + Math.max(...all.map(({ summary }) => summary.length)));
  const height = Math.min(all.length, rows - 8);
  const top = Math.max(0, Math.min(selected - Math.floor(height / 2), commands.length - height));
  const listed = commands.slice(top, top + height).map((command, row): Line => {
    const background = top + row === selected ? 'selection' : undefined;
    const isUsable = command.isEnabled(state) === true;
    return [
      [alignLeft(keysText(command), keysCells), isUsable ? 'key' : 'faint', background],
      [alignLeft(command.summary, width - keysCells), isUsable ? 'text' : 'faint', background],
    ];
  });
  const none: Line[] = commands.length === 0 ? [[[`Nothing matches “${query}”.`, 'dim']]] : [];
  const body = [...listed, ...none];
  const search: Line = [
    [': ', 'key'],
    [query],
    ['▏', 'accent'],
    [query === '' ? ' type to search' : '', 'faint'],
    [' '.repeat(Math.max(0, width - query.length - 20))],
  ];
  const enabled = commands[selected]?.isEnabled(state) ?? true;
  const reason: Line = enabled === true ? [] : [[withKeys(enabled, state), 'warning']];
  const filled = [...body, ...Array.from({ length: Math.max(0, height - body.length) }, (): Line => [])];
  const note = keyHints(keyOf, [
    ['help-down', 'select'],
    ['help-run', 'run'],
    ['help-close', 'close'],
  ]);
  return dialogWindow({ title: 'Help', body: [search, reason, ...filled], note }, state.ui);
}
