import { memo, useState } from 'react';
import { timelessState } from '../../state/selectors.ts';
import { useSelected } from '../../state/store.ts';
import { footerLine } from './footer.ts';
import { Painted, type PaneViewProps } from '../painted.tsx';

export const FooterView = memo(function FooterView({ store, painter, rect }: PaneViewProps) {
  // The hints do not depend on the time, so a tick draws nothing.
  const [timeless] = useState(timelessState);
  const state = useSelected(store, timeless);
  return <Painted rect={rect} painter={painter} lines={[footerLine(state, rect.width)]} />;
});
