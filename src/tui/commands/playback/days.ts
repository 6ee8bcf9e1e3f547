import { addDays } from '../../../market/calendar/new-york-time.ts';
import type { RecordedDay } from '../../../protocol/playback.ts';
import type { KeyName } from '../../../config/key-names.ts';
import { shownPlayback } from '../../state/selectors.ts';
import type { DashboardState } from '../../state/state.ts';
import { always, closeDialog } from '../command-parts.ts';
import type { Command, CommandContext } from '../command.ts';
import { comes } from './comes.ts';
import { canPlay, noDays, playedDate, sameTimeOn } from './playback-steps.ts';

const daysDialog = ({ ui }: DashboardState) => (ui.dialog?.kind === 'days' ? ui.dialog : null);

const daysOf = (state: DashboardState): readonly RecordedDay[] => shownPlayback(state)?.days ?? [];

/** Recorded days can be chosen; a key that is quicker than they are waits for them. */
export function canChooseDay(state: DashboardState): true | string {
  const can = canPlay(state);
  if (can !== true) return can;
  return shownPlayback(state)?.days?.length !== 0 || 'No day of this symbol is recorded.';
}

/** Opens the calendar at the day that is shown, or the nearest recorded one before it. */
export async function openDays(context: CommandContext): Promise<void> {
  const { store, toast } = context;
  if (!(await comes(context, (each) => shownPlayback(each)?.days != null))) return toast(noDays, 'warning');
  const state = store.getState();
  const days = daysOf(state);
  const date = playedDate(state);
  const selected = (days.findLast((day) => day.date <= date) ?? days[0])?.date;
  if (selected === undefined) return toast('No day of this symbol is recorded.', 'warning');
  store.dispatch({ type: 'dialog-opened', dialog: { kind: 'days', selected } });
}

/** Selects the first recorded day that lies so many days or more away; the last one there is where none does. */
function moveBy(step: (date: string) => string) {
  return ({ store }: CommandContext): void => {
    const state = store.getState();
    const dialog = daysDialog(state);
    if (!dialog) return;
    const days = daysOf(state);
    const wanted = step(dialog.selected);
    const found =
      wanted > dialog.selected
        ? (days.find(({ date }) => date >= wanted) ?? days.at(-1))
        : (days.findLast(({ date }) => date <= wanted) ?? days[0]);
    if (found) store.dispatch({ type: 'day-selected', date: found.date });
  };
}

/** Shows the selected day at the same time of day. */
export async function goToDay(context: CommandContext): Promise<void> {
  const state = context.store.getState();
  const selected = daysDialog(state)?.selected;
  const day = daysOf(state).find(({ date }) => date === selected);
  closeDialog(context);
  if (day) await context.playback?.seek({ at: sameTimeOn(state, day) });
}

const moves = (
  id: string,
  keys: readonly KeyName[],
  summary: string,
  step: (date: string) => string,
): Command => ({
  ...{ id, scope: 'days', keys, label: 'select', summary, footer: null },
  isEnabled: always,
  run: moveBy(step),
});

/** What keys mean in the calendar of recorded days. */
export const daysCommands: readonly Command[] = [
  {
    ...moves('days-next', ['right', 'l'], 'Next recorded day', (date) => addDays(date, 1)),
    ...{ footer: 2, footerKey: '← →', label: 'day' },
  },
  moves('days-previous', ['left', 'h'], 'Previous recorded day', (date) => addDays(date, -1)),
  {
    ...moves('days-week-after', ['down', 'j'], 'A week later', (date) => addDays(date, 7)),
    ...{ footer: 3, footerKey: '↑↓', label: 'week' },
  },
  moves('days-week-before', ['up', 'k'], 'A week earlier', (date) => addDays(date, -7)),
  moves('days-month-after', ['page-down'], 'A month later', (date) => addDays(date, 28)),
  moves('days-month-before', ['page-up'], 'A month earlier', (date) => addDays(date, -28)),
  moves('days-last', ['end', 'G'], 'The last recorded day', () => '9999-12-31'),
  moves('days-first', ['home', 'g'], 'The first recorded day', () => '0000-01-01'),
  {
    ...{ id: 'days-go', scope: 'days', keys: ['enter'], label: 'go there', footer: 1 },
    summary: 'Show the selected day at the same time of day',
    isEnabled: always,
    run: goToDay,
  },
  {
    ...{ id: 'days-close', scope: 'days', keys: ['escape', 'd', 'q'], label: 'close', footer: 0 },
    summary: 'Close the calendar and stay where you are',
    isEnabled: always,
    run: closeDialog,
  },
];
