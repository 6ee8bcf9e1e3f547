import { Component, type ReactNode } from 'react';
import { messageOf } from '../../base/errors.ts';
import { drawBox } from '../render/box.ts';
import type { Line } from '../render/line.ts';
import { Lines } from '../render/lines.tsx';
import { wrapText } from '../render/width.ts';
import type { Rect } from '../layout/rect.ts';
import { upstreamText } from '../present/upstream-text.ts';
import type { Painter } from '../theme/painter.ts';

/** The pane that is guarded, and its place for an error. */
export interface PaneBoundaryProps {
  name: string;
  rect: Rect;
  painter: Painter;
  /** When this changes, a failed pane is drawn again. */
  inputs: unknown;
  /** Above the panes. */
  isOver?: boolean;
  children: ReactNode;
}

interface BoundaryState {
  failed: { message: string; inputs: unknown } | null;
}

/**
 * Shows an error in the pane's rectangle, so that the rest of the screen goes on. React catches errors only in a
 * class.
 */
export class PaneBoundary extends Component<PaneBoundaryProps, BoundaryState> {
  override state: BoundaryState = { failed: null };

  static getDerivedStateFromError(thrown: unknown): BoundaryState {
    return { failed: { message: messageOf(thrown), inputs: undefined } };
  }

  static getDerivedStateFromProps(props: PaneBoundaryProps, state: BoundaryState): BoundaryState | null {
    if (!state.failed) return null;
    if (state.failed.inputs === undefined) return { failed: { ...state.failed, inputs: props.inputs } };
    return state.failed.inputs === props.inputs ? null : { failed: null };
  }

  override render(): ReactNode {
    const { failed } = this.state;
    const { name, rect, painter, isOver, children } = this.props;
    if (!failed) return children;
    const width = Math.max(10, rect.width - 4);
    const text = `This pane failed: ${upstreamText(failed.message)}. It is tried again with the next change.`;
    const body = wrapText(text, width).map((line): Line => [[line, 'error']]);
    const lines =
      rect.height < 3
        ? body.slice(0, 1)
        : drawBox({ ...rect, isFocused: false, title: [[name, 'error']], body });
    return <Lines rect={rect} lines={lines.map((line) => painter.line(line))} isOver={isOver ?? false} />;
  }
}
