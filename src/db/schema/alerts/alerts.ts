import { defineEntity, p } from '@mikro-orm/sqlite';
import { alertDirections, alertKinds } from '../../../market/alerts/alert.ts';
import { instant, instantCheck, instantNow, optionalInstant, ticker } from '../columns.ts';
import { sources } from '../enum-values.ts';

/** A finite number of either sign. */
const finite = (column: string) =>
  p.double().columnType('real').check(`${column} > -1000000000000000 and ${column} < 1000000000000000`);

/** Alerts of recorded levels and of the settings' rules. */
export const AlertRow = defineEntity({
  name: 'AlertRow',
  tableName: 'alerts',
  properties: {
    id: p.integer().primary().autoincrement(),
    timestamp: instant('timestamp'),
    kind: p.enum(alertKinds).columnType('varchar(20)'),
    symbol: ticker('symbol'),
    /** As people read it. */
    message: p.text().check('length(message) >= 1'),
    direction: p.enum(alertDirections).columnType('varchar(4)'),
    /** What crossed, and what it crossed, each in the unit of its kind or of the rule's measure. */
    value: finite('value'),
    level: finite('level'),
    /** The rule's text; NULL for an alert of the levels. */
    rule: p.text().nullable(),
    source: p.enum(sources).columnType('varchar(20)').default('polygon'),
    createdAt: instantNow(),
    /** The vendor's time of the value; NULL where there is none and on rows from before the column. */
    valueAt: optionalInstant('value_at'),
  },
  indexes: [{ name: 'idx_alerts_timestamp', properties: 'timestamp' }],
  checks: [
    instantCheck('alerts', 'created_at'),
    { name: 'alerts_rule_has_a_text', expression: "(rule is not null) = (kind = 'rule')" },
  ],
});
