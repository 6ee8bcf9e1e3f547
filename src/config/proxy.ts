import { SpyglassError } from '../base/errors.ts';
import type { HttpsProxy } from '../base/https-proxy.ts';

/**
 * The proxy for https that the environment names; `null` without one. Plain http is for this machine only and never goes
 * through a proxy.
 * @throws SpyglassError `settings`, without the address: a password may stand in it
 */
export function proxyOf(env: Readonly<Record<string, string | undefined>>): HttpsProxy | null {
  const name = env.https_proxy ? 'https_proxy' : 'HTTPS_PROXY';
  const address = env[name];
  if (!address) return null;
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new SpyglassError('settings', `${name}: expected the address of an http or https proxy.`, {
      hint: `For example ${name}=http://proxy.example:3128; unset it to ask the API directly.`,
    });
  }
  const direct = env.no_proxy || env.NO_PROXY;
  return { HTTPS_PROXY: address, ...(direct && { NO_PROXY: direct }) };
}

/** Host and port alone, as they may be shown. */
export function proxyName({ HTTPS_PROXY }: HttpsProxy): string {
  return new URL(HTTPS_PROXY).host;
}
