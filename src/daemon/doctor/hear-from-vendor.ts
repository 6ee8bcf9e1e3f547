import type { DaemonCore } from '../core.ts';
import type { Vendor } from '../vendor.ts';
import { probe } from './probe.ts';

/** The daemon before has had the API's answer, and no slot waits for another one. */
export async function hearFromVendor(
  core: DaemonCore,
  { endpoints }: Vendor,
  isFirstStart: boolean,
): Promise<void> {
  const { deps, clock, health, stop } = core;
  if (!deps.takesOver)
    await probe({
      endpoints,
      clock,
      health,
      isFirstStart,
      isVirtualClock: deps.isVirtualClock,
      signal: stop,
    });
  stop.throwIfAborted();
}
