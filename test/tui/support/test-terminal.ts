import { PassThrough, Writable } from 'node:stream';
import xterm from '@xterm/headless';

export interface TestTerminal {
  stdout: NodeJS.WriteStream;
  stdin: NodeJS.ReadStream;
  /** The rows on screen as text, trailing blanks taken off. */
  rows(): string[];
  text(): string;
  /** Everything that was written to it. */
  raw(): string;
  press(keys: string): void;
  resize(columns: number, rows: number): void;
  isAlternate(): boolean;
  isCursorHidden(): boolean;
  isRaw(): boolean;
  /** Titles that an escape sequence set: nothing of ours does. */
  titles(): string[];
  /** Lines that went off the top: a frame taller than the screen pushes some. */
  scrolledLines(): number;
  /** The background of a cell: a palette index or an RGB number, −1 for the terminal's own. */
  backgroundAt(column: number, row: number): number;
  isInverseAt(column: number, row: number): boolean;
  /** Waits for the screen to be as wanted, and fails with what it shows instead. */
  until(what: string, isWanted: (text: string) => boolean): Promise<string>;
  /** Waits until all that was written so far has been taken in. */
  drained(): Promise<void>;
}

const patienceMs = 15_000;

/** A terminal in memory, with streams for both directions. */
export function openTestTerminal(columns: number, rows: number): TestTerminal {
  const terminal = new xterm.Terminal({
    cols: columns,
    rows,
    scrollback: 500,
    allowProposedApi: true,
    // As a terminal's line discipline does.
    convertEol: true,
  });
  const titles: string[] = [];
  let written = '';
  let scrolled = 0;
  let isCursorHidden = false;
  let isRaw = false;
  terminal.onTitleChange((title) => titles.push(title));
  terminal.onScroll(() => {
    scrolled += 1;
  });
  // Changing to the other screen counts as a scroll, too.
  terminal.buffer.onBufferChange(() => {
    scrolled = 0;
  });

  const stdout = Object.assign(
    new Writable({
      decodeStrings: false,
      write(chunk: string | Buffer, _encoding, done) {
        const text = chunk.toString();
        written += text;
        for (const [, shown] of text.matchAll(/\u001b\[\?25([hl])/g)) isCursorHidden = shown === 'l';
        terminal.write(text, done);
      },
    }),
    { columns, rows, isTTY: true },
  );
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (mode: boolean) => {
      isRaw = mode;
    },
    ref: () => {},
    unref: () => {},
  });

  const screenRows = () => {
    const buffer = terminal.buffer.active;
    return Array.from(
      { length: terminal.rows },
      (_, row) => buffer.getLine(buffer.baseY + row)?.translateToString(true, 0, terminal.cols) ?? '',
    );
  };
  const cellAt = (column: number, row: number) => {
    const buffer = terminal.buffer.active;
    return buffer.getLine(buffer.baseY + row)?.getCell(column);
  };

  const self: TestTerminal = {
    stdout: stdout as unknown as NodeJS.WriteStream,
    stdin: stdin as unknown as NodeJS.ReadStream,
    rows: screenRows,
    text: () => screenRows().join('\n'),
    raw: () => written,
    press: (keys) => {
      stdin.write(keys);
    },
    resize(nextColumns, nextRows) {
      terminal.resize(nextColumns, nextRows);
      Object.assign(stdout, { columns: nextColumns, rows: nextRows });
      stdout.emit('resize');
    },
    isAlternate: () => terminal.buffer.active.type === 'alternate',
    isCursorHidden: () => isCursorHidden,
    isRaw: () => isRaw,
    titles: () => titles,
    scrolledLines: () => scrolled,
    backgroundAt: (column, row) => {
      const cell = cellAt(column, row);
      return !cell || cell.isBgDefault() ? -1 : cell.getBgColor();
    },
    isInverseAt: (column, row) => Boolean(cellAt(column, row)?.isInverse()),
    drained: () => new Promise((resolve) => terminal.write('', resolve)),
    async until(what, isWanted) {
      const deadline = performance.now() + patienceMs;
      for (;;) {
        const text = self.text();
        if (isWanted(text)) return text;
        if (performance.now() > deadline) throw new Error(`No ${what} on screen:\n${text}`);
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
    },
  };
  return self;
}
