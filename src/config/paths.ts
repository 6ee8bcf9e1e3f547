import path from 'node:path';
import { SpyglassError } from '../base/errors.ts';
import type { UserPlaces } from './instance.ts';

/** What the places of a user follow from. */
export interface PlacesSources {
  env: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
  /** The home directory of the user database (passwd), for where `HOME` says nothing; may throw. */
  homeOfUser: () => string;
}

/**
 * Where this user's things belong: by the XDG base directory specification on Linux and the like, in `~/Library` on
 * macOS, in the profile on Windows. A path that is empty or not absolute counts as not set, as XDG wants it: it would put
 * recordings into whatever directory the command is run in.
 * @throws SpyglassError `usage` where no home directory can be found
 */
export function userPlaces({ env, platform, homeOfUser }: PlacesSources): UserPlaces {
  const paths = platform === 'win32' ? path.win32 : path.posix;
  const given = (name: string): string | null => {
    const value = env[name];
    return value && paths.isAbsolute(value) ? value : null;
  };
  const below = (...names: string[]) => {
    const home = given(platform === 'win32' ? 'USERPROFILE' : 'HOME') ?? homeFrom(homeOfUser, paths);
    return paths.join(home, ...names);
  };
  const runtime = given('XDG_RUNTIME_DIR');
  if (platform === 'darwin') {
    const library = (...names: string[]) => below('Library', ...names, 'spyglass');
    const data = library('Application Support');
    return { data, config: library('Preferences'), state: library('Logs'), runtime, platform };
  }
  if (platform === 'win32') {
    const local = given('LOCALAPPDATA') ?? below('AppData', 'Local');
    const roaming = given('APPDATA') ?? below('AppData', 'Roaming');
    const [data, state] = ['Data', 'Log'].map((name) => paths.join(local, 'spyglass', name));
    const config = paths.join(roaming, 'spyglass', 'Config');
    return { data: data!, config, state: state!, runtime, platform };
  }
  return {
    data: paths.join(given('XDG_DATA_HOME') ?? below('.local', 'share'), 'spyglass'),
    config: paths.join(given('XDG_CONFIG_HOME') ?? below('.config'), 'spyglass'),
    state: paths.join(given('XDG_STATE_HOME') ?? below('.local', 'state'), 'spyglass'),
    ...{ runtime, platform },
  };
}

function homeFrom(homeOfUser: () => string, paths: typeof path.posix): string {
  const hint = 'Set HOME to an absolute path.';
  let home: string;
  try {
    home = homeOfUser();
  } catch (cause) {
    throw new SpyglassError('usage', 'This user has no home directory.', { cause, hint });
  }
  if (paths.isAbsolute(home)) return home;
  throw new SpyglassError('usage', 'The home directory of this user is no absolute path.', { hint });
}
