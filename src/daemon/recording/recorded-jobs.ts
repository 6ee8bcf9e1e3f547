/** The jobs whose missing polls are gaps. */
export const recordedJobs = ['quote', 'chain'] as const;
export type RecordedJob = (typeof recordedJobs)[number];
