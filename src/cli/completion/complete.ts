import { type Invocation, readInvocation } from '../invocation/invocation.ts';
import { printLine } from '../output/output.ts';
import { typedFlags } from './typed-line.ts';
import { type AskedKind, askedKinds } from './value-kinds.ts';

/**
 * Prints the values that a shell may complete a word with, one a line: `complete date -- replay --demo …`, with the line as it
 * was typed. Says nothing where there are none or something is wrong, since nobody asked for anything yet.
 */
export async function complete(
  { environment }: Invocation,
  _flags: unknown,
  [kind, ...words]: string[],
): Promise<undefined> {
  if (!isAskedKind(kind)) return;
  const flags = typedFlags(words, environment.env.HOME);
  // Another machine is not asked: that may take seconds, and a password.
  if (flags.host ?? environment.env.SPYGLASS_HOST) return;
  const values = await valuesOf(environment, flags, kind);
  if (values.length > 0) printLine(environment, values.join('\n'));
}

async function valuesOf(
  environment: Invocation['environment'],
  flags: ReturnType<typeof typedFlags>,
  kind: AskedKind,
): Promise<string[]> {
  try {
    const { recordedValues } = await import('./recorded-values.ts');
    const invocation = await readInvocation(environment, flags, { mayLackFile: true, mayBeWrong: true });
    return recordedValues(invocation, kind, kind === 'symbol' ? null : (flags.symbol ?? null));
  } catch {
    return [];
  }
}

function isAskedKind(kind: string | undefined): kind is AskedKind {
  return askedKinds.some((known) => known === kind);
}
