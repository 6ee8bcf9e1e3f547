import { ok } from '../answer.ts';
import type { Endpoint } from '../exchange.ts';

interface ListedExchange {
  id: number;
  name: string;
  acronym?: string;
  mic: string;
  operating_mic: string;
  participant_id: string;
}

const stockExchanges: ListedExchange[] = [
  {
    id: 4,
    name: 'FINRA Alternative Display Facility',
    mic: 'XADF',
    operating_mic: 'FINR',
    participant_id: 'D',
  },
  { id: 8, name: 'Cboe BYX', mic: 'BATY', operating_mic: 'XCBO', participant_id: 'Y' },
  {
    id: 10,
    name: 'New York Stock Exchange',
    acronym: 'NYSE',
    mic: 'XNYS',
    operating_mic: 'XNYS',
    participant_id: 'N',
  },
  { id: 11, name: 'NYSE Arca, Inc.', mic: 'ARCX', operating_mic: 'XNYS', participant_id: 'P' },
  { id: 12, name: 'Nasdaq', mic: 'XNAS', operating_mic: 'XNAS', participant_id: 'T' },
  {
    id: 15,
    name: "Investors' Exchange",
    acronym: 'IEX',
    mic: 'IEXG',
    operating_mic: 'IEXG',
    participant_id: 'V',
  },
  { id: 19, name: 'Cboe BZX', mic: 'BATS', operating_mic: 'XCBO', participant_id: 'Z' },
  {
    id: 21,
    name: 'Members Exchange',
    acronym: 'MEMX',
    mic: 'MEMX',
    operating_mic: 'MEMX',
    participant_id: 'U',
  },
];

const optionExchanges: ListedExchange[] = [
  { id: 300, name: 'NYSE American Options', mic: 'AMXO', operating_mic: 'XNYS', participant_id: 'A' },
  { id: 301, name: 'Nasdaq BX Options', mic: 'XBXO', operating_mic: 'XNAS', participant_id: 'T' },
  { id: 302, name: 'BOX Options', mic: 'XBOX', operating_mic: 'XBOX', participant_id: 'B' },
  { id: 303, name: 'Cboe C2 Options', mic: 'C2OX', operating_mic: 'XCBO', participant_id: 'W' },
  { id: 304, name: 'Nasdaq ISE', mic: 'XISX', operating_mic: 'XNAS', participant_id: 'I' },
  { id: 307, name: 'MIAX Pearl', mic: 'MPRL', operating_mic: 'MIHI', participant_id: 'P' },
  { id: 309, name: 'NYSE Arca Options', mic: 'ARCO', operating_mic: 'XNYS', participant_id: 'N' },
  { id: 312, name: 'MIAX Options', mic: 'XMIO', operating_mic: 'MIHI', participant_id: 'M' },
  { id: 313, name: 'Cboe Options', mic: 'XCBO', operating_mic: 'XCBO', participant_id: 'C' },
  { id: 316, name: 'Nasdaq Options Market', mic: 'XNDQ', operating_mic: 'XNAS', participant_id: 'Q' },
  { id: 318, name: 'Cboe EDGX Options', mic: 'EDGO', operating_mic: 'XCBO', participant_id: 'E' },
  { id: 319, name: 'Nasdaq PHLX', mic: 'XPHO', operating_mic: 'XNAS', participant_id: 'X' },
  { id: 322, name: 'Cboe BZX Options', mic: 'BATO', operating_mic: 'XCBO', participant_id: 'Z' },
  { id: 323, name: 'MEMX Options', mic: 'MXOP', operating_mic: 'MEMX', participant_id: 'U' },
  { id: 325, name: 'Nasdaq MRX', mic: 'MCRY', operating_mic: 'XNAS', participant_id: 'J' },
];

export const exchangeEndpoints: Endpoint[] = [
  {
    path: '/v3/reference/exchanges',
    assetClass: 'stocks',
    answer({ query, requestId }) {
      const wanted = query.get('asset_class');
      const results = [
        ...stockExchanges.map((exchange) => ({
          type: 'exchange',
          asset_class: 'stocks',
          locale: 'us',
          ...exchange,
        })),
        ...optionExchanges.map((exchange) => ({
          type: 'exchange',
          asset_class: 'options',
          locale: 'us',
          ...exchange,
        })),
      ].filter(({ asset_class }) => !wanted || asset_class === wanted);
      return ok({ results, status: 'OK', request_id: requestId, count: results.length });
    },
  },
];
