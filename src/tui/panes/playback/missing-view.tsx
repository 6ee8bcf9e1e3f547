import { memo } from 'react';
import { Lines } from '../../render/lines.tsx';
import { missingOnScreen } from '../../state/playback/playback-selectors.ts';
import { useSelected } from '../../state/store.ts';
import type { PaneViewProps } from '../painted.tsx';
import { missingBox } from './missing-box.ts';

/** Says over the panes that nothing was recorded at the instant that is shown; nothing where something was. */
export const MissingView = memo(function MissingView({ store, painter, rect }: PaneViewProps) {
  const gap = useSelected(store, missingOnScreen);
  if (!gap) return null;
  const box = missingBox(gap, rect);
  return <Lines rect={box.rect} lines={box.lines.map((line) => painter.line(line))} isOver />;
});
