/**
 * Runs the tests of a shared store on a real server of PostgreSQL: the contract that PGlite keeps in `npm test`, and what
 * only a server can show (`*.server.ts`). Takes the server of SPYGLASS_TEST_POSTGRES_URL, as a user who may create databases
 * and roles, or starts a throw-away one of Debian's, and fails where there is neither. Run by `npm run test:postgres`; other
 * arguments are AVA's.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startCluster } from '../support/postgres/cluster.ts';

const root = path.resolve(import.meta.dirname, '../..');
const folder = 'temp/tests-postgres';

/** AVA runs only what is called a test: an entry for each file. */
function writeEntries(): void {
  rmSync(path.join(root, folder), { recursive: true, force: true });
  mkdirSync(path.join(root, folder), { recursive: true });
  for (const file of globSync(['test/db/postgres/contract.test.ts', 'test/postgres/*.server.ts'], {
    cwd: root,
  })) {
    const name = path.basename(file).replace(/\..*$/, '');
    writeFileSync(path.join(root, folder, `${name}.test.ts`), `await import('../../${file}');\n`);
  }
}

const given = process.env.SPYGLASS_TEST_POSTGRES_URL;
const server = given ? null : await startCluster();
try {
  writeEntries();
  const ava = spawn('ava', process.argv.slice(2), {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      SPYGLASS_TEST_ENTRIES: folder,
      SPYGLASS_TEST_POSTGRES_URL: given ?? server?.url,
    },
  });
  // The server must not outlive whoever calls this off.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ava.kill(signal));
  const [code] = await once(ava, 'exit');
  process.exitCode = code ?? 1;
} finally {
  await server?.stop();
  rmSync(path.join(root, folder), { recursive: true, force: true });
}
