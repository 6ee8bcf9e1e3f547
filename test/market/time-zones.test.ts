import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';

const run = promisify(execFile);
const script = join(import.meta.dirname, 'zone-snapshot.ts');

test('the calendar answers the same in every time zone of the machine', async (t) => {
  const zones = ['UTC', 'America/New_York', 'Asia/Tokyo', 'Europe/London', 'Pacific/Apia'];
  const answers = await Promise.all(
    zones.map(async (zone) => {
      const { stdout } = await run(process.execPath, ['--import=./scripts/typescript-hook.js', script], {
        env: { ...process.env, TZ: zone },
      });
      return stdout.trim().split('\n');
    }),
  );
  t.deepEqual(
    answers.map(([offset]) => Number(offset)),
    [0, 300, -540, 0, -780],
  );
  t.regex(answers[0]?.[1] ?? '', /^[0-9a-f]{64}$/);
  t.deepEqual([...new Set(answers.map(([, digest]) => digest))], [answers[0]?.[1]]);
});
