import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import { openSeenLimits } from '../../../src/cli/output/seen-limits.ts';
import { tempDir } from '../../support/temp-dir.ts';

test('what was seen of a plan is kept beside the database, for its owner only', async (t) => {
  const dir = await tempDir(t);
  const first = await openSeenLimits(dir);
  t.deepEqual(first.limits, []);
  await first.keep(['stock-live', 'option-live']);
  t.deepEqual((await openSeenLimits(dir)).limits, ['stock-live', 'option-live']);
  t.is((await stat(path.join(dir, 'plan-seen.json'))).mode & 0o777, 0o600);
});

for (const [what, text] of [
  ['is empty', ''],
  ['is no JSON', '{"limits":'],
  ['has another shape', '{"limits":[1,2]}'],
  ['is a list', '["stock-live"]'],
] as const) {
  test(`a file that ${what} says that nothing was seen`, async (t) => {
    const dir = await tempDir(t);
    await writeFile(path.join(dir, 'plan-seen.json'), text);
    const seen = await openSeenLimits(dir);
    t.deepEqual(seen.limits, []);
    await seen.keep(['stock-live']);
    t.is(await readFile(path.join(dir, 'plan-seen.json'), 'utf8'), '{"limits":["stock-live"]}\n');
  });
}

test('a file that cannot be written is an error with its path', async (t) => {
  const dir = await tempDir(t);
  await mkdir(path.join(dir, 'plan-seen.json'));
  const seen = await openSeenLimits(dir);
  await t.throwsAsync(seen.keep(['stock-live']), {
    code: 'data_dir',
    message: /plan-seen\.json cannot be written/,
  });
});
