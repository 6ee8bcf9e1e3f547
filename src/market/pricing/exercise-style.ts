/** `european`: exercised at its end only, as options on indexes are; `american`: at any time, as those on shares. */
export const exerciseStyles = ['european', 'american'] as const;
/** When an option can be exercised. */
export type ExerciseStyle = (typeof exerciseStyles)[number];
