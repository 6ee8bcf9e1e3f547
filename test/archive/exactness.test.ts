import path from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import { openSession, type SessionFiles } from '../../src/archive/open/open-session.ts';
import { verifySession } from '../../src/archive/verify/verify-session.ts';
import { tempDir } from '../support/temp-dir.ts';
import { arbitrarySession } from './support/arbitrary-session.ts';
import type { SessionContent } from './support/session-content.ts';
import { archivedAt, facts, write } from './support/write.ts';

/** All of a session, contracts by so many at a time. */
async function readAll(session: SessionFiles, atOnce: number): Promise<SessionContent> {
  const states = [];
  for (let after: string | null = null; ; ) {
    const contracts = await session.contracts(after, atOnce);
    states.push(...contracts.flat());
    if (contracts.length < atOnce) break;
    after = contracts.at(-1)![0]!.symbol;
  }
  const { key } = session;
  return {
    ...{ key, states, polls: await session.polls(), quotes: await session.quotes() },
    ...{ levels: await session.levels(), gaps: await session.gaps(), alerts: await session.alerts() },
  };
}

test('whatever a recording holds comes back from the files as it was', async (t) => {
  const dir = await tempDir(t);
  let run = 0;
  await fc.assert(
    fc.asyncProperty(arbitrarySession, fc.integer({ min: 1, max: 20 }), async (content, atOnce) => {
      run += 1;
      const archive = path.join(dir, String(run));
      const written = await write(archive, content);
      const session = await openSession(archive, content.key, { mode: 'live' });
      t.deepEqual(await readAll(session, atOnce), content);
      for (const expiration of session.expirations) {
        const chain = await session.chain(expiration);
        const rows = chain.contracts.flatMap(({ from, to }) =>
          Array.from({ length: to - from }, (_, index) => chain.state(from + index)),
        );
        t.deepEqual(
          rows,
          content.states.filter((state) => state.expiration === expiration),
        );
        t.deepEqual(
          [...chain.timestamps],
          rows.map(({ timestamp }) => timestamp),
        );
        t.deepEqual(
          [...chain.listed],
          rows.map(({ isListed }) => Number(isListed)),
        );
      }
      t.deepEqual(session.facts, { ...facts, schema: 1, writtenAt: archivedAt });
      await session.close();
      const { hash, bytes } = await verifySession(archive, content.key, { hash: written.hash, mode: 'live' });
      t.deepEqual({ hash, bytes }, { hash: written.hash, bytes: written.bytes });
    }),
    { numRuns: 15 },
  );
});
