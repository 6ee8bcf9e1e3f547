import type { DashboardState } from '../../state/state.ts';
import { always, closeDialog } from '../command-parts.ts';
import { scrollCommands } from './scroll-dialog.ts';
import { toSpyglassError } from '../../../base/errors.ts';
import type { Dialog, PruneStep } from '../../state/ui/dialog.ts';
import { failureText } from '../../state/failure-text.ts';
import type { Command, CommandContext } from '../command.ts';

type PruneDialog = Extract<Dialog, { kind: 'prune' }>;

const dialogOf = ({ store }: CommandContext): PruneDialog | null => {
  const { dialog } = store.getState().ui;
  return dialog?.kind === 'prune' ? dialog : null;
};

async function ask(context: CommandContext, dryRun: boolean, then: (progress: PruneStep) => void) {
  try {
    const report = await context.connection.request('prune', { dryRun });
    then(dryRun ? { step: 'ready', report } : { step: 'done', report });
  } catch (thrown) {
    then({ step: 'failed', failure: failureText(toSpyglassError(thrown)) });
  }
}

/** Opens the dialog and asks what would be removed. Nothing is removed before the user has seen it and confirmed. */
export function openPrune(context: CommandContext): Promise<void> {
  const id = context.nextId();
  context.store.dispatch({
    type: 'dialog-opened',
    dialog: { kind: 'prune', id, progress: { step: 'counting' } },
  });
  return ask(context, true, (progress) => context.store.dispatch({ type: 'prune-progressed', id, progress }));
}

export function canConfirmPrune(progress: PruneStep | null): true | string {
  if (progress?.step === 'counting') return 'Still counting.';
  if (progress?.step === 'pruning') return 'Still removing.';
  return true;
}

export function isAskingToPrune(progress: PruneStep | null): boolean {
  return progress?.step === 'ready' && progress.report.rows > 0;
}

/** Removes what the dialog shows; in a dialog that has nothing to remove, closes it. */
export function confirmPrune(context: CommandContext): Promise<void> {
  const dialog = dialogOf(context);
  if (dialog?.progress.step !== 'ready' || !isAskingToPrune(dialog.progress)) {
    context.store.dispatch({ type: 'dialog-closed' });
    return Promise.resolve();
  }
  const { id } = dialog;
  const progressed = (progress: PruneStep) =>
    context.store.dispatch({ type: 'prune-progressed', id, progress });
  progressed({ step: 'pruning', report: dialog.progress.report });
  return ask(context, false, progressed);
}

const pruneProgress = ({ ui }: DashboardState) => (ui.dialog?.kind === 'prune' ? ui.dialog.progress : null);

/** What keys mean in the dialog that shows what would be removed. */
export const pruneCommands: readonly Command[] = [
  ...scrollCommands('prune'),
  {
    id: 'prune-confirm',
    scope: 'prune',
    keys: ['y'],
    label: 'yes, remove',
    summary: 'Remove what is shown',
    footer: 1,
    isEnabled: (state) => canConfirmPrune(pruneProgress(state)),
    isHinted: (state) => isAskingToPrune(pruneProgress(state)),
    confirmsLoss: true,
    run: confirmPrune,
  },
  {
    id: 'prune-cancel',
    scope: 'prune',
    keys: ['escape', 'n', 'q', 'enter'],
    label: 'close',
    summary: 'Close the dialog and remove nothing',
    footer: 0,
    isEnabled: always,
    run: closeDialog,
  },
];
