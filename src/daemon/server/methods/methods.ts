import type { Methods } from '../rpc.ts';
import { createAlertMethods } from './alert-methods.ts';
import { createArchiveMethods } from './archive-methods.ts';
import { createMarketMethods } from './market-methods.ts';
import type { MethodDeps } from './method-deps.ts';
import { createRebuildMethods } from './rebuild-methods.ts';
import { createStateMethods } from './state-methods.ts';
import { createWorkMethods } from './work-methods.ts';

/** What the daemon answers to each method of the protocol. A method throws a `SpyglassError`, which the client gets. */
export function createMethods(deps: MethodDeps): Methods {
  return {
    ...createStateMethods(deps),
    ...createMarketMethods(deps),
    ...createAlertMethods(deps),
    ...createArchiveMethods(deps),
    ...createRebuildMethods(deps),
    ...createWorkMethods(deps),
  };
}
