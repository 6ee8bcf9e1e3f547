import test from 'ava';
import { loadSettings } from '../../../src/config/load-settings.ts';

const of = (text: string, env: Record<string, string> = {}) =>
  loadSettings({ env, file: { path: '/etc/spyglass.toml', text, mode: 0o600 } }).settings;

test('sessions are archived beside the database and kept for ever unless the user says otherwise', (t) => {
  t.like(of(''), { archiveEnabled: true, archiveDir: null, archiveKeep: 'forever' });
  t.like(of('[archive]\nenabled = false\ndir = "/mnt/spare/sessions/"\nkeep = 730'), {
    ...{ archiveEnabled: false, archiveDir: '/mnt/spare/sessions', archiveKeep: 730 },
  });
  const env = { SPYGLASS_ARCHIVE: 'false', SPYGLASS_ARCHIVE_DIR: '/a', SPYGLASS_ARCHIVE_KEEP: '90' };
  t.like(of('[archive]\nkeep = "forever"', env), {
    ...{ archiveEnabled: false, archiveDir: '/a', archiveKeep: 90 },
  });
  t.is(of('[archive]\ndir = ""').archiveDir, null);
  t.is(of('[archive]\nkeep = "forever"').archiveKeep, 'forever');
});

test('a path that depends on the directory a command is run in, and a time that is none, are refused', (t) => {
  t.throws(() => of('[archive]\ndir = "sessions"'), {
    message: /:2: archive\.dir: expected an absolute path/,
  });
  for (const keep of ['0', '"ever"', '1.5', '-1', 'true']) {
    t.throws(
      () => of(`[archive]\nkeep = ${keep}`),
      { message: /:2: archive\.keep: expected (forever, or )?a whole number (of days )?from 1 to 36500/ },
      keep,
    );
  }
});
