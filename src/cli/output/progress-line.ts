/** Where progress is shown: standard error. */
export type ProgressStream = Pick<NodeJS.WriteStream, 'write'> & { isTTY?: boolean; columns?: number };

/** One line that is drawn over itself on a terminal, and a line for each step elsewhere. */
export interface ProgressLine<P> {
  show(progress: P): void;
  /** Leaves the line; whatever comes next begins on its own. */
  end(): void;
}

/** @param textOf the line; `null` says nothing */
export function progressLine<P>(
  stream: ProgressStream,
  textOf: (progress: P) => string | null,
): ProgressLine<P> {
  let isOpen = false;
  return {
    show(progress) {
      const line = textOf(progress);
      if (line === null) return;
      if (!stream.isTTY) return void stream.write(`${line}\n`);
      isOpen = true;
      stream.write(`\r\x1b[2K${line.slice(0, (stream.columns ?? 80) - 1)}`);
    },
    end() {
      if (isOpen) stream.write('\n');
      isOpen = false;
    },
  };
}

const barWidth = 24;

/** `[####----]  33 %`, without the bar where the line is not drawn over itself. @param share from 0 to 1 */
export function shareText(share: number, hasBar: boolean): string {
  const filled = Math.round(share * barWidth);
  const bar = hasBar ? `[${'#'.repeat(filled)}${'-'.repeat(barWidth - filled)}] ` : '';
  return `${bar}${`${Math.floor(share * 100)} %`.padStart(5)}`;
}
