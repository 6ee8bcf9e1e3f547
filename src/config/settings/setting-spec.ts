import type { z } from 'zod';

/** One setting: place, check, default, documentation. */
export interface SettingSpec<S extends z.ZodType = z.ZodType> {
  /** Place in the settings file: `section.key`. */
  path: string;
  schema: S;
  /** `null` means "not set". */
  default: z.output<S> | null;
  /** Environment variables, the first one set wins. */
  env: readonly string[];
  summary: string;
  /** Never printed, logged or sent anywhere but to the API. */
  isSecret?: true;
  /**
   * Only a screen, an alert or the log needs it: a wrong value is named and the default stands in for it, while a wrong
   * value that recording needs stops the recorder.
   */
  fallsBack?: true;
  /** What of a wrong value is good all the same, where it falls back. */
  keepGood?: (raw: unknown) => unknown;
  /** A key may stand in it by mistake, so an error about it does not quote it. */
  isNeverQuoted?: true;
}

type Spec<S extends z.ZodType, D> = Omit<SettingSpec<S>, 'default'> & { default: D };

/** A setting with a default. */
export const setting = <S extends z.ZodType>(spec: Spec<S, z.output<S>>) => spec;

/** A setting that may be left unset. */
export const unset = <S extends z.ZodType>(spec: Spec<S, null>) => spec;
