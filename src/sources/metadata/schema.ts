// What the answers of services have in common: a value that is not there may be absent, null or empty.

import type { z } from 'zod'

/** Absent, null, empty or of another kind: undefined, for one odd value is no reason to lose the others. */
export const optional = <T extends z.ZodType>(schema: T) =>
  schema
    .nullish()
    .transform(value => (value === null || value === '' ? undefined : value))
    .catch(undefined)
