import { namedColumns } from './named-columns.ts';

/** A poll's columns as `PollRow` names them, for a `select`. */
export const pollColumns: string = namedColumns({
  ...{ underlying: 'underlying', expiration: 'expiration_date', underlyingPrice: 'underlying_price' },
  ...{ underlyingPriceSource: 'underlying_price_source', underlyingPriceAt: 'underlying_price_at' },
  ...{ timestamp: 'timestamp', slotAt: 'slot_at', tier: 'tier', source: 'source' },
  ...{ rejectedRows: 'rejected', adjustedRows: 'adjusted' },
});
