// What a scheduler writes of the program grows as long as the program lives.

import type { Log } from '../log.ts'
import { trimOutputLog } from '../schedule/output-log.ts'

export function trimOutput(logsDir: string, log: Log): void {
  try {
    if (trimOutputLog(logsDir)) log.info({}, 'the log of the scheduler was too large: a new one is begun')
  } catch (error) {
    log.debug({ error }, 'the log of the scheduler could not be cut')
  }
}
