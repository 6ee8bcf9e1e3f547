import * as z from 'zod';
import { sources, tiers } from '../../market/quotes/quote.ts';
import { oneOf } from './enum-values.ts';

export const text = z.string();

export const number = z.number();

export const maybe = z.number().nullable();

export const maybeText = z.string().nullable();

export const isTrue = z.boolean();

export const tier = oneOf(tiers);

export const source = oneOf(sources);
