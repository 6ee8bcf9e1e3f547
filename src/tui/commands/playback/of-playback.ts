import type { KeyName } from '../../../config/key-names.ts';

/** All these keys are younger than the settings of some users, who may have given them to commands of the panes. */
export const ofPlayback = (keys: readonly KeyName[]) =>
  ({ scope: 'playback', keys, yieldingKeys: keys }) as const;
