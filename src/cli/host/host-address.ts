import { SpyglassError } from '../../base/errors.ts';

/** Another machine with a daemon, as ssh reaches it. */
export interface HostAddress {
  /** As it is shown: without a password, which none may hold. */
  text: string;
  server: string;
  /** `null` for what ssh's own settings say. */
  user: string | null;
  port: number | null;
  /** The daemon's socket over there; `null` for its usual place. */
  socketPath: string | null;
}

const noPassword = 'a password has no place in an address; ssh asks for it, or takes a key';
const form = 'ssh://[user@]server[:port][/path/of/socket]';

/** From the first colon after the scheme to the last `@`: a password may hold either, and stands in no message and no log. */
function withoutPassword(text: string): string {
  return text.replace(/^([a-z][a-z0-9+.-]*:\/\/)?([^:@]*):(?!\/\/).*@/is, '$1$2:…@');
}

/**
 * Reads `--host` or SPYGLASS_HOST. Names that ssh would take for an option are refused.
 * @throws SpyglassError `usage`
 */
export function parseHost(text: string): HostAddress {
  const shown = withoutPassword(text);
  const refuse = (reason: string) =>
    new SpyglassError('usage', `--host ${shown}: ${shown === text ? reason : noPassword}.`, {
      hint: `Expected ${form}.`,
    });
  const parts =
    /^ssh:\/\/(?:(?<user>[^@/]*)@)?(?<server>\[[^\]]*\]|[^:/@]*)(?::(?<port>[^/]*))?(?<path>\/.*)?$/.exec(
      text,
    );
  if (!parts?.groups) throw refuse('it is no ssh address');
  const { user, server = '', port, path } = parts.groups;
  if (user?.includes(':')) throw refuse(noPassword);
  const name = server.replace(/^\[(.*)\]$/, '$1');
  for (const [what, word] of [
    ['user', user],
    ['server', name],
  ] as const) {
    if (word === undefined) continue;
    if (!/^[A-Za-z0-9._%:-]+$/.test(word) || word.startsWith('-')) throw refuse(`its ${what} is no name`);
  }
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535)) {
    throw refuse('its port is no number from 1 to 65535');
  }
  const socketPath = path === undefined || path === '/' ? null : path;
  return {
    text: `ssh://${user === undefined ? '' : `${user}@`}${server}${port === undefined ? '' : `:${port}`}`,
    ...{ server: name, user: user ?? null, port: port === undefined ? null : Number(port), socketPath },
  };
}
