import xterm from '@xterm/headless';

/** Rows of the screen that each of `frames` changed in text or colours, after `before` was written. */
export async function rowsChanged(
  size: { columns: number; rows: number },
  before: readonly string[],
  frames: readonly string[],
): Promise<number[]> {
  const screen = new xterm.Terminal({
    cols: size.columns,
    rows: size.rows,
    scrollback: 0,
    allowProposedApi: true,
    convertEol: true,
  });
  const write = (text: string) => new Promise<void>((resolve) => screen.write(text, resolve));
  const look = () =>
    Array.from({ length: size.rows }, (_, row) => {
      const line = screen.buffer.active.getLine(screen.buffer.active.viewportY + row);
      return Array.from({ length: size.columns }, (_, column) => {
        const cell = line?.getCell(column);
        return `${cell?.getChars()}/${cell?.getFgColor()}/${cell?.getBgColor()}/${cell?.isInverse()}`;
      }).join('');
    });
  await write(before.join(''));
  let shown = look();
  const counts: number[] = [];
  for (const frame of frames) {
    await write(frame);
    const next = look();
    counts.push(next.filter((row, index) => row !== shown[index]).length);
    shown = next;
  }
  screen.dispose();
  return counts;
}
