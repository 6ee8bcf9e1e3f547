/** How often a program took the whole screen away, as its bytes say. */
export interface Clears {
  /** All of them. */
  all: number;
  /** Those that the terminal could show: outside of what it was asked to show at once (mode 2026). */
  visible: number;
}

/**
 * Erasing all of the display or of what was saved (ED 2, ED 3), erasing what follows the top left corner, entering the
 * other screen anew, a reset, and erasing line after line without writing anything in between.
 */
const token =
  /\u001b\[\?2026([hl])|\u001b\[[23]J|\u001b\[(?:1;1)?H\u001b\[0?J|\u001b\[\?(?:1049|1047|47)h|\u001bc|(?:\u001b\[2K\u001b\[1A){3,}/g;

export function countClears(bytes: string): Clears {
  const clears = { all: 0, visible: 0 };
  let isHeld = false;
  for (const [, mode] of bytes.matchAll(token)) {
    if (mode) isHeld = mode === 'h';
    else {
      clears.all += 1;
      if (!isHeld) clears.visible += 1;
    }
  }
  return clears;
}
