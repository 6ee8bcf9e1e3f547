/** The plans that the key of a demo may have: those that the vendor sells. */
export const demoPlans = ['basic', 'starter', 'developer', 'advanced'] as const;

/** A plan’s name, as `--plan` takes it. */
export type DemoPlan = (typeof demoPlans)[number];

/** What a demo’s key has where nobody asks for another plan. */
export const defaultDemoPlan: DemoPlan = 'advanced';
