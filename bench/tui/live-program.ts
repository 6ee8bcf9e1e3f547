import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { type Home, launcher, type makeHome } from '../../test/e2e/support/terminal.ts';

type Teardown = Parameters<typeof makeHome>[0];

export interface Launch {
  file: string;
  args: string[];
  env: Record<string, string>;
}

/** An API to poll as if it were the vendor's. */
export async function startMarket(t: Teardown): Promise<string> {
  const market = fork(path.join(import.meta.dirname, 'market.ts'), {
    execArgv: ['--import=./scripts/typescript-hook.js'],
  });
  t.teardown(() => market.disconnect());
  const [url] = (await once(market, 'message')) as [string];
  return url;
}

/** The dashboard with a daemon of its own that polls this API, on the API's clock. */
export function liveLaunch(url: string, home: Home, env: Record<string, string> = {}): Launch {
  return {
    file: process.execPath,
    args: [launcher, '--clock', '2026-11-23T15:30:00Z', '--data-dir', liveDataDir(home)],
    env: { ...home.env, POLYGON_API_KEY: 'bench', SPYGLASS_BASE_URL: url, ...env },
  };
}

export const liveDataDir = (home: Home): string => path.join(home.dir, 'live');

/** A quote and a chain are on the screen. */
export const hasChain = (screen: string): boolean => screen.includes(' contracts · ');
