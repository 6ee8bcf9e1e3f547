import * as z from 'zod';

/** What `dial-stdio` says first, once it is joined to a daemon. */
export const dialedLine = (appVersion: string) => ({
  jsonrpc: '2.0' as const,
  method: 'dialed' as const,
  params: { appVersion },
});

const shape = z.looseObject({
  method: z.literal('dialed'),
  params: z.looseObject({ appVersion: z.string().max(50) }),
});

/** Whether a line is that; anything else comes from a shell of the server. */
export function isDialedLine(line: string): boolean {
  try {
    return shape.safeParse(JSON.parse(line)).success;
  } catch {
    return false;
  }
}
