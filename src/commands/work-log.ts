// The log of a machine that works for another: in a folder of its own, beside that of the loop.

import { join } from 'node:path'
import { type Config, hideSecrets, secretsOf } from '../config.ts'
import { armFailpoints } from '../failpoint.ts'
import { type LogLevel, openLog } from '../log.ts'
import { makePrivateFolder } from '../store/private.ts'

interface WorkLogOptions {
  logLevel: LogLevel
  print?: (line: string) => void
}

/** From now on programs are started. */
export function openWorkLog(config: Config, { logLevel, print }: WorkLogOptions): ReturnType<typeof openLog> {
  hideSecrets()
  armFailpoints(config.failpoints)
  makePrivateFolder(config.logsDir)
  return openLog({ dir: join(config.logsDir, 'worker'), level: logLevel, secrets: secretsOf(config), print })
}
