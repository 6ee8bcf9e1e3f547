import { storeName } from '../../config/settings/store/store-url.ts';
import type { Invocation } from '../invocation/invocation.ts';

/** A shared store by its address. */
export interface NamedStore {
  /** Secret. */
  url: string;
  /** For people. */
  name: string;
}

/** The shared store that the settings name; `null` where the database in the data directory is meant, as in a demo. */
export function namedStore({ chosenMode, instance }: Invocation): NamedStore | null {
  if (chosenMode === 'demo') return null;
  const { storeUrl } = instance('live');
  return storeUrl === null ? null : { url: storeUrl, name: storeName(storeUrl) };
}
