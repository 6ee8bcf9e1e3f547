import * as z from 'zod';
import { type DeskState, type DeskStatus, deskRoles } from './desk-state.ts';
import { oneOf } from '../shapes/enum-values.ts';
import { isTrue, maybe, maybeText, number, text } from '../shapes/primitive-shapes.ts';

const desk = { role: oneOf(deskRoles), recorder: maybeText, self: text, store: text };

export const deskShape: z.ZodType<DeskState> = z.object(desk);

export const deskStatusShape: z.ZodType<DeskStatus> = z.object({
  ...desk,
  ...{ token: number, since: maybe, remainingMs: number },
  lastHandOver: z.object({ at: number, from: text, to: text, isPlanned: isTrue }).nullable(),
});
