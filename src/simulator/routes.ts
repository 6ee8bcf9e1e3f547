import { type Answer, notEntitled, unknownPath } from './answer.ts';
import { aggregateEndpoints } from './endpoints/aggregates.ts';
import { conditionEndpoints } from './endpoints/conditions.ts';
import { contractsReferenceEndpoints } from './endpoints/contracts-reference.ts';
import { dailyBarEndpoints } from './endpoints/daily-bars.ts';
import { exchangeEndpoints } from './endpoints/exchanges.ts';
import { indexSnapshotEndpoints } from './endpoints/index-snapshot.ts';
import { lastTradeEndpoints } from './endpoints/last-trade.ts';
import { marketStatusEndpoints } from './endpoints/market-status.ts';
import { optionChainEndpoints } from './endpoints/option-chain.ts';
import { stockSnapshotEndpoints } from './endpoints/stock-snapshot.ts';
import { unifiedSnapshotEndpoints } from './endpoints/unified-snapshot.ts';
import { assetClassOf, type Endpoint, type Exchange, type PathValues, tierFor } from './exchange.ts';

/** Everything that the simulator answers. */
export const endpoints: readonly Endpoint[] = [
  ...stockSnapshotEndpoints,
  ...unifiedSnapshotEndpoints,
  ...indexSnapshotEndpoints,
  ...optionChainEndpoints,
  ...contractsReferenceEndpoints,
  ...lastTradeEndpoints,
  ...aggregateEndpoints,
  ...dailyBarEndpoints,
  ...marketStatusEndpoints,
  ...exchangeEndpoints,
  ...conditionEndpoints,
];

const routes = endpoints.map((endpoint) => ({ endpoint, segments: endpoint.path.split('/') }));

/** The endpoint of a path and the values of its placeholders; `null` for a path that the API does not have. */
export function findRoute(path: string): { endpoint: Endpoint; values: PathValues } | null {
  const parts = path.split('/');
  for (const { endpoint, segments } of routes) {
    if (segments.length !== parts.length) continue;
    const values: PathValues = {};
    const fits = segments.every((segment, index) => {
      const part = parts[index]!;
      if (!segment.startsWith('{')) return segment === part;
      const value = decoded(part);
      values[segment.slice(1, -1)] = value ?? '';
      return value !== null && value !== '';
    });
    if (fits) return { endpoint, values };
  }
  return null;
}

/** `null` for a part whose escapes are broken. */
function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

/** Answers as the account's plan allows. */
export function answerOf(exchange: Exchange): Answer {
  const route = findRoute(exchange.path);
  if (!route) return unknownPath();
  const { endpoint, values } = route;
  const assetClass = endpoint.assetClass ?? assetClassOf(values.ticker ?? '');
  if (endpoint.needs && !tierFor(exchange, assetClass)[endpoint.needs])
    return notEntitled(exchange.requestId);
  return endpoint.answer(exchange, values);
}
