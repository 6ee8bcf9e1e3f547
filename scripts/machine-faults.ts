/** Something that goes wrong on the machine, and the test that shows what becomes of it. */
export interface MachineFault {
  /** What happens to the machine, the files or the terminal; begins the line. */
  fault: string;
  /** What Spyglass does then, and what you see. */
  effect: string;
  /** The test's file, from the top of the project. */
  file: string;
  /** The test's title, or its first words, as they stand in that file; of a long run, words of its comment. */
  title: string;
}

/** Second section of docs/faults.md. `test/docs` holds that each test is there. */
export const machineFaults: readonly MachineFault[] = [
  {
    fault: 'The terminal of a `daemon run` is closed',
    effect: 'Recording goes on. The log goes on in its file, and `status` says so.',
    file: 'test/e2e/terminal-gone.test.ts',
    title: 'a daemon whose terminal is closed goes on recording, and logs into its file',
  },
  {
    fault: 'Whoever reads the log through a pipe ends',
    effect: 'Recording goes on. The log goes on in its file, and `status` says so.',
    file: 'test/e2e/terminal-gone.test.ts',
    title: 'a daemon whose reader goes away goes on recording',
  },
  {
    fault: 'The log cannot be made or written',
    effect: 'Recording goes on without a log, and `status` says so. Each line is tried again.',
    file: 'test/daemon/rotating-file.test.ts',
    title: 'a log that cannot be made is tried again with each line, and says so once each way',
  },
  {
    fault: 'Another process locks the database',
    effect: 'Polls wait in memory and are stored once the lock is gone. `status` has the problem meanwhile.',
    file: 'test/daemon/recording/daemon.test.ts',
    title: 'while another process locks the database values go on, health says why, and nothing is lost',
  },
  {
    fault: 'The process is killed (`kill -9`)',
    effect: 'All that was committed is there at the next start, once.',
    file: 'test/crash/run.ts',
    title: 'has every poll that was acknowledged exactly once and exactly as it was',
  },
];
