import { bySeverity, severityOf } from '../../base/severity.ts';
import type { Link } from '../../protocol/connection/link.ts';
import type { DoctorCheck } from '../../protocol/doctor-check.ts';
import type { Problem } from '../../protocol/state.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { failure, ok, warning } from './check-lines.ts';

/** How a problem of the daemon's counts here. */
const checkOf = { critical: failure, error: failure, warning };

/**
 * What a running daemon says: its version, the problems of its health, its own checks. Throws what `Link.request`
 * throws.
 */
export async function askDaemon(
  { environment }: Invocation,
  link: Link,
): Promise<{ problems: readonly Problem[]; found: DoctorCheck[] }> {
  const { pid, mode, appVersion } = link.hello;
  const same = appVersion === environment.appVersion;
  const versions = same
    ? ok('versions', `daemon and this program are both ${appVersion}`)
    : warning(
        'versions',
        `the daemon is ${appVersion}, this program ${environment.appVersion}`,
        'Run `spyglass daemon restart` to have it run this version.',
      );
  const own = await link.request('doctor', {});
  const { health } = await link.request('status', {});
  const problems = bySeverity(health.problems);
  const unhealthy = problems.map(({ code, subject, message, hint }) =>
    checkOf[severityOf(code)]('health', `${subject}: ${message}`, hint),
  );
  const running = ok('daemon', `running, ${mode} (process ${pid})`);
  return { problems, found: [running, versions, ...unhealthy, ...own] };
}
