import { defineEntity, p } from '@mikro-orm/sqlite';
import { count, date, optionalCount, optionalInstant, price, quantity, ticker } from '../columns.ts';
import { rootFits, rootOfSymbol, symbolAgrees } from '../shared/contract-rules.ts';

/** The contracts of a rebuilt day as they were listed on it, and which of them have been asked for their bars. */
export const RebuiltContractRow = defineEntity({
  name: 'RebuiltContractRow',
  tableName: 'rebuilt_contracts',
  properties: {
    id: p.integer().primary().autoincrement(),
    underlying: ticker('underlying'),
    date: date('date'),
    expirationDate: date('expiration_date'),
    symbol: p.string().columnType('varchar(21)'),
    strike: price('strike'),
    optionType: p.enum(['call', 'put'] as const).columnType('varchar(4)'),
    sharesPerContract: optionalCount('shares_per_contract'),
    /** As it was recorded that morning; NULL: unknown. */
    openInterest: quantity('open_interest').nullable(),
    /** NULL: not asked yet. */
    askedAt: optionalInstant('asked_at'),
    /** Minutes in which it traded, as far as it has been asked. */
    minutes: count('minutes').default(0),
  },
  uniques: [
    {
      name: 'idx_rebuilt_contracts_underlying_date_expiration_date_symbol',
      properties: ['underlying', 'date', 'expirationDate', 'symbol'],
    },
  ],
  checks: [
    { name: 'rebuilt_contracts_symbol_agrees', expression: symbolAgrees(rootOfSymbol) },
    { name: 'rebuilt_contracts_root_fits', expression: rootFits(rootOfSymbol) },
  ],
});
