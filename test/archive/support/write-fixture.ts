import path from 'node:path';
import { spxSession, spySession } from './known-session.ts';
import { write } from './write.ts';

/**
 * Writes the fixture of a new schema: `node test/archive/support/write-fixture.ts 2`. That of a released one is never
 * written again, since it stands for the files that people have.
 */
const schema = process.argv[2];
if (!schema || !/^\d+$/.test(schema)) throw new Error('Say of which schema');
const directory = path.resolve(import.meta.dirname, `../fixtures/schema-${schema}`);
for (const content of [spySession, spxSession]) await write(directory, content);
