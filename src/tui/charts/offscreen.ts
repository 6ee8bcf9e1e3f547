import { createRequire } from 'node:module';
import { PassThrough, Writable } from 'node:stream';
import type { Widgets } from 'blessed';
import type { Line, Span } from '../render/line.ts';
import type { Token } from '../theme/tokens.ts';

/** What charts are painted with: loaded with the first chart, since it would make the first frame later. */
const load = createRequire(import.meta.url);
const loadBlessed = () => load('blessed') as typeof import('blessed');
/** The bundle has the chart in a file beside its own, so that none of blessed-contrib's packages is installed. */
const lineChart = import.meta.url.endsWith('.ts')
  ? 'blessed-contrib/lib/widget/charts/line.js'
  : './line-chart.cjs';
export const loadLineChart = () =>
  load(lineChart) as typeof import('blessed-contrib/lib/widget/charts/line.js').default;

/**
 * Palette indices that stand for meanings while blessed paints: above the 16 that have sequences of their own, and far
 * enough from each other that none is taken for another.
 */
export const chartColors = {
  up: 40,
  down: 160,
  stale: 246,
  accent: 33,
  chartReference: 136,
  chartText: 250,
  chartAxis: 238,
  chartVwap: 141,
  chartBand: 97,
  chartLevel: 177,
} as const satisfies Partial<Record<Token, number>>;

/** Tokens that a line of a chart may have. */
export type ChartToken = keyof typeof chartColors;

const tokenOf = new Map<number, Token>(
  Object.entries(chartColors).map(([token, index]) => [index, token as Token]),
);

/** A blessed screen that no terminal sees. */
export interface Offscreen {
  readonly screen: Widgets.Screen;
  /** Draws what was appended and reads the cells back, as lines of meanings, from the top left corner. */
  read(width: number, height: number): Line[];
  close(): void;
}

/** What blessed knows about its screens and programs, and whether it listens to the process. */
interface Registry {
  _bound?: boolean;
  instances: unknown[];
}

/** Terminal output from blessed, with our palette indices turned back into meanings. */
function parsePainted(painted: string): Line {
  const line: Span[] = [];
  let token: Token = 'text';
  for (const part of painted.split(/(\u001b\[[\d;]*m)/)) {
    const codes = /^\u001b\[([\d;]*)m$/.exec(part)?.[1];
    if (codes === undefined) {
      if (part !== '') line.push([part, token]);
      continue;
    }
    const foreground = /(?:^|;)38;5;(\d+)/.exec(codes)?.[1];
    token = (foreground === undefined ? undefined : tokenOf.get(Number(foreground))) ?? 'text';
  }
  return line;
}

/** Opens a blessed screen that writes to no terminal. */
export function createOffscreen(): Offscreen {
  const blessed = loadBlessed();
  // blessed would listen to the process's signals and exit by itself. With its listeners in place Ink's own would no
  // longer be the only ones, and a killed dashboard would leave the terminal on the alternate screen.
  const { Screen: screens, Program: programs } = blessed as unknown as Record<'Screen' | 'Program', Registry>;
  screens._bound = true;
  programs._bound = true;
  const output = Object.assign(new Writable({ write: (_chunk, _encoding, done) => done() }), {
    columns: 1,
    rows: 1,
  });
  const input = new PassThrough();
  const screen = blessed.screen({
    input,
    output,
    terminal: 'xterm-256color',
    fullUnicode: false,
    forceUnicode: true,
  } as unknown as Widgets.IScreenOptions);
  const program = screen.program as unknown as { cols: number; rows: number };

  const paint = (width: number, height: number) => {
    program.cols = Math.max(1, width);
    program.rows = Math.max(1, height);
    screen.alloc();
    screen.render();
  };

  return {
    screen,
    read(width, height) {
      paint(width, height);
      const shot = (screen as unknown as { screenshot(): string }).screenshot();
      return shot.split('\n').map(parsePainted);
    },
    close() {
      for (const child of [...screen.children]) child.detach();
      screens.instances = screens.instances.filter((other) => other !== screen);
      programs.instances = programs.instances.filter((other) => other !== screen.program);
      input.destroy();
      output.destroy();
    },
  };
}
