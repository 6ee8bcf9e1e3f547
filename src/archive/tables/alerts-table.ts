import { type Alert, alertDirections, alertKinds } from '../../market/alerts/alert.ts';
import { sources } from '../../market/quotes/quote.ts';
import { instant, number, optional, type Table, text, word } from './column.ts';
import { recordedWord } from './recorded-word.ts';

/** Alerts of the underlying, as they were sent. */
const columns = {
  timestamp: instant(),
  kind: word(alertKinds),
  direction: word(alertDirections),
  /** Each in the unit of its kind or of the rule's measure. */
  value: number(),
  level: number(),
  /** Of the value by the vendor's account. */
  value_at: optional(instant()),
  rule: optional(text()),
  message: text(),
  source: word(sources),
};

/** `alerts.parquet`, of one symbol. */
export const alertsTable = (symbol: string): Table<Alert, typeof columns> => ({
  columns,
  flat: (alert) => ({
    timestamp: alert.at,
    kind: recordedWord(alert.kind),
    direction: recordedWord(alert.direction),
    value: alert.value,
    level: alert.level,
    value_at: alert.valueAt,
    rule: alert.rule ?? null,
    message: alert.message,
    source: recordedWord(alert.source),
  }),
  row: ({ timestamp, rule, ...flat }) => ({
    at: timestamp,
    kind: flat.kind,
    symbol,
    message: flat.message,
    direction: flat.direction,
    value: flat.value,
    valueAt: flat.value_at,
    level: flat.level,
    source: flat.source,
    ...(rule !== null && { rule }),
  }),
});
