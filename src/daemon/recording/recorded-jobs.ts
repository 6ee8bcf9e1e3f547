/** The jobs whose missing polls are gaps. */
export const recordedJobs = ['quote', 'chain'] as const;
/** A job whose polls are recorded, and whose gaps are kept. */
export type RecordedJob = (typeof recordedJobs)[number];
