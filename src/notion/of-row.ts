// A fault that concerns one row alone.

import { Environment, InputFault } from '../errors.ts'
import { Barred } from './faults.ts'

/** That a page is not there or not shared concerns that row alone; where it can be read, 403 speaks of all of them. */
export function ofRow(error: unknown, statuses: readonly unknown[]): unknown {
  const isOurs = error instanceof Environment && !(error instanceof Barred) && error.fields.code !== undefined
  if (!isOurs || !statuses.includes(error.fields.status)) return error
  return new InputFault(error.message, 'Unknown_Error', { cause: error, fields: error.fields })
}
