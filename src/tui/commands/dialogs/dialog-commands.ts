import type { Command } from '../command.ts';
import { alertsCommands } from './alerts.ts';
import { assumptionsCommands } from './assumptions.ts';
import { filterCommands } from './filter.ts';
import { helpDialogCommands } from '../help/help-commands.ts';
import { missedCommands } from '../missed/missed-commands.ts';
import { planCommands } from './plan.ts';
import { pruneCommands } from './prune.ts';
import { quitCommands } from './quit.ts';
import { ruleCommands } from './rule.ts';
import { stopCommands } from './stop.ts';
import { strikeCommands } from './strike.ts';
import { conditionCommands } from '../playback/condition-prompt.ts';
import { daysCommands } from '../playback/days.ts';
import { timeCommands } from '../playback/time-prompt.ts';
import { watchCommands } from './watch.ts';

/** What keys mean inside each dialog, in the order of the docs. */
export const dialogCommands: readonly Command[] = [
  ...helpDialogCommands,
  ...filterCommands,
  ...strikeCommands,
  ...watchCommands,
  ...timeCommands,
  ...daysCommands,
  ...conditionCommands,
  ...assumptionsCommands,
  ...alertsCommands,
  ...ruleCommands,
  ...missedCommands,
  ...planCommands,
  ...stopCommands,
  ...quitCommands,
  ...pruneCommands,
];
