import { formatNewYorkTime } from '../calendar/new-york-time.ts';
import type { Alert } from './alert.ts';

/** An alert as a receiver gets it: what a webhook's body and a command's input are by default. */
export interface AlertMessage {
  /** The same whenever this alert is delivered again. */
  id: string;
  /** One line for people. */
  message: string;
  symbol: string;
  kind: Alert['kind'];
  /** The rule's text; `null` for an alert of the levels. */
  rule: string | null;
  direction: Alert['direction'];
  value: number;
  level: number;
  /** When it fired, ISO 8601 in UTC. */
  at: string;
  /** The same by New York's clock: `10:31:05`. */
  time: string;
  /** The vendor's time of the value, ISO 8601 in UTC; `null` where there is none. */
  valueAt: string | null;
  source: Alert['source'];
  /** Whether it was sent by `spyglass alerts test`. */
  isTest: boolean;
}

export function alertMessageOf(alert: Alert, id: string, isTest = false): AlertMessage {
  const { message, symbol, kind, direction, value, level, valueAt, source } = alert;
  return {
    ...{ id, message, symbol, kind, rule: alert.rule ?? null, direction, value, level },
    ...{ at: new Date(alert.at).toISOString(), time: formatNewYorkTime(alert.at, true) },
    valueAt: valueAt === null ? null : new Date(valueAt).toISOString(),
    ...{ source, isTest },
  };
}

const sample: AlertMessage = {
  ...{ id: 'a', message: 'a', symbol: 'SPY', kind: 'rule', rule: null, direction: 'up', value: 1, level: 1 },
  ...{ at: 'a', time: 'a', valueAt: null, source: 'polygon', isTest: false },
};

/** What a template may name in braces. */
export const messageFields = Object.keys(sample) as (keyof AlertMessage)[];

/**
 * A JSON text with `{message}` and the like in place of the message's fields. Text is escaped for the inside of a JSON
 * string, so that no alert can break out of it; an absent value is an empty text.
 */
export function fillTemplate(template: string, message: AlertMessage): string {
  return template.replaceAll(/\{([A-Za-z]+)\}/g, (whole, name: string) => {
    const field = messageFields.find((known) => known === name);
    if (field === undefined) return whole;
    const value = message[field] ?? '';
    return typeof value === 'string' ? JSON.stringify(value).slice(1, -1) : String(value);
  });
}

/** What is wrong with a template, for people and without quoting it; `null` if nothing is. */
export function templateProblem(template: string): string | null {
  const names = [...template.matchAll(/\{([A-Za-z]+)\}/g)].map(([, name]) => name);
  const isKnown = (name: string | undefined) => messageFields.some((known) => known === name);
  if (!names.every(isKnown))
    return `expected only these names in braces: ${messageFields.map((name) => `{${name}}`).join(' ')}`;
  try {
    JSON.parse(fillTemplate(template, sample));
    return null;
  } catch {
    return 'expected JSON, such as \'{"text": "{message}"}\'';
  }
}
