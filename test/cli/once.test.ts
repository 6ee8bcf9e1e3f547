import { run } from '../e2e/support/command.ts';
import { makeHome } from '../e2e/support/terminal.ts';
import { long } from '../support/long.ts';

long('one picture exits as `status` does: with 0 when healthy, else as unhealthy', async (t) => {
  const healthy = await run(makeHome(t), ['--once', '--demo']);
  t.is(healthy.code, 0, healthy.stderr);
  const broken = await run(makeHome(t), ['--once', '--demo', '--fault', 'wrong-underlying']);
  t.regex(broken.stdout, /0-DTE/, 'the picture is printed all the same');
  t.is(broken.code, 4, broken.stdout);
});
