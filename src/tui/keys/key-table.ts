import type { Command, CommandScope } from '../commands/command.ts';
import { cursorCommands } from '../commands/chart/cursor-commands.ts';
import { dialogCommands } from '../commands/dialogs/dialog-commands.ts';
import { keyLabel } from './keys.ts';
import { paneCommands } from '../commands/pane-commands.ts';
import { playbackCommands } from '../commands/playback/playback-commands.ts';

/** Scopes whose keys hold on the panes. */
type PanesScope = 'panes' | 'playback' | 'cursor';

/** What people call the place in which a dialog's keys hold. */
const dialogNames: Record<Exclude<CommandScope, PanesScope>, string> = {
  help: 'Help',
  filter: 'Filter',
  strike: 'Strike',
  watch: 'Watch list',
  time: 'Time',
  days: 'Recorded days',
  condition: 'Condition',
  assumptions: 'Assumptions',
  alerts: 'Alerts',
  rule: 'Alert here',
  missed: 'Missed',
  plan: 'Plan',
  stop: 'Stop',
  quit: 'Quit',
  prune: 'Prune',
};

const cells = ({ keys, summary }: Command) => ({
  keys: keys.map((key) => `\`${keyLabel(key)}\``).join(' '),
  what: summary.replaceAll('|', '\\|'),
});

/** The table of keys in docs/keys.md, as Markdown rows without a heading: `| keys | what it does | id |`. */
export function keyTableRows(): string[] {
  return paneCommands.map(keyRow);
}

/** The same of the keys that hold while a recording is played. */
export function playbackKeyTableRows(): string[] {
  return playbackCommands.map(keyRow);
}

function keyRow(command: Command): string {
  const { keys, what } = cells(command);
  return `| ${keys} | ${what} | \`${command.id}\` |`;
}

/** The same of the keys that hold while the chart has a cursor. */
export function cursorKeyTableRows(): string[] {
  return cursorCommands.map(keyRow);
}

/** The same of the keys inside dialogs: `| where | keys | what it does | id |`. */
export function dialogKeyTableRows(): string[] {
  return dialogCommands.flatMap((command) => {
    if (command.scope === 'panes' || command.scope === 'playback' || command.scope === 'cursor') return [];
    const { keys, what } = cells(command);
    return [`| ${dialogNames[command.scope]} | ${keys} | ${what} | \`${command.id}\` |`];
  });
}
