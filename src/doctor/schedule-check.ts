// What the system starts by itself: is it there, does it still lead here, does it see the settings.

import { join } from 'node:path'
import { isWorker as isWorkers } from '../schedule/job-of.ts'
import type { Installed } from '../schedule/scheduler.ts'
import { goneIn, type Schedulers } from '../schedule/schedulers.ts'
import { type Check, failed, ok, type Seen, warning } from './check.ts'

export interface ScheduleDeps {
  schedulers: Pick<Schedulers, 'here'>
  /** The checkout. */
  homeDir: string
  /** Settings that schedulers do not see. */
  shellOnly: readonly string[]
  /** This machine only works for another. */
  isWorker?: boolean
}

const AGAIN = 'orchestrator schedule install'
const AGAIN_AS_WORKER = `${AGAIN} --run worker`

export const scheduleCheck = (deps: ScheduleDeps): Check => ({ name: 'schedule', look: () => scheduleSeen(deps) })

async function scheduleSeen({ schedulers, homeDir, shellOnly, isWorker = false }: ScheduleDeps): Promise<Seen[]> {
  const found = await Promise.all((await schedulers.here()).map(scheduler => scheduler.find()))
  const installed = found.filter(each => each !== undefined)
  if (installed.length === 0)
    return [ok(`nothing: it runs when you start it (to let the system do it: ${isWorker ? AGAIN_AS_WORKER : AGAIN})`)]
  const seen = await Promise.all(installed.map(each => installedSeen(each, homeDir)))
  const unseen = shellOnly.length === 0 ? [] : [unseenSettings(shellOnly)]
  return [...seen, ...unseen]
}

async function installedSeen({ with: name, where, when, command }: Installed, homeDir: string): Promise<Seen> {
  const gone = await goneIn(command)
  const again = isWorkers(command) ? AGAIN_AS_WORKER : AGAIN
  if (gone.length > 0) return failed(`${name} (${where}) starts what is not there any more: ${gone.join(', ')}`, again)
  const [, program = ''] = command
  if (program !== join(homeDir, 'src/launch.js'))
    return warning(
      `${name} (${where}) starts another checkout: ${program}`,
      `run orchestrator schedule remove there, then ${again} here`,
    )
  return ok(`${name}: ${when}${isWorkers(command) ? ', as a worker' : ''} (${where})`)
}

const unseenSettings = (names: readonly string[]) =>
  warning(`${names.join(', ')}: set in this shell only, which no scheduler reads`, 'write them into .env')
