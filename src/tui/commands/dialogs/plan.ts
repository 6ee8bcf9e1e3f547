import { always, closeDialog } from '../command-parts.ts';
import { scrollCommands } from './scroll-dialog.ts';
import { unseenPlan } from '../../state/plan/plan.ts';
import type { Command, CommandContext } from '../command.ts';

/** Marks the limits that are shown as seen, so that they are not shown again. */
export function dismissPlan({ store }: CommandContext): void {
  const facts = unseenPlan(store.getState());
  if (facts) store.dispatch({ type: 'plan-seen', limits: facts.limits });
}

export function showPlan(context: CommandContext): void {
  dismissPlan(context);
  context.store.dispatch({ type: 'dialog-opened', dialog: { kind: 'plan' } });
}

/** What keys mean in the dialog about the plan. */
export const planCommands: readonly Command[] = [
  ...scrollCommands('plan'),
  {
    id: 'plan-close',
    scope: 'plan',
    keys: ['escape', 'enter', 'P', 'q'],
    label: 'close',
    summary: 'Close the plan',
    footer: 0,
    isEnabled: always,
    run: closeDialog,
  },
];
