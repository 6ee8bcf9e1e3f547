import { toSpyglassError } from '../../../base/errors.ts';
import { upstreamText } from '../../present/upstream-text.ts';
import { addedRules, askedRule } from '../../state/alert-selectors.ts';
import type { DashboardState } from '../../state/state.ts';
import { always, closeDialog } from '../command-parts.ts';
import { canChangeRules } from './rule.ts';
import { scrollCommands } from './scroll-dialog.ts';
import type { Command, CommandContext } from '../command.ts';

/** Opens the list of alert rules and of today's alerts. */
export function openAlerts({ store }: CommandContext): void {
  store.dispatch({ type: 'dialog-opened', dialog: { kind: 'alerts', asked: null } });
}

function canAskRemoval(state: DashboardState): true | string {
  const can = canChangeRules(state);
  if (can !== true) return can;
  return (
    addedRules(state).length > 0 ||
    'No rule was added here; those of the settings are removed in the settings file.'
  );
}

/** Asks about the first rule that was added, and about the next one where one is asked about. */
function askRemoval({ store }: CommandContext): void {
  const state = store.getState();
  const ids = addedRules(state).map(({ id }) => id!);
  const at = ids.indexOf(askedRule(state)?.id ?? 0);
  const asked = ids[(at + 1) % ids.length] ?? null;
  store.dispatch({ type: 'removal-asked', asked });
}

async function removeAsked({ store, connection, toast }: CommandContext): Promise<void> {
  const rule = askedRule(store.getState());
  if (rule?.id === undefined) return;
  store.dispatch({ type: 'removal-asked', asked: null });
  try {
    const { text, isInSettings } = await connection.request('alerts.remove', { id: rule.id });
    const goesOn = isInSettings ? '; the settings have it, too' : '';
    toast(`Removed: ${upstreamText(text)}${goesOn}.`, 'ok');
  } catch (thrown) {
    const { message, hint } = toSpyglassError(thrown);
    toast(upstreamText(`${message} ${hint}`, 200), 'error');
  }
}

function closeOrKeep(context: CommandContext): void {
  if (askedRule(context.store.getState()) === null) closeDialog(context);
  else context.store.dispatch({ type: 'removal-asked', asked: null });
}

/** What keys mean in the list of alerts. */
export const alertsCommands: readonly Command[] = [
  ...scrollCommands('alerts'),
  {
    id: 'alerts-remove',
    scope: 'alerts',
    keys: ['x'],
    yieldingKeys: ['x'],
    label: 'remove a rule',
    summary: 'Ask whether a rule that was added is to be removed; again for the next one',
    footer: 3,
    isHinted: (state) => canAskRemoval(state) === true,
    isEnabled: canAskRemoval,
    run: askRemoval,
  },
  {
    id: 'alerts-confirm',
    scope: 'alerts',
    keys: ['y'],
    yieldingKeys: ['y'],
    label: 'yes, remove',
    summary: 'Remove the rule that is asked about',
    footer: 1,
    isHinted: (state) => askedRule(state) !== null,
    isEnabled: (state) =>
      askedRule(state) !== null || 'Nothing is asked; {alerts-remove} picks a rule to remove.',
    confirmsLoss: true,
    run: removeAsked,
  },
  {
    id: 'alerts-close',
    scope: 'alerts',
    keys: ['escape', 'enter', 'A', 'q'],
    label: 'close',
    summary: 'Close the alerts; keep the rule whose removal is asked about',
    footer: 0,
    isEnabled: always,
    run: closeOrKeep,
  },
];
