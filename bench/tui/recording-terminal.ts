import { PassThrough, Writable } from 'node:stream';

/** What was written in one go: a frame, in as many writes as Ink makes of it. */
export interface Frame {
  /** `performance.now()` of its last write. */
  at: number;
  text: string;
}

/** Streams that pass for a terminal and keep what they are given. `onFrame` is called once a frame's last byte is there. */
export function openRecordingTerminal(columns: number, rows: number, onFrame: (frame: Frame) => void) {
  let frame: Frame | null = null;
  const stdout = Object.assign(
    new Writable({
      decodeStrings: false,
      write(chunk: string | Buffer, _encoding, done) {
        const at = performance.now();
        if (frame) Object.assign(frame, { at, text: frame.text + chunk.toString() });
        else {
          frame = { at, text: chunk.toString() };
          setImmediate(() => {
            const whole = frame!;
            frame = null;
            onFrame(whole);
          });
        }
        done();
      },
    }),
    { columns, rows, isTTY: true },
  );
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: () => {},
    ref: () => {},
    unref: () => {},
  });
  return {
    stdout: stdout as unknown as NodeJS.WriteStream,
    stdin: stdin as unknown as NodeJS.ReadStream,
    press: (keys: string) => void stdin.write(keys),
  };
}
