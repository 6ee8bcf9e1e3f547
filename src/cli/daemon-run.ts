import { SpyglassError } from '../base/errors.ts';
import type { Logger } from '../base/log.ts';
import { launch } from '../daemon/launch.ts';
import { createJsonLog, createReadableLog } from '../daemon/log.ts';
import { planLaunch, type World } from './world.ts';

/** A daemon in the foreground: readable lines on a terminal, JSON lines otherwise. Ends on TERM, INT or `shutdown`. */
export async function daemonRun(world: World): Promise<undefined> {
  const { environment, loaded } = world;
  if (world.chosenMode === null) {
    throw new SpyglassError('settings', 'There is no API key.', {
      hint: 'Set MASSIVE_API_KEY (or POLYGON_API_KEY); `spyglass daemon run --demo` runs a simulated market.',
    });
  }
  const { stderr } = environment;
  const { logLevel } = loaded.settings;
  const log = stderr.isTTY ? createReadableLog(stderr, logLevel) : createJsonLog(stderr, logLevel);
  const ending = endOnSignals(log);
  try {
    const daemon = await launch(planLaunch(world, world.chosenMode), log);
    void ending.requested.then(() => daemon.close());
    await daemon.closed;
  } finally {
    ending.stop();
  }
  log.info({}, 'closed');
}

/** The first TERM or INT asks to close in order, also while still starting; a second one ends at once. */
function endOnSignals(log: Logger): { requested: Promise<void>; stop: () => void } {
  const signals = ['SIGTERM', 'SIGINT'] as const;
  let request = () => {};
  const requested = new Promise<void>((resolve) => {
    request = resolve;
  });
  let seen = 0;
  const onSignal = () => {
    seen += 1;
    if (seen > 1) process.exit(130);
    log.info({}, 'closing');
    request();
  };
  for (const signal of signals) process.on(signal, onSignal);
  return {
    requested,
    stop: () => {
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}
