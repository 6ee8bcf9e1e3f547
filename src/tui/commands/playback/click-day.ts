import { windowOf } from '../../dialogs/dialog-view.tsx';
import { dayAt } from '../../dialogs/playback/days.ts';
import type { CommandContext } from '../command.ts';
import { goToDay } from './days.ts';

/** A click on a recorded day of the calendar goes there. */
export async function clickDay(context: CommandContext, column: number, row: number): Promise<void> {
  const { store } = context;
  const state = store.getState();
  const { dialog } = state.ui;
  const open = windowOf(state);
  const date = dialog?.kind === 'days' && open ? dayAt(state, dialog, open, column, row) : null;
  if (date === null) return;
  store.dispatch({ type: 'day-selected', date });
  await goToDay(context);
}
