import { useApp, useInput, usePaste } from 'ink';
import { memo, type ReactNode, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { Charts } from './charts/charts.ts';
import type { CommandContext } from './commands/command.ts';
import { pressKey } from './commands/dispatch.ts';
import { keysOf } from './keys/keys.ts';
import { hintKeys } from './keys/named-keys.ts';
import { DialogView } from './dialogs/dialog-view.tsx';
import { quitForms } from './dialogs/quit.ts';
import { Lines } from './render/lines.tsx';
import { computeLayout, type PanesLayout, type Rect } from './layout/layout.ts';
import type { PaneId } from './layout/pane-ids.ts';
import { ChartView } from './panes/chart/chart-view.tsx';
import { PaneBoundary } from './panes/pane-boundary.tsx';
import { ChainView, FooterView, HeaderView, QuoteView, StripView } from './panes/pane-views.tsx';
import {
  BudgetView,
  CallsView,
  CoverageView,
  EndpointsView,
  ExposureView,
  HistoryView,
  LevelsView,
  PollsView,
  TablesView,
  TabsView,
  UsageView,
} from './panes/screen-views.tsx';
import { tooSmallLines } from './panes/frame/too-small.ts';
import { hasStrip } from './state/selectors.ts';
import { type Store, useSelected } from './state/store.ts';
import type { TerminalWriter } from './render/terminal-writer.ts';
import type { MouseMode } from './input/mouse-mode.ts';
import { type ColorLevel, createPainter, type Painter } from './theme/painter.ts';

/** Gives the terminal away while `during` runs, and takes it back. */
export type HandOver = (during: () => Promise<void>) => Promise<void>;

export interface AppProps {
  store: Store;
  charts: Charts;
  colorLevel: ColorLevel;
  /** Draw without box, block and braille characters. */
  isAscii: boolean;
  isEmbedded: boolean;
  /** Of this process; `null` where it is not known. */
  pid?: number | null;
  context: CommandContext;
  /** `null` where the mouse is left to the terminal. */
  mouse: MouseMode | null;
  /** `null` where the picture is taken from the surface and there is no terminal. */
  screen: TerminalWriter | null;
  /** Told how to hand over the terminal: only Ink knows, and only once it runs. */
  onHandOver(handOver: HandOver): void;
  /** Ends the dashboard with an error that nobody expected. */
  fail(thrown: unknown): void;
}

function TooSmall({
  store,
  painter,
  size,
}: {
  store: Store;
  painter: Painter;
  size: { columns: number; rows: number };
}) {
  const hello = useSelected(store, (state) => state.connection.hello);
  const quote = useSelected(store, (state) => state.picture.quote);
  const state = useSelected(store, (whole) => (whole.ui.dialog ? whole : null));
  const question = state ? quitForms(state, hintKeys(state)) : undefined;
  const lines = tooSmallLines({ ...size, hello, quote, ...(question && { question }) });
  const rect: Rect = { x: 0, y: 0, width: size.columns, height: size.rows };
  return <Lines rect={rect} lines={lines.map((line) => painter.line(line))} />;
}

const Panes = memo(function Panes(props: AppProps & { layout: PanesLayout; painter: Painter }) {
  const { store, charts, layout, painter } = props;
  // One that was started later, or has moved, has a process of its own.
  const isOwn = useSelected(store, ({ connection: { hello } }) => !props.pid || hello?.pid === props.pid);
  const isEmbedded = props.isEmbedded && isOwn;
  const picture = useSelected(store, (state) => state.picture);
  const dialog = useSelected(store, (state) => state.ui.dialog?.kind ?? null);
  const guarded = (name: string, rect: Rect | null, draw: (rect: Rect) => ReactNode) =>
    rect && (
      <PaneBoundary key={name} name={name} rect={rect} painter={painter} inputs={picture}>
        {draw(rect)}
      </PaneBoundary>
    );
  const pane = (id: PaneId, draw: (rect: Rect) => ReactNode) => guarded(id, layout.panes[id], draw);
  const common = { store, painter };
  return (
    <>
      {guarded('header', layout.header, (rect) => (
        <HeaderView {...common} rect={rect} isEmbedded={isEmbedded} />
      ))}
      {guarded('screens', layout.tabs, (rect) => (
        <TabsView {...common} rect={rect} />
      ))}
      {guarded('problems', layout.strip, (rect) => (
        <StripView {...common} rect={rect} />
      ))}
      {pane('quote', (rect) => (
        <QuoteView {...common} rect={rect} chart={charts.price} />
      ))}
      {pane('usage', (rect) => (
        <UsageView {...common} rect={rect} />
      ))}
      {pane('chain', (rect) => (
        <ChainView {...common} rect={rect} />
      ))}
      {pane('chart', (rect) => (
        <ChartView {...common} rect={rect} chart={charts.history} />
      ))}
      {pane('budget', (rect) => (
        <BudgetView {...common} rect={rect} />
      ))}
      {pane('polls', (rect) => (
        <PollsView {...common} rect={rect} />
      ))}
      {pane('endpoints', (rect) => (
        <EndpointsView {...common} rect={rect} />
      ))}
      {pane('calls', (rect) => (
        <CallsView {...common} rect={rect} />
      ))}
      {pane('tables', (rect) => (
        <TablesView {...common} rect={rect} />
      ))}
      {pane('coverage', (rect) => (
        <CoverageView {...common} rect={rect} />
      ))}
      {pane('exposure', (rect) => (
        <ExposureView {...common} rect={rect} />
      ))}
      {pane('levels', (rect) => (
        <LevelsView {...common} rect={rect} hasHistoryPane={layout.panes.history !== null} />
      ))}
      {pane('history', (rect) => (
        <HistoryView {...common} rect={rect} />
      ))}
      {guarded('footer', layout.footer, (rect) => (
        <FooterView {...common} rect={rect} />
      ))}
      {/* Of another dialog, a failure says nothing. */}
      {dialog && (
        <PaneBoundary
          key={`dialog ${dialog}`}
          name={dialog}
          rect={{ x: 2, y: 1, width: layout.columns - 4, height: 6 }}
          painter={painter}
          inputs={picture}
          isOver
        >
          <DialogView {...common} />
        </PaneBoundary>
      )}
    </>
  );
});

type KeysProps = Pick<AppProps, 'context' | 'mouse' | 'screen' | 'onHandOver' | 'fail'>;

/** Draws nothing: keys, whether the terminal reports the mouse, and whether the terminal is ours to draw on. */
export function Keys({ context, mouse, screen, onHandOver, fail }: KeysProps) {
  const { suspendTerminal } = useApp();
  const isUp = useRef(false);
  useEffect(() => {
    const handOver: HandOver = async (during) => {
      screen?.close();
      try {
        await (mouse ? mouse.offDuring(() => suspendTerminal(during)) : suspendTerminal(during));
      } finally {
        // The program may have been ended while the terminal was away: it is the shell's then.
        if (isUp.current) screen?.open();
      }
    };
    onHandOver(handOver);
  }, [mouse, screen, onHandOver, suspendTerminal]);
  // Ink takes the tree down whenever the program ends, even where nobody asked it to.
  useLayoutEffect(() => {
    isUp.current = true;
    screen?.open();
    mouse?.on();
    return () => {
      isUp.current = false;
      mouse?.off();
      screen?.close();
    };
  }, [mouse, screen]);
  useInput((input, key) => {
    const press = async () => {
      for (const name of keysOf(input, key)) await pressKey(context, name);
    };
    press().catch(fail);
  });
  // Has Ink switch bracketed paste on; what is pasted is taken out of the input before Ink reads it.
  usePaste(() => {});
  return null;
}

export function App(props: AppProps) {
  const { store, colorLevel, isAscii } = props;
  const theme = useSelected(store, (state) => state.ui.theme);
  const columns = useSelected(store, (state) => state.ui.columns);
  const rows = useSelected(store, (state) => state.ui.rows);
  const screen = useSelected(store, (state) => state.ui.screen);
  const expanded = useSelected(store, (state) => state.ui.expanded);
  const isStripShown = useSelected(store, hasStrip);
  const painter = useMemo(() => createPainter(theme, colorLevel, isAscii), [theme, colorLevel, isAscii]);
  const layout = useMemo(
    () => computeLayout({ columns, rows, hasStrip: isStripShown, screen, expanded }),
    [columns, rows, isStripShown, screen, expanded],
  );
  return (
    <>
      <Keys
        context={props.context}
        mouse={props.mouse}
        screen={props.screen}
        onHandOver={props.onHandOver}
        fail={props.fail}
      />
      {layout.kind === 'panes' ? (
        <Panes {...props} layout={layout} painter={painter} />
      ) : (
        <TooSmall store={store} painter={painter} size={layout} />
      )}
    </>
  );
}
