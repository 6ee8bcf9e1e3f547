import { createInterface } from 'node:readline/promises';
import type { Environment } from './environment.ts';

/** Asks on a terminal, which the caller has looked for; anything but y or yes is a no. */
export async function isConfirmed({ stdin, stderr }: Environment, question: string): Promise<boolean> {
  const prompt = createInterface({ input: stdin, output: stderr });
  try {
    const answer = await prompt.question(`${question} [y/N] `);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    prompt.close();
  }
}
