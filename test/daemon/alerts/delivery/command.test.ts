import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { tempDir } from '../../../support/temp-dir.ts';
import { until } from '../../../support/until.ts';
import { nextAttempt, outboxOf, startDelivering } from './support.ts';

/** Notes what it was given in a directory of its own, and then does what the file `mode` says. */
const script = `#!/bin/sh
dir="$1/$$"
mkdir "$dir"
cat > "$dir/input"
env > "$dir/environment"
printf '%s' "$2" > "$dir/argument"
: > "$dir/complete"
case "$(cat "$1/mode")" in
  fail) exit 3 ;;
  hang) sleep 600 ;;
esac
`;

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    // A process that nobody has waited for yet is dead, too.
    return !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

(process.platform === 'win32' ? test.skip : test)(
  'alerts get through a command that fails, hangs and recovers, over a restart, and are known by their ids',
  async (t) => {
    const dir = await tempDir(t);
    const notes = path.join(dir, 'notes');
    const program = path.join(dir, 'page me.sh');
    mkdirSync(notes);
    mkdirSync(path.join(dir, 'a'));
    writeFileSync(program, script);
    chmodSync(program, 0o755);
    const mode = (text: string) => writeFileSync(path.join(notes, 'mode'), text);
    const runs = () => readdirSync(notes).filter((name) => existsSync(path.join(notes, name, 'complete')));
    const argument = '$(touch boom); *';
    const settings = { alertCommand: [program, notes, argument] };

    mode('fail');
    const first = await startDelivering(t, { dir: path.join(dir, 'a'), settings });
    await first.clock.advance(61_000);
    await until(() => outboxOf(first)[0]?.attempts === 1);
    t.is(outboxOf(first)[0]!.last_error, 'page me.sh ended with exit code 3');

    mode('hang');
    await nextAttempt(first, async () => {
      await until(() => runs().length === 2);
      await first.clock.advance(10_000);
    });
    t.is(outboxOf(first)[0]!.last_error, 'page me.sh did not end within 10 s');
    for (const pid of runs()) await until(() => !isAlive(Number(pid)));

    const [row] = outboxOf(first);
    await first.clock.advance(row!.next_attempt_at! - first.clock.now());
    await until(() => runs().length === 3);
    await first.close();
    for (const pid of runs()) await until(() => !isAlive(Number(pid)));

    mode('work');
    const second = await startDelivering(t, {
      ...{ dir: path.join(dir, 'a'), settings, at: first.clock.now() + 60_000 },
    });
    await until(() => outboxOf(second)[0]?.delivered_at !== null);
    await second.clock.advance(61_000);
    await until(
      () => outboxOf(second).length > 1 && outboxOf(second).every((each) => each.delivered_at !== null),
    );
    const inputs = runs().map(
      (name) =>
        JSON.parse(readFileSync(path.join(notes, name, 'input'), 'utf8')) as { id: string; message: string },
    );
    const rows = outboxOf(second);
    t.deepEqual([...new Set(inputs.map(({ id }) => id))].sort(), rows.map((each) => each.alert_id).sort());
    for (const name of runs()) {
      const { id, message } = JSON.parse(readFileSync(path.join(notes, name, 'input'), 'utf8')) as {
        id: string;
        message: string;
      };
      const environment = readFileSync(path.join(notes, name, 'environment'), 'utf8').split('\n');
      t.true(environment.includes(`SPYGLASS_ALERT_ID=${id}`));
      t.true(environment.includes(`SPYGLASS_ALERT_MESSAGE=${message}`));
      t.is(readFileSync(path.join(notes, name, 'argument'), 'utf8'), argument, 'no shell has read it');
    }
    await second.close();
  },
);
