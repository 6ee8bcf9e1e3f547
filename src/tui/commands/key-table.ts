import { helpCommands } from './commands-table.ts';
import { keyLabel } from './keys.ts';

/** The README's table of keys, as Markdown rows without a heading: `| keys | what it does |`. */
export function keyTableRows(): string[] {
  return helpCommands().map(({ keys, summary }) => {
    const shown = keys.map((key) => `\`${keyLabel(key)}\``).join(' ');
    return `| ${shown} | ${summary.replaceAll('|', '\\|')} |`;
  });
}
