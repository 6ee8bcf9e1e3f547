import type { KeyOf } from '../keys/key-of.ts';
import type { Line } from '../render/line.ts';
import { wrapText } from '../render/width.ts';
import { keyHints } from '../panes/frame/key-hints.ts';
import { upstreamText } from '../present/upstream-text.ts';
import type { DashboardState } from '../state/state.ts';
import type { QuitStep } from '../state/ui/dialog.ts';
import type { Token } from '../theme/tokens.ts';
import { type DialogWindow, dialogColumns, dialogWindow } from './window.ts';

const title = 'Quit';

/** Asks whether the recording in this process goes on in the background; the safe answer is first. */
export function quitWindow(state: DashboardState, progress: QuitStep, keyOf: KeyOf): DialogWindow {
  const paragraph = (text: string, token: Token = 'text'): Line[] =>
    wrapText(text, Math.min(56, dialogColumns(state.ui))).map((line): Line => [[line, token]]);
  switch (progress.step) {
    case 'asking': {
      const body = [
        ...paragraph('This dashboard is recording the market.', 'strong'),
        [],
        ...answers(keyOf),
        [],
        ...paragraph('What is not recorded cannot be had later.', 'dim'),
      ];
      return dialogWindow({ title, body, note: [] }, state.ui);
    }
    case 'moving': {
      const body = paragraph('Moving the recording into the background, between two polls\u2026', 'accent');
      return dialogWindow({ title, body, note: [] }, state.ui);
    }
    case 'failed': {
      const { message, hint } = progress.failure;
      const body = [
        ...paragraph('It could not move into the background; recording goes on here.', 'strong'),
        ...paragraph(upstreamText(message), 'error'),
        ...paragraph(upstreamText(hint)),
      ];
      const note = keyHints(keyOf, [
        ['quit-stay', 'stay'],
        ['quit-background', 'try again'],
        ['quit-stop', 'stop, quit'],
      ]);
      return dialogWindow({ title, body, note }, state.ui);
    }
  }
}

function answers(keyOf: KeyOf): Line[] {
  const choices = [
    ['quit-background', 'keep recording in the background, and quit'],
    ['quit-stop', 'stop recording, and quit'],
    ['quit-stay', 'stay'],
  ] as const;
  return choices.flatMap(([command, what]): Line[] => {
    const key = keyOf(command);
    return key === null
      ? []
      : [
          [
            [key.padEnd(7), 'key'],
            [what, 'text'],
          ],
        ];
  });
}

/** The same question for terminals without room for a dialog, shortest form last; `undefined` while it is not asked. */
export function quitForms({ ui }: DashboardState, keyOf: KeyOf): string[] | undefined {
  if (ui.dialog?.kind !== 'quit') return;
  if (ui.dialog.progress.step === 'moving') return ['Moving into the background…', 'Moving…'];
  const [enter, stop, stay] = ['quit-background', 'quit-stop', 'quit-stay'].map((id) => keyOf(id) ?? 'help');
  const failed = ui.dialog.progress.step === 'failed' ? 'It did not move. ' : '';
  return [
    `${failed}${enter} records on in the background · ${stop} stops · ${stay} stays`,
    `${failed}${enter} records on in the background · ${stop} stops`,
    `${failed}${enter} records on · ${stop} stops`,
    `${enter} or ${stop}?`,
  ];
}
