import { ok } from '../answer.ts';
import type { Endpoint } from '../exchange.ts';

interface Condition {
  id: number;
  asset_class: 'stocks' | 'options';
  name: string;
  data_types: string[];
}

/** Those that simulated trades and faults use, and a few more. */
const conditions: Condition[] = [
  { id: 12, asset_class: 'stocks', name: 'Form T/Extended Hours', data_types: ['trade'] },
  { id: 14, asset_class: 'stocks', name: 'Intermarket Sweep', data_types: ['trade'] },
  { id: 37, asset_class: 'stocks', name: 'Odd Lot Trade', data_types: ['trade'] },
  { id: 41, asset_class: 'stocks', name: 'Trade Thru Exempt', data_types: ['trade'] },
  { id: 52, asset_class: 'stocks', name: 'Contingent Trade', data_types: ['trade'] },
  { id: 53, asset_class: 'stocks', name: 'Qualified Contingent Trade', data_types: ['trade'] },
  { id: 1, asset_class: 'stocks', name: 'Regular, Two-Sided Open', data_types: ['bbo', 'nbbo'] },
  { id: 209, asset_class: 'options', name: 'Automatic Execution', data_types: ['trade'] },
  { id: 247, asset_class: 'options', name: 'Multilateral Compression Trade', data_types: ['trade'] },
  { id: 227, asset_class: 'options', name: 'Single Leg Auction Non ISO', data_types: ['trade'] },
];

export const conditionEndpoints: Endpoint[] = [
  {
    path: '/v3/reference/conditions',
    assetClass: 'stocks',
    answer({ query, requestId }) {
      const [assetClass, dataType] = [query.get('asset_class'), query.get('data_type')];
      const results = conditions
        .filter(({ asset_class }) => !assetClass || asset_class === assetClass)
        .filter(({ data_types }) => !dataType || data_types.includes(dataType))
        .map((condition) => ({ type: 'sale_condition', ...condition }));
      return ok({ status: 'OK', results, request_id: requestId, count: results.length });
    },
  },
];
