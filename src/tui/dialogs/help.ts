import type { Command } from '../commands/command.ts';
import { helpCommands } from '../commands/commands-table.ts';
import { keyLabel } from '../commands/keys.ts';
import type { Line } from '../draw/line.ts';
import { alignLeft } from '../draw/width.ts';
import type { DashboardState } from '../state/state.ts';
import { type DialogWindow, dialogWindow } from './window.ts';

const keysCells = 16;

const keysText = ({ keys }: Command) => keys.map(keyLabel).join('  ');

/** All commands with their keys; those that cannot be used now say why when they are run. */
export function helpWindow(state: DashboardState, selected: number): DialogWindow {
  const { columns, rows } = state.ui;
  const commands = helpCommands();
  const width = Math.min(
    columns - 10,
    keysCells + Math.max(...commands.map(({ summary }) => summary.length)),
  );
  const height = Math.min(commands.length, rows - 6);
  const top = Math.max(0, Math.min(selected - Math.floor(height / 2), commands.length - height));
  const body = commands.slice(top, top + height).map((command, row): Line => {
    const background = top + row === selected ? 'selection' : undefined;
    const isUsable = command.isEnabled(state) === true;
    return [
      [alignLeft(keysText(command), keysCells), isUsable ? 'key' : 'faint', background],
      [alignLeft(command.summary, width - keysCells), isUsable ? 'text' : 'faint', background],
    ];
  });
  const note: Line = [
    ['↑↓', 'key'],
    [' select  ', 'dim'],
    ['Enter', 'key'],
    [' run  ', 'dim'],
    ['Esc', 'key'],
    [' close', 'dim'],
  ];
  return dialogWindow({ title: 'Help', body, note }, state.ui);
}
