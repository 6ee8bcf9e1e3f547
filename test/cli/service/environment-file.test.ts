import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { writeEnvironmentFile } from '../../../src/cli/service/environment-file.ts';
import { loadSettings } from '../../../src/config/load-settings.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { startCommand } from '../playback/command-output.ts';

const body = `{"text": "{message}", "who": "it's \\"me\\" for $5 \`now\`", "path": "C:\\\\x"}`;
const secrets = {
  MASSIVE_API_KEY: 'k3y-of-the_api',
  SPYGLASS_ALERT_WEBHOOK: 'https://example.com/hook?token=s3cr3t&x=$HOME',
  SPYGLASS_ALERT_WEBHOOK_BODY: body,
};

async function written(t: ExecutionContext, env: Record<string, string>, before?: string) {
  const file = path.join(await tempDir(t), 'config', 'spyglass.env');
  if (before !== undefined) {
    const given = path.join(await tempDir(t), 'spyglass.env');
    writeFileSync(given, before, { mode: 0o600 });
    return await into(given, env);
  }
  return await into(file, env);
}

async function into(file: string, env: Record<string, string>) {
  const command = startCommand({ dir: path.dirname(file) }, async (invocation) => {
    const environment = { ...invocation.environment, env };
    writeEnvironmentFile({ ...invocation, environment, loaded: loadSettings({ env }) }, file);
    return 0;
  });
  await command.ended;
  return { file, said: command.said.err };
}

test('the secrets of the environment go into a file for its user alone, as a shell reads them', async (t) => {
  const { file, said } = await written(t, { ...secrets, SPYGLASS_ALERT_RULES: 'price > 700' });
  t.is(statSync(file).mode & 0o777, 0o600);
  for (const [name, value] of Object.entries(secrets)) {
    t.is(execFileSync('sh', ['-c', `. "$0"; printf %s "$${name}"`, file], { encoding: 'utf8' }), value);
  }
  t.regex(said, /mode 600.* with MASSIVE_API_KEY, SPYGLASS_ALERT_WEBHOOK, SPYGLASS_ALERT_WEBHOOK_BODY from/);
  t.regex(said, /does not get these of your environment: SPYGLASS_ALERT_RULES\. Put them into /);
  for (const secret of ['k3y', 's3cr3t', 'me']) t.notRegex(said, new RegExp(`${secret}\\b`));
});

test('without secrets the file says where the key goes', async (t) => {
  const { file, said } = await written(t, {});
  t.regex(readFileSync(file, 'utf8'), /^# Environment .*\n# MASSIVE_API_KEY=…\n$/);
  t.regex(said, /; put the key into it\n$/);
});

test('a file that is there stays, and what it lacks is named', async (t) => {
  const before = 'MASSIVE_API_KEY=other\n';
  const { file, said } = await written(t, secrets, before);
  t.true(existsSync(file));
  t.is(readFileSync(file, 'utf8'), before);
  t.regex(said, /is there already\n.*does not get .*: SPYGLASS_ALERT_WEBHOOK, SPYGLASS_ALERT_WEBHOOK_BODY\./);
  t.notRegex(said, /s3cr3t/);
});
