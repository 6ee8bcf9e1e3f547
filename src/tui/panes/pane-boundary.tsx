import { Component, type ReactNode } from 'react';
import { messageOf } from '../../base/errors.ts';
import { drawBox } from '../render/box.ts';
import type { Line } from '../render/line.ts';
import { Lines } from '../render/lines.tsx';
import { wrapText } from '../render/width.ts';
import type { Rect } from '../layout/rect.ts';
import { upstreamText } from '../present/upstream-text.ts';
import type { Painter } from '../theme/painter.ts';

export interface PaneBoundaryProps {
  name: string;
  rect: Rect;
  painter: Painter;
  /** Anything that changes when the pane may succeed again: it is tried once more then. */
  inputs: unknown;
  /** Above the panes. */
  isOver?: boolean;
  children: ReactNode;
}

interface BoundaryState {
  failed: { message: string; inputs: unknown } | null;
}

/** The error in its rectangle, and the rest of the screen lives on. React has no other way to catch than a class. */
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
