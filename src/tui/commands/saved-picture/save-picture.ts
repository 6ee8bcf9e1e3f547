import { toSpyglassError } from '../../../base/errors.ts';
import { upstreamText } from '../../present/upstream-text.ts';
import { savedPicture } from '../../saved-picture/save-picture.ts';
import { shownPlayback } from '../../state/selectors.ts';
import type { DashboardState } from '../../state/state.ts';
import type { Command, CommandContext } from '../command.ts';
import { noticeMs } from '../toast-times.ts';

function hasPicture(state: DashboardState): true | string {
  const hasCome = state.picture.subscription !== null || shownPlayback(state) !== null;
  return hasCome || 'There is no picture yet.';
}

async function save({ store, clock, toast, pictures, shown }: CommandContext): Promise<void> {
  const now = shown();
  if (!pictures || !now) {
    toast('Nothing can be saved from here.', 'warning');
    return;
  }
  const { appVersion, write } = pictures;
  const { name, files } = savedPicture(store.getState(), now, { appVersion, savedAt: clock.now() });
  try {
    const folder = await write(name, files);
    toast(upstreamText(`Saved in ${folder}`), 'text', noticeMs);
  } catch (thrown) {
    const { message, hint } = toSpyglassError(thrown);
    toast(upstreamText(`Nothing was saved. ${message} ${hint}`), 'error', noticeMs);
  }
}

/** Saves what is on screen. */
export const savePictureCommand: Command = {
  id: 'save-picture',
  scope: 'panes',
  keys: ['x'],
  yieldingKeys: ['x'],
  label: 'save',
  summary: 'Save what is on screen: picture, data and where they are from, in a new folder',
  footer: 15,
  isEnabled: hasPicture,
  run: save,
};
