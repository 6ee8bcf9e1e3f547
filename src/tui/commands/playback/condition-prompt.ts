import { toSpyglassError } from '../../../base/errors.ts';
import { upstreamText } from '../../present/upstream-text.ts';
import { failureText } from '../../state/failure-text.ts';
import type { DashboardState } from '../../state/state.ts';
import type { SearchDirection } from '../../state/ui/dialog.ts';
import { always, closeDialog } from '../command-parts.ts';
import type { Command, CommandContext } from '../command.ts';
import { findCondition } from './find-condition.ts';
import { canPlay } from './playback-steps.ts';

const longestCondition = 120;

const conditionDialog = ({ ui }: DashboardState) => (ui.dialog?.kind === 'condition' ? ui.dialog : null);

/** Asks for a condition; the last one stands there already, and gives way to what is typed. */
export const openCondition =
  (direction: SearchDirection) =>
  ({ store, nextId }: CommandContext): void => {
    const typed = store.getState().ui.searched?.rule ?? '';
    const progress = { step: 'typing' } as const;
    const isLast = typed !== '';
    const dialog = { kind: 'condition', id: nextId(), typed, isLast, direction, progress } as const;
    store.dispatch({ type: 'dialog-opened', dialog });
  };

/** Adds a character to the condition. */
export function typeIntoCondition({ store }: CommandContext, character: string): void {
  const dialog = conditionDialog(store.getState());
  if (!dialog) return;
  const before = dialog.isLast ? '' : dialog.typed;
  if (before.length >= longestCondition || (before === '' && character === ' ')) return;
  store.dispatch({ type: 'condition-typed', typed: before + character });
}

function eraseInCondition({ store }: CommandContext): void {
  const dialog = conditionDialog(store.getState());
  if (dialog) store.dispatch({ type: 'condition-typed', typed: dialog.typed.slice(0, -1) });
}

function turn(context: CommandContext): void {
  const dialog = conditionDialog(context.store.getState());
  if (!dialog) return;
  const direction = dialog.direction === 'forward' ? 'backward' : 'forward';
  const { store } = context;
  store.dispatch({ type: 'dialog-opened', dialog: { ...dialog, direction, progress: { step: 'typing' } } });
}

function canRun(state: DashboardState): true | string {
  const dialog = conditionDialog(state);
  if (dialog?.progress.step === 'searching') return 'The search is under way.';
  return dialog?.typed.trim() !== '' || 'Type a condition first, such as price < 700.';
}

/** The prompt stays open, with the reason, where the condition cannot be searched for. */
async function run(context: CommandContext): Promise<void> {
  const { store } = context;
  const dialog = conditionDialog(store.getState());
  if (!dialog) return;
  const { id, typed, direction } = dialog;
  const isOpen = () => conditionDialog(store.getState())?.id === id;
  store.dispatch({ type: 'condition-progressed', id, progress: { step: 'searching' } });
  try {
    const at = await findCondition(context, typed.trim(), direction, isOpen);
    if (isOpen()) closeDialog(context);
    if (at !== null) await context.playback?.seek({ at, paused: true });
  } catch (thrown) {
    const failure = failureText(toSpyglassError(thrown));
    store.dispatch({ type: 'condition-progressed', id, progress: { step: 'failed', failure } });
  }
}

/** Whether the last condition can be searched for again. */
export function canFindAgain(state: DashboardState): true | string {
  const can = canPlay(state);
  if (can !== true) return can;
  return state.ui.searched !== null || 'No condition has been searched for; {playback-find} asks for one.';
}

/** Searches on for the last condition. */
export const findAgain =
  (direction: SearchDirection) =>
  async (context: CommandContext): Promise<void> => {
    const rule = context.store.getState().ui.searched?.rule;
    if (rule === undefined) return;
    try {
      const at = await findCondition(context, rule, direction);
      if (at !== null) await context.playback?.seek({ at, paused: true });
    } catch (thrown) {
      const { message, hint } = toSpyglassError(thrown);
      context.toast(upstreamText(`${message} ${hint}`, 200), 'warning');
    }
  };

/** What keys mean while a condition is typed. */
export const conditionCommands: readonly Command[] = [
  {
    ...{ id: 'condition-run', scope: 'condition', keys: ['enter'], label: 'run', footer: 1 },
    summary: 'Go to where the condition begins to hold',
    isEnabled: canRun,
    run,
  },
  {
    ...{ id: 'condition-turn', scope: 'condition', keys: ['tab'], label: 'other way', footer: 2 },
    summary: 'Search forward, or backward',
    isEnabled: always,
    run: turn,
  },
  {
    ...{ id: 'condition-erase', scope: 'condition', keys: ['backspace'], label: 'erase', footer: null },
    summary: 'Take back the last character of the condition',
    isEnabled: always,
    run: eraseInCondition,
  },
  {
    ...{ id: 'condition-close', scope: 'condition', keys: ['escape'], label: 'close', footer: 0 },
    summary: 'Close the prompt and stay where you are',
    isEnabled: always,
    run: closeDialog,
  },
];
