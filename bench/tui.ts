/**
 * `npm run bench -- tui [--frames 150] [--seconds 120] [--runs 9] [--prune-rows 500000] [--json]`: the dashboard at 120×40 with a chain of 400
 * contracts. Frames in a process of its own, on streams in memory; starts, memory and idle bytes of the built program in
 * a pseudo-terminal, beside `gtop` and `htop` where they are found. Run `npm run build` before.
 */
import { type Bench, type BenchTable, numberFlag } from './support/bench.ts';
import { ms } from './support/spread.ts';
import type { InProcess } from './tui/figures.ts';
import { runDashboardProcess } from './tui/run-dashboard-process.ts';
import { measureWhilePruning, type WhilePruning } from './tui/while-pruning.ts';
import { measurePrograms, type Steady, type WholePrograms } from './tui/whole-programs.ts';

export const bench: Bench = async (flags, say) => {
  const seconds = numberFlag(flags, 'seconds', 120);
  const runs = numberFlag(flags, 'runs', 9);
  say('frames …');
  const dashboard = await runDashboardProcess(numberFlag(flags, 'frames', 150), 8);
  const programs = await measurePrograms({ runs, seconds }, say);
  const pruning = await measureWhilePruning(numberFlag(flags, 'prune-rows', 500_000), say);
  const figures = summaryOf(dashboard, programs);
  const tables = [...tablesOf(figures, dashboard, programs), pruningTable(pruning)];
  return { ...figures, shares: dashboard.shares, programs, pruning, tables };
};

/** The value below which `share` of them lie. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

const parts = (values: readonly number[]) => ({
  p50: quantile(values, 0.5),
  p95: quantile(values, 0.95),
  p99: quantile(values, 0.99),
});

function summaryOf({ contracts, frames }: InProcess, { starts }: WholePrograms) {
  return {
    contracts,
    frames: frames.redrawMs.length,
    rowsChanged: quantile(frames.rowsChanged, 0.5),
    redrawMs: parts(frames.redrawMs),
    cpuMsPerFrame: parts(frames.cpuMs),
    bytesPerFrame: parts(frames.bytes),
    eventToBytesMs: parts(frames.eventToBytesMs),
    attachedFirstFrameMs: quantile(starts.attached!.frameMs, 0.5),
    embeddedFirstFrameMs: quantile(starts.embedded!.frameMs, 0.5),
  };
}

const percent = (share: number | null | undefined) =>
  share == null ? 'no /proc' : `${(share * 100).toFixed(1)} %`;
const megabytes = (bytes: number | null | undefined) =>
  bytes == null ? 'no /proc' : `${(bytes / 1e6).toFixed(0)} MB`;
const bytesText = (bytes: number) => `${Math.round(bytes)} B`;

function tablesOf(
  figures: ReturnType<typeof summaryOf>,
  { shares }: InProcess,
  { starts, steady }: WholePrograms,
): BenchTable[] {
  const { redrawMs, cpuMsPerFrame, bytesPerFrame, eventToBytesMs } = figures;
  const timed = (name: string, found: typeof redrawMs, target: string) => [
    ...[name, ms(found.p50), ms(found.p95), ms(found.p99), target],
  ];
  const start = (name: string, found: WholePrograms['starts']['gtop'], target: string) =>
    found
      ? [
          ...[name, ms(quantile(found.frameMs, 0.5)), ms(Math.max(...found.frameMs))],
          ...[found.readyMs.length > 0 ? ms(quantile(found.readyMs, 0.5)) : '', target],
        ]
      : [name, 'not found', '', '', target];
  const left = (name: string, found: Steady | null, target: string) =>
    found
      ? [
          ...[name, percent(found.cpuShare), megabytes(found.rssBytes)],
          ...[`${bytesText(found.bytesPerSecond)}/s`, target],
        ]
      : [name, 'not found', '', '', target];
  return [
    {
      title: `A frame: ${figures.contracts} contracts, ${figures.rowsChanged} of 40 rows changed, ${figures.frames} frames`,
      rows: [
        ['', 'p50', 'p95', 'p99', 'target'],
        timed('redraw', redrawMs, 'p95 < 10 ms'),
        timed('event to bytes', eventToBytesMs, 'p99 < 50 ms'),
        timed('CPU', cpuMsPerFrame, ''),
        [
          'bytes',
          bytesText(bytesPerFrame.p50),
          bytesText(bytesPerFrame.p95),
          bytesText(bytesPerFrame.p99),
          '',
        ],
      ],
    },
    {
      title: 'Updates, a quote and a chain each: the dashboard alone, its chain on the whole screen',
      rows: [
        ['updates/s', 'of a core', 'frames', 'to the terminal'],
        ...shares.map((share) => [
          ...[String(share.perSecond), percent(share.cpuShare), String(share.frames)],
          `${bytesText(share.bytesPerSecond)}/s`,
        ]),
      ],
    },
    {
      title: 'First frame of the built program',
      rows: [
        ['', 'median', 'longest', 'with prices', 'target'],
        start('attached', starts.attached, '< 250 ms'),
        start('embedded', starts.embedded, '< 400 ms'),
        start('gtop', starts.gtop, ''),
        start('htop', starts.htop, ''),
      ],
    },
    {
      title: 'Left alone, all of them at once',
      rows: [
        ['', 'of a core', 'memory', 'to the terminal', 'target'],
        left('embedded', steady.embedded, '< 150 MB, < 500 B/s'),
        left('embedded, market closed', steady.embeddedClosed, '< 500 B/s'),
        left('embedded, a quote a second', steady.embeddedFast, '< 1.5 %'),
        left('demo, its market inside', steady.demo, '< 500 B/s'),
        left('attached', steady.attached, '< 500 B/s'),
        left('gtop', steady.gtop, ''),
        left('htop', steady.htop, ''),
      ],
    },
  ];
}

function pruningTable({ rows, seconds, keyBefore, keyPruning, longestGapMs }: WhilePruning): BenchTable {
  const timed = (name: string, { p50, p99, max }: typeof keyBefore) => [name, ms(p50), ms(p99), ms(max)];
  return {
    title: `While the daemon inside removes ${rows} rows (${seconds.toFixed(1)} s)`,
    rows: [
      ['', 'p50', 'p99', 'longest'],
      timed('key to bytes, before', keyBefore),
      timed('key to bytes, pruning', keyPruning),
      ['between two frames', '', '', ms(longestGapMs)],
    ],
  };
}
