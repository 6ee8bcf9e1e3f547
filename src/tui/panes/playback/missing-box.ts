import type { PlaybackGap } from '../../../protocol/playback.ts';
import type { Rect } from '../../layout/rect.ts';
import { gapReasonText, gapTimesText } from '../../present/playback-text.ts';
import { formatAge } from '../../present/time.ts';
import { boxFrameColumns, boxFrameRows, drawBox } from '../../render/box.ts';
import type { Line } from '../../render/line.ts';
import { textWidth, wrapText } from '../../render/width.ts';

/** A box over the dimmed picture. */
export interface MissingBox {
  rect: Rect;
  lines: Line[];
}

const title = 'Nothing was recorded';
const widest = 60;

/** What is missing at the instant that is shown, from when to when and why; in the middle of the panes. */
export function missingBox(gap: PlaybackGap, body: Rect): MissingBox {
  const room = Math.max(20, Math.min(widest, body.width - 2) - boxFrameColumns);
  const lasted = gap.to === null ? '' : ` (${formatAge(gap.to - gap.from)})`;
  const texts: Line[] = [
    [[`No chain ${gapTimesText(gap)}${lasted}`, 'strong']],
    ...wrapText(gapReasonText(gap), room).map((line): Line => [[line, 'warning']]),
    [['The last picture before it is dimmed.', 'dim']],
  ];
  const cells = Math.max(textWidth(title) + 4, ...texts.map((line) => textWidth(line[0]![0])));
  const width = Math.min(body.width, cells + boxFrameColumns);
  const height = Math.min(body.height, texts.length + boxFrameRows);
  const rect = {
    x: body.x + Math.floor((body.width - width) / 2),
    y: body.y + Math.max(0, Math.floor((body.height - height) / 2)),
    width,
    height,
  };
  return {
    rect,
    lines: drawBox({ width, height, isFocused: true, title: [[title, 'warning']], body: texts }),
  };
}
