import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { SettingSpec } from '../../config/settings/setting-spec.ts';
import { settingNames, settingsTable } from '../../config/settings/settings-table.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { note } from '../output/output.ts';

/** A setting that comes from a variable of this environment, which the service does not have. */
interface Variable {
  name: string;
  value: string;
  isSecret: boolean;
}

/**
 * Writes the file that the unit names and only its user may read: with the secrets of this environment, such as the key and a
 * webhook's address, which belong into no unit. One that exists stays as it is. What the service will lack is said, without values.
 */
export function writeEnvironmentFile({ environment, loaded }: Invocation, file: string): void {
  const given = variablesOf(environment.env, loaded.origins);
  const say = (text: string) => note(environment, text);
  if (existsSync(file)) {
    const isOpen = (statSync(file).mode & 0o077) !== 0;
    say(isOpen ? `${file} can be read by others: chmod 600 ${file}` : `${file} is there already`);
    const known = namesIn(readFileSync(file, 'utf8'));
    sayMissing(
      given.filter(({ name }) => !known.has(name)),
      file,
      say,
    );
    return;
  }
  const written = given.filter(({ isSecret, value }) => isSecret && !/\p{Cc}/u.test(value));
  const hasKey = written.some(({ name }) => settingsTable.apiKey.env.some((key) => key === name));
  const lines = [
    '# Environment of the Spyglass service; for its user’s eyes only.',
    ...(hasKey ? [] : ['# MASSIVE_API_KEY=…']),
    ...written.map(({ name, value }) => `${name}=${quoted(value)}`),
  ];
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, `${lines.join('\n')}\n`, { flag: 'wx', mode: 0o600 });
  const names = written.map(({ name }) => name).join(', ');
  say(
    `Wrote ${file} (mode 600)${names === '' ? '' : ` with ${names} from your environment`}${hasKey ? '' : '; put the key into it'}`,
  );
  sayMissing(
    given.filter((variable) => !written.includes(variable)),
    file,
    say,
  );
}

function variablesOf(
  env: Readonly<Record<string, string | undefined>>,
  origins: Invocation['loaded']['origins'],
): Variable[] {
  return settingNames.flatMap((setting) => {
    const spec: SettingSpec = settingsTable[setting];
    const name = origins[setting];
    const value = env[name];
    if (value === undefined || !spec.env.includes(name)) return [];
    return [{ name, value, isSecret: spec.isSecret === true }];
  });
}

function sayMissing(variables: readonly Variable[], file: string, say: (text: string) => void): void {
  if (variables.length === 0) return;
  const names = variables.map(({ name }) => name).join(', ');
  say(`The service does not get these of your environment: ${names}. Put them into ${file}.`);
}

function namesIn(text: string): Set<string> {
  return new Set([...text.matchAll(/^\s*(?:export\s+)?([A-Za-z_]\w*)=/gm)].map(([, name]) => name!));
}

/** As both systemd (`EnvironmentFile=`) and a POSIX shell read it. */
function quoted(value: string): string {
  return /^[\w@%+=:,./-]*$/.test(value) ? value : `"${value.replaceAll(/["\\`$]/g, String.raw`\$&`)}"`;
}
