import { isDate, newYorkInstant } from './new-york-time.ts';

/**
 * The one range of dates and instants: what the trading calendar can be asked about. Whatever comes in is held to it:
 * flags, settings, methods, the API's answers, rows, and the machine's clock. Option symbols have no year beyond 2099.
 */
export const firstDate = '2000-01-03';
export const lastDate = '2099-12-31';

/** Epoch ms, both included. */
export const firstInstant = newYorkInstant(firstDate, '00:00');
export const lastInstant = newYorkInstant(lastDate, '23:59:59') + 999;

/** Whether an instant lies in the range. */
export function isInstant(at: number): boolean {
  return at >= firstInstant && at <= lastInstant;
}

/** What is wrong with a date as a phrase; `null` for a day that the trading calendar can be asked about. */
export function dateProblem(text: string): string | null {
  if (!isDate(text)) return `${JSON.stringify(text)} is not a date: expected a day such as 2026-11-27`;
  return text >= firstDate && text <= lastDate ? null : `${text} is ${beyond}`;
}

/** The same for an instant. */
export function instantProblem(at: number): string | null {
  return isInstant(at) ? null : `${instantText(at)} is ${beyond}`;
}

const beyond = `beyond the trading calendar, which goes from ${firstDate} to ${lastDate}`;

/** ISO 8601 where it is an instant at all. */
export function instantText(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? String(at) : date.toISOString();
}
