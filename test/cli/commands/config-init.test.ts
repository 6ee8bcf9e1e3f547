import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { settingsTemplate, writeSettingsFile } from '../../../src/cli/commands/config-init.ts';
import { loadSettings } from '../../../src/config/load-settings.ts';
import type { SettingSpec } from '../../../src/config/settings/setting-spec.ts';
import { settingNames, settingsTable } from '../../../src/config/settings/settings-table.ts';
import { tempDir } from '../../support/temp-dir.ts';

const load = (text: string) => loadSettings({ env: {}, file: { path: 'x.toml', text, mode: 0o600 } });

test('the file that is written changes nothing, and names every setting', (t) => {
  const text = settingsTemplate();
  t.deepEqual(load(text).settings, loadSettings({ env: {} }).settings);
  for (const name of settingNames)
    t.true(text.includes(`# ${settingsTable[name].path.split('.')[1]} = `), name);
});

test('without its comment signs it says the defaults', (t) => {
  const text = settingsTemplate()
    .split('\n')
    .filter((line) => !line.includes('= …'))
    .map((line) => (/^# \w+ = /.test(line) ? line.slice(2) : line))
    .join('\n');
  const { settings, origins } = load(text);
  t.deepEqual(settings, loadSettings({ env: {} }).settings);
  const set = settingNames.filter((name) => (settingsTable[name] as SettingSpec).default !== null);
  t.true(set.every((name) => origins[name].startsWith('x.toml:')));
});

test('a file that exists stays as it is; a new one is for its user alone', async (t) => {
  const dir = await tempDir(t);
  const file = path.join(dir, 'deep', 'spyglass.toml');
  writeSettingsFile(file);
  t.is(statSync(file).mode & 0o777, 0o600);
  writeFileSync(file, 'mine');
  t.throws(() => writeSettingsFile(file), { message: /exists/ });
  t.is(readFileSync(file, 'utf8'), 'mine');
});
