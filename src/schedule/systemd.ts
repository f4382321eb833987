// systemd: a service of the person's own, and a timer for it.

import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from '../durable-file.ts'
import { Environment } from '../errors.ts'
import { NAME, type Scheduler, type SchedulerHome } from './scheduler.ts'
import { readUnits, type Units, unitsOf } from './units.ts'

const SERVICE = `${NAME}.service`
const TIMER = `${NAME}.timer`

export function systemdScheduler({ home, run }: SchedulerHome): Scheduler {
  const dir = join(home, '.config/systemd/user')
  const place = { service: join(dir, SERVICE), timer: join(dir, TIMER) }
  const read = async (): Promise<Units | undefined> => {
    const service = await textOf(place.service)
    return service === undefined ? undefined : { service, timer: await textOf(place.timer) }
  }
  const systemctl = async (...words: string[]) => {
    const { exitCode, stderr } = await run('systemctl', ['--user', ...words])
    if (exitCode !== 0)
      throw new Environment(`systemctl --user ${words.join(' ')}: ${stderr.trim() || `it ended with ${exitCode}`}`)
  }
  const isEnabled = async (unit: string) =>
    (await run('systemctl', ['--user', 'is-enabled', unit])).stdout.trim() === 'enabled'
  const disable = async (unit: string) => {
    await run('systemctl', ['--user', 'disable', '--now', unit]) // one that is not there it refuses, and that is well
  }
  return {
    name: 'systemd',
    show(job) {
      const { service, timer } = unitsOf(job)
      return [`# ${place.service}\n${service}`, ...(timer ? [`# ${place.timer}\n${timer}`] : [])].join('\n')
    },
    async install(job) {
      const [before, after] = [await read(), unitsOf(job)]
      const unit = after.timer ? TIMER : SERVICE
      const isSame = before?.service === after.service && before.timer === after.timer
      if (isSame && (await isEnabled(unit))) return 'same'
      await mkdir(dir, { recursive: true })
      if (before?.timer && !after.timer) await disable(TIMER)
      if (before && !before.timer && after.timer) await disable(SERVICE)
      await writeWhole(place.service, after.service, 0o644)
      if (after.timer) await writeWhole(place.timer, after.timer, 0o644)
      else await rm(place.timer, { force: true })
      await systemctl('daemon-reload')
      await systemctl('enable', unit)
      await systemctl('restart', unit)
      return before ? 'changed' : 'new'
    },
    async remove() {
      const before = await read()
      if (!before) return false
      if (before.timer) await disable(TIMER)
      await disable(SERVICE)
      for (const path of Object.values(place)) await rm(path, { force: true })
      await systemctl('daemon-reload')
      return true
    },
    async find() {
      const units = await read()
      return units && { with: 'systemd', where: units.timer ? place.timer : place.service, ...readUnits(units) }
    },
  }
}

const textOf = (path: string) =>
  readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    return undefined
  })
