import type { z } from 'zod';

/** An entry of a list that its schema refused, with the reason as a sentence for people. */
export interface WrongEntry {
  message: string;
  found: string;
}

/** What is wrong with entries of a list, each on its own, where the setting's schema names them (`params.found`). */
export function wrongEntries(error: z.ZodError): WrongEntry[] {
  return error.issues.flatMap((issue) => {
    const found: unknown = issue.code === 'custom' ? issue.params?.found : undefined;
    return typeof found === 'string' ? [{ message: issue.message, found }] : [];
  });
}

/** The line of an entry, in a list that goes over several lines of the settings file; else the list's own place. */
export function placeOfEntry(
  origin: string,
  file: { path: string; text: string } | null | undefined,
  found: string,
): string {
  if (!file || !origin.startsWith(`${file.path}:`)) return origin;
  const first = Number(origin.slice(file.path.length + 1));
  const lines = file.text.split('\n').slice(first - 1);
  const offset = lines.findIndex((line) => line.includes(`"${found}"`) || line.includes(`'${found}'`));
  return `${file.path}:${first + Math.max(0, offset)}`;
}
