import { keyLabel } from './keys.ts';
import { paneCommands } from './pane-commands.ts';

/** The README's table of keys, as Markdown rows without a heading: `| keys | what it does | id |`. */
export function keyTableRows(): string[] {
  return paneCommands.map(({ id, keys, summary }) => {
    const shown = keys.map((key) => `\`${keyLabel(key)}\``).join(' ');
    return `| ${shown} | ${summary.replaceAll('|', '\\|')} | \`${id}\` |`;
  });
}
