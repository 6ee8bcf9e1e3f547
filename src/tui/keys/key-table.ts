import type { Command, CommandScope } from '../commands/command.ts';
import { dialogCommands } from '../commands/dialogs/dialog-commands.ts';
import { keyLabel } from './keys.ts';
import { paneCommands } from '../commands/pane-commands.ts';
import { playbackCommands } from '../commands/playback/playback-commands.ts';

/** What people call the place in which a dialog's keys hold. */
const dialogNames: Record<Exclude<CommandScope, 'panes' | 'playback'>, string> = {
  help: 'Help',
  filter: 'Filter',
  strike: 'Strike',
  watch: 'Watch list',
  time: 'Time',
  days: 'Recorded days',
  condition: 'Condition',
  assumptions: 'Assumptions',
  alerts: 'Alerts',
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

/** The same of the keys inside dialogs: `| where | keys | what it does | id |`. */
export function dialogKeyTableRows(): string[] {
  return dialogCommands.flatMap((command) => {
    if (command.scope === 'panes' || command.scope === 'playback') return [];
    const { keys, what } = cells(command);
    return [`| ${dialogNames[command.scope]} | ${keys} | ${what} | \`${command.id}\` |`];
  });
}
