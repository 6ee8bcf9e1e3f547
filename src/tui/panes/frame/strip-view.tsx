import { memo } from 'react';
import { hintKeys } from '../../keys/named-keys.ts';
import { planNotice } from '../../present/plan-text.ts';
import { useSelected } from '../../state/store.ts';
import { Painted, type PaneViewProps } from '../painted.tsx';
import { planRoom, stripLine } from './strip.ts';

export const StripView = memo(function StripView({ store, painter, rect }: PaneViewProps) {
  const connection = useSelected(store, (state) => state.connection);
  const health = useSelected(store, (state) => state.picture.health);
  const keyOf = hintKeys(store.getState());
  const plan = useSelected(store, (state) => planNotice(state, planRoom(rect.width, keyOf)));
  const frozenAt = useSelected(store, (state) => state.frozen?.at ?? null);
  const now = useSelected(store, (state) => state.now);
  const line = stripLine({
    width: rect.width,
    connection,
    problems: health.problems,
    plan,
    frozenAt,
    keyOf,
    now,
  });
  return <Painted rect={rect} painter={painter} lines={[line]} />;
});
