// What is said of a damaged state by whoever only looks: the next start of the program mends it.

import { BusyFault, ConfigFault, Environment, isFault, UsageFault } from '../errors.ts'
import { checkStore } from './check-store.ts'

export const damaged = (file: string, why: string, cause?: unknown): Environment =>
  new Environment(
    `the program's state ${file} is damaged, so nothing can be told from it: ${why}. Start the program (orchestrator --once; one that runs is stopped first): it keeps this file aside and takes the newest copy from var/backup, else begins anew and looks up what rows and library show`,
    { cause },
  )

/** Whatever went wrong over a damaged state came of that. Only while nothing of this process has the file open. */
export function orDamaged(error: unknown, file: string): unknown {
  if (isOfItsOwn(error)) return error
  try {
    const check = checkStore(file)
    return check.state === 'damaged' ? damaged(file, check.why, error) : error
  } catch {
    return error
  }
}

const isOfItsOwn = (error: unknown) =>
  error instanceof ConfigFault ||
  error instanceof UsageFault ||
  error instanceof BusyFault ||
  (isFault(error) && error.errorClass !== 'Environment')
