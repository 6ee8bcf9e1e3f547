import path from 'node:path';
import type { GlobalFlags } from '../invocation/flags.ts';

/** Flags whose values decide what else can be typed. */
const valued = {
  '--data-dir': 'dataDir',
  '--config': 'config',
  '--archive': 'archive',
  '--host': 'host',
  '--symbol': 'symbol',
} as const satisfies Record<string, keyof GlobalFlags>;

/** Reads them off a line that is being typed; the last word is not there yet. @param home what `~` stands for */
export function typedFlags(words: readonly string[], home: string | undefined): GlobalFlags {
  const flags: GlobalFlags = {};
  const before = words.slice(0, -1);
  for (const [index, word] of before.entries()) {
    if (word === '--demo') flags.demo = true;
    const [name = '', ...rest] = word.split('=');
    if (!isValued(name)) continue;
    const value = rest.length > 0 ? rest.join('=') : before[index + 1];
    if (value !== undefined) flags[valued[name]] = meant(value, home);
  }
  return flags;
}

function isValued(name: string): name is keyof typeof valued {
  return Object.hasOwn(valued, name);
}

/** What the shell would make of a word as it was typed. Nothing in it is run, and no variable is looked up. */
export function meant(word: string, home: string | undefined): string {
  const text = word.replaceAll(/'([^']*)'?|"((?:\\.|[^"\\])*)"?|\\(.)/gs, (_, single, double, escaped) =>
    single !== undefined ? single : (escaped ?? String(double).replaceAll(/\\(["\\$`])/g, '$1')),
  );
  return home !== undefined && /^~(\/|$)/.test(word) ? path.join(home, text.slice(1)) : text;
}
