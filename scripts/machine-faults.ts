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
    fault: 'Two dashboards start at the same moment',
    effect: 'One records, and the others attach to it.',
    file: 'test/e2e/two-dashboards.test.ts',
    title: 'a dashboard waits for a daemon that holds the recordings and does not answer yet',
  },
  {
    fault: '`daemon stop` while a recording moves to the background',
    effect: 'The process that it moves to is stopped, too.',
    file: 'test/e2e/stop-while-moving.test.ts',
    title: 'stop waits for the process that a recording moves to, and stops it',
  },
  {
    fault: 'The window of a dashboard that records is closed',
    effect:
      'Recording goes on in a process of its own, without a lost slot, unless `dashboard.on_quit` is `stop`.',
    file: 'test/e2e/quit.test.ts',
    title: 'a closed window leaves a daemon in the background',
  },
  {
    fault: 'The process that is to take over a recording cannot start',
    effect: 'Recording goes on where it is. The dashboard says why; without a terminal, the log does.',
    file: 'test/e2e/quit.test.ts',
    title: 'where no process can take over',
  },
  {
    fault: 'The process that takes over fails after the old daemon has closed',
    effect: 'The daemon starts again inside the dashboard and goes on from the slot that it had come to.',
    file: 'test/cli/daemon/own-daemon.test.ts',
    title: 'a process that fails to take over gives the recording back',
  },
  {
    fault: 'The log cannot be made or written',
    effect: 'Recording goes on without a log, and `status` says so. Each line is tried again.',
    file: 'test/daemon/process/rotating-file.test.ts',
    title: 'a log that cannot be made is tried again with each line, and says so once each way',
  },
  {
    fault: 'The log folder cannot be made at a `daemon start`',
    effect: 'The daemon starts without a log; the command and `status` say so.',
    file: 'test/cli/file-errors.test.ts',
    title: 'a daemon starts without a log where none can be made, and says so',
  },
  {
    fault: 'A folder cannot be made: no permission, no room, a file in its place',
    effect: 'An error with the path and the reason, never a “fault in Spyglass”.',
    file: 'test/cli/file-errors.test.ts',
    title: 'a folder that cannot be made is an error with its path, not a fault of Spyglass',
  },
  {
    fault: '`HOME` is empty, or an XDG path is relative',
    effect:
      'They count as not set; the home of the user database is taken. Nothing goes into the working directory.',
    file: 'test/config/paths.test.ts',
    title: 'an empty or relative path never leads into the working directory',
  },
  {
    fault: 'Another process locks the database',
    effect: 'Polls wait in memory and are stored once the lock is gone. `status` has the problem meanwhile.',
    file: 'test/daemon/recording/daemon.test.ts',
    title: 'while another process locks the database values go on, health says why, and nothing is lost',
  },
  {
    fault: 'The database is removed while recording (`rm spyglass.sqlite*`)',
    effect:
      'Seen before the next poll is stored, and within 5 s. Nothing is made in its place, polls wait in memory. `status`, `doctor` and the screen say so; `spyglass db backup FILE` saves the rows of the open file.',
    file: 'test/daemon/recording/database-gone.test.ts',
    title: 'a database that is removed while recording is said at once, and its rows can be saved',
  },
  {
    fault: 'Another file takes its place (`mv backup.sqlite spyglass.sqlite`)',
    effect:
      'The same; the other file is not written. The log beside it is taken away, so that it is not mixed with that file. `spyglass daemon restart` records into the other file.',
    file: 'test/daemon/recording/database-gone.test.ts',
    title:
      'a backup that is put in the place of the database is left alone, and opens sound after the daemon',
  },
  {
    fault: 'Its files are moved, or their directory is renamed, and later moved back',
    effect: 'The same; the polls of that time are stored once the same files are back.',
    file: 'test/daemon/recording/database-gone.test.ts',
    title: 'polls of the time without a database are stored once the same file is back',
  },
  {
    fault: 'The lock file is removed',
    effect: 'A problem within 5 s. Nothing is stored until `spyglass daemon restart`.',
    file: 'test/daemon/recording/database-gone.test.ts',
    title: 'at night, too, clients hear within seconds that the database was taken away',
  },
  {
    fault: 'The database is taken away in the middle of writing, and its log is copied by a thread',
    effect:
      'No SIGBUS; nothing that lies there now is written; every poll that was acknowledged can be saved (`npm run test:file-away`).',
    file: 'test/crash/file-away.ts',
    title: 'saves every poll that was acknowledged',
  },
  {
    fault: 'Another program locks the database at the start',
    effect:
      'The start waits for it up to a minute, and the log says so. Then it ends with `database_busy`, after which the service is started again.',
    file: 'test/db/not-ours.test.ts',
    title: 'a lock of another program is waited for, once said, and the database then opens',
  },
  {
    fault: 'A FIFO, a directory or a device lies in the place of the database or of a file beside it',
    effect: 'Every command refuses it at once, without opening it.',
    file: 'test/db/not-ours.test.ts',
    title: 'a FIFO or a directory at spyglass.sqlite',
  },
  {
    fault: 'The database belongs to another program',
    effect: 'It is refused before anything is changed: no byte of it, and no file beside it.',
    file: 'test/db/not-ours.test.ts',
    title: 'opening another program’s database',
  },
  {
    fault: 'A `db backup` is killed',
    effect:
      'There is no target. What is left over (`FILE.partial`) goes with the next backup to the same file.',
    file: 'test/daemon/recording/database-gone.test.ts',
    title: 'a backup that was killed leaves no target, and the next one takes its leftovers away',
  },
  {
    fault: 'The process is killed (`kill -9`)',
    effect: 'All that was committed is there at the next start, once.',
    file: 'test/crash/run.ts',
    title: 'has every poll that was acknowledged exactly once and exactly as it was',
  },
  {
    fault: 'A daemon is killed (`kill -9`), and a backup is moved into the place of its database',
    effect:
      'The next start keeps the old log as `spyglass.sqlite-wal.of-…`, says so in the log, and records into the backup. Until then whatever reads the database refuses it. A recording that was copied or moved together with its log is taken in as usual.',
    file: 'test/db/sqlite/files/stale-log.test.ts',
    title:
      'after a kill a backup that is moved into the place of the database opens sound, and the old log is kept',
  },
  {
    fault: 'The archive’s disk is full',
    effect:
      'A problem that says so; recording goes on, and nothing is pruned that is not archived. Tried again every 5 minutes; what waits is archived once there is room.',
    file: 'test/daemon/archive/archive-problems.test.ts',
    title: 'an archive disk that is full is a problem until there is room again',
  },
  {
    fault: 'The archive’s disk is read-only',
    effect: 'The same.',
    file: 'test/daemon/archive/archive-problems.test.ts',
    title: 'an archive disk that is read-only is a problem until it can be written to',
  },
  {
    fault: 'The archive’s directory is moved, and later moved back',
    effect: 'A problem; no other archive is begun in its place. It goes on once the directory is back.',
    file: 'test/daemon/archive/archive-problems.test.ts',
    title: 'an archive that was moved is not written beside, and is taken up where it is put back',
  },
  {
    fault: 'The archive’s disk is not mounted, and its mount point is an empty directory',
    effect: 'A problem; nothing is written there.',
    file: 'test/daemon/archive/archive-problems.test.ts',
    title:
      'an empty directory in the place of the archive, as of a disk that is not mounted, is not written to',
  },
  {
    fault: 'A file of the archive is damaged',
    effect:
      'It is named, other sessions go on, and its rows stay in the database. It is over once the file is what it was, or was written anew with `spyglass archive now DATE --replace`, which keeps the damaged one beside it.',
    file: 'test/daemon/archive/archive-problems.test.ts',
    title: 'a damaged file is named, the rest goes on, and it is over once the file is what it was',
  },
  {
    fault:
      'The process is killed (`kill -9`) while it archives, verifies, prunes or imports, again and again',
    effect:
      'Every row is in the database or in a whole session of the archive, as it was recorded, and is read from there. The next start removes what was half written.',
    file: 'test/chaos/run.ts',
    title:
      'every row that was acknowledged is in the database or in a sound session of the archive, as it was recorded',
  },
  {
    fault: 'The process is killed while it archives',
    effect: 'The next start has the session whole, and leaves nothing else.',
    file: 'test/daemon/archive/archiver-crash.test.ts',
    title: 'killed at any change of the disk, the next start has the session whole',
  },
  {
    fault: 'The machine’s clock is set to 1970 (a dead battery), or beyond 2099',
    effect:
      'Recording waits and `status` says so. It goes on when the clock is right, with a gap in between.',
    file: 'test/daemon/wrong-clock.test.ts',
    title: 'while the machine’s clock says 1970 recording waits and says so, and goes on when it is right',
  },
  {
    fault: 'The machine’s clock is set to the next day and back',
    effect: 'Gaps of time that has not come yet are taken back; coverage is true.',
    file: 'test/daemon/wrong-clock.test.ts',
    title: 'after a step to the next day and back coverage is true',
  },
  {
    fault: 'A poll never ends',
    effect: 'It has failed after its patience: a problem, a gap, and the next slot is polled.',
    file: 'test/daemon/stuck-poll.test.ts',
    title: 'a quote that never comes is a failure and a gap, and the next slot is polled',
  },
  {
    fault: 'Many clients read nothing',
    effect:
      'All share one limit of 48 MB. Beyond it the one with the largest backlog is disconnected; others go on.',
    file: 'test/daemon/server/backlog.test.ts',
    title: 'clients that read nothing share one limit, and those that read go on',
  },
  {
    fault: 'The recorder of a shared store is cut off from it',
    effect:
      'Another daemon takes over within a second of the end of the lease. What the first one polled meanwhile waits in memory and in a file; once it is back it follows, and the other one records of it what nobody else did.',
    file: 'test/daemon/desk/run-desk.test.ts',
    title: 'a recorder that loses the store is followed by another one, and follows it when it is back',
  },
  {
    fault: 'A follower is cut off from the shared store',
    effect:
      'It shows the last picture, which ages; its health says so. It catches up once the store answers.',
    file: 'test/daemon/desk/follower-news.test.ts',
    title: 'a follower says in its health that the store is away, and that nothing comes from the recorder',
  },
  {
    fault: 'A recorder takes over that does not see the archive',
    effect: 'Recording goes on, and retention waits. `status` says what is missing.',
    file: 'test/daemon/archive/archive-and-retention.test.ts',
    title: 'a recorder of a shared store that does not see the archive removes nothing that it is to hold',
  },
];
