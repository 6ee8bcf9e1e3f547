import type { Command } from 'commander';
import { SpyglassError } from '../../base/errors.ts';
import { demoPlans } from '../../config/demo-plans.ts';
import { demoFaults } from '../../daemon/process/demo-faults.ts';
import { exportNames } from '../../export/export-request.ts';
import { alertMeasures } from '../../market/alerts/alert-measures.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { bashScript } from './bash-script.ts';
import { completionTree } from './completion-tree.ts';
import { fishScript } from './fish-script.ts';
import { scriptTables, type ScriptTables } from './script-tables.ts';
import { valueKinds } from './value-kinds.ts';
import { zshScript } from './zsh-script.ts';

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript };

/** What a script of this program holds. */
export function tablesOf(program: Command): ScriptTables {
  const kinds = valueKinds({
    ...{ plans: demoPlans, faults: demoFaults, exports: exportNames },
    ...{ shells: Object.keys(scripts), measures: alertMeasures },
  });
  return scriptTables(completionTree(program, kinds));
}

/** Prints what a shell must read to complete commands, flags and values. @throws SpyglassError `usage` */
export async function completion(
  { environment }: Invocation,
  _flags: unknown,
  [shell = '']: string[],
  program: Command,
): Promise<undefined> {
  const script = Object.entries(scripts).find(([name]) => name === shell)?.[1];
  if (!script) {
    throw new SpyglassError('usage', `completion ${shell}: expected bash, zsh or fish.`, {
      hint: 'docs/commands.md says where each of them looks for it.',
    });
  }
  // As it is: `printLine` would turn the tabs of its tables into spaces.
  environment.stdout.write(script(tablesOf(program)));
}
