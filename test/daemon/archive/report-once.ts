import type { ArchiveReport } from '../../../src/protocol/archive.ts';
import type { Link } from '../../../src/protocol/connection/link.ts';

/** The archive's report once it is as wanted: files are written by a thread, which follows no clock of a test. */
export async function reportOnce(
  link: Pick<Link, 'request'>,
  isWanted: (report: ArchiveReport) => boolean,
): Promise<ArchiveReport> {
  for (;;) {
    const report = await link.request('archive.list', {});
    if (isWanted(report)) return report;
  }
}
