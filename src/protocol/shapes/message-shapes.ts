import * as z from 'zod';
import type { EventName } from '../events.ts';
import { number, text } from './primitive-shapes.ts';
import { eventShapes } from './shapes.ts';

/** The frame around an event: a JSON-RPC notification named after it. */
export const notificationShape = z.object({
  jsonrpc: z.literal('2.0'),
  method: z.enum(Object.keys(eventShapes) as [EventName, ...EventName[]]),
  params: z.object({
    ...{ epoch: text, seq: number, payload: z.unknown() },
    at: number.optional(),
    generation: number.optional(),
  }),
});

/** The daemon's last line where it ends a connection itself. */
export const byeShape = z.object({
  jsonrpc: z.literal('2.0'),
  method: z.literal('bye'),
  params: z.object({ reason: text }),
});

/** What every version's answer to `hello` holds: enough to say which side is the older one, and to stop it. */
export const helloCoreShape = z.looseObject({ protocolVersion: number, appVersion: text, pid: number });

/** The frame around an answer; what it holds is checked against the method that was asked. */
export const responseShape = z.union([
  z.object({ jsonrpc: z.literal('2.0'), id: number, result: z.unknown(), error: z.undefined().optional() }),
  z.object({
    jsonrpc: z.literal('2.0'),
    id: number.nullable(),
    error: z.object({
      code: number,
      message: text,
      data: z.object({ code: text, hint: text }).optional().catch(undefined),
    }),
  }),
]);
