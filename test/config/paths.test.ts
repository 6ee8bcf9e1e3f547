import path from 'node:path';
import test from 'ava';
import type { SpyglassError } from '../../src/base/errors.ts';
import { userPlaces } from '../../src/config/paths.ts';

const homeOfUser = () => '/home/you';
const placesOf = (env: Record<string, string>, platform: NodeJS.Platform = 'linux') =>
  userPlaces({ env, platform, homeOfUser });

test('on Linux things lie where XDG wants them', (t) => {
  t.deepEqual(placesOf({ HOME: '/home/me', XDG_STATE_HOME: '/var/state', XDG_RUNTIME_DIR: '/run/1000' }), {
    data: '/home/me/.local/share/spyglass',
    config: '/home/me/.config/spyglass',
    state: '/var/state/spyglass',
    runtime: '/run/1000',
    platform: 'linux',
  });
});

test('an empty or relative path never leads into the working directory', (t) => {
  for (const value of ['', '.', 'data', './data', '~/data']) {
    const names = ['HOME', 'XDG_DATA_HOME', 'XDG_CONFIG_HOME', 'XDG_STATE_HOME', 'XDG_RUNTIME_DIR'];
    for (const platform of ['linux', 'darwin'] as const) {
      const { data, config, state, runtime } = placesOf(
        Object.fromEntries(names.map((name) => [name, value])),
        platform,
      );
      for (const place of [data, config, state]) t.true(place.startsWith('/home/you/'), place);
      t.is(runtime, null);
    }
  }
});

test('on Windows the profile counts, and relative paths do not', (t) => {
  const env = { USERPROFILE: 'C:\\Users\\you', APPDATA: 'roaming', LOCALAPPDATA: '' };
  const { data, config, state } = placesOf(env, 'win32');
  t.is(data, 'C:\\Users\\you\\AppData\\Local\\spyglass\\Data');
  t.is(config, 'C:\\Users\\you\\AppData\\Roaming\\spyglass\\Config');
  t.is(state, 'C:\\Users\\you\\AppData\\Local\\spyglass\\Log');
  t.true(path.win32.isAbsolute(data));
});

test('a user without a home directory is told what to set', (t) => {
  for (const nobody of [
    () => '',
    () => {
      throw new Error('uv_os_get_passwd returned ENOENT');
    },
  ]) {
    const error = t.throws<SpyglassError>(() =>
      userPlaces({ env: { HOME: '' }, platform: 'linux', homeOfUser: nobody }),
    );
    t.is(error.code, 'usage');
    t.regex(error.hint, /HOME/);
  }
});
