import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { errorTable } from '../../src/base/errors.ts';
import { run } from '../e2e/support/command.ts';
import { makeHome } from '../e2e/support/terminal.ts';

const isLinux = process.platform === 'linux';

/** A home whose `systemctl` ends with the given exit code for the words that a pattern of the shell matches. */
function homeWithSystemctl(t: Parameters<typeof makeHome>[0], failing: string) {
  const home = makeHome(t);
  const bin = path.join(home.dir, 'bin');
  mkdirSync(bin);
  const file = path.join(bin, 'systemctl');
  writeFileSync(file, `#!/bin/sh\ncase "$*" in ${failing}) echo "no bus" >&2; exit 1;; esac\n`);
  chmodSync(file, 0o755);
  return { home, env: { PATH: `${bin}:/usr/bin:/bin`, MASSIVE_API_KEY: 'k' } };
}

if (isLinux) {
  test('a service whose commands fail is not called installed', async (t) => {
    const { home, env } = homeWithSystemctl(t, '*enable*');
    const outcome = await run(home, ['service', 'install'], env);
    t.is(outcome.code, errorTable.service.exit);
    t.regex(outcome.stderr, /enable --now spyglass\.service failed: no bus/);
    t.regex(outcome.stderr, /not installed/);
    t.notRegex(outcome.stderr, /enable-linger/, 'no advice for what does not run');
  });

  test('a service that cannot be stopped keeps its file and is not called removed', async (t) => {
    const { home, env } = homeWithSystemctl(t, '*disable*');
    t.is((await run(home, ['service', 'install'], env)).code, 0);
    const file = path.join(
      home.env.XDG_CONFIG_HOME ?? path.join(home.dir, '.config'),
      'systemd/user/spyglass.service',
    );
    t.true(existsSync(file));
    const outcome = await run(home, ['service', 'uninstall'], env);
    t.is(outcome.code, errorTable.service.exit);
    t.regex(outcome.stderr, /not removed/);
    t.true(existsSync(file));
  });
}
