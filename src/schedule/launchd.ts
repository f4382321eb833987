// launchd: an agent of the person who is signed in to the Mac.

import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { writeWhole } from '../durable-file.ts'
import { Environment } from '../errors.ts'
import { LABEL, plistOf, readPlist } from './plist.ts'
import type { Scheduler, SchedulerHome } from './scheduler.ts'

const TRIES = 5
const PAUSE_MS = 1000

export function launchdScheduler({ home, uid, run }: SchedulerHome, pauseMs = PAUSE_MS): Scheduler {
  const dir = join(home, 'Library/LaunchAgents')
  const where = join(dir, `${LABEL}.plist`)
  const domain = `gui/${uid}`
  const read = () => readFile(where, 'utf8').catch(notThere)
  const isLoaded = async () => (await run('launchctl', ['print', `${domain}/${LABEL}`])).exitCode === 0

  /** The old one may still be ending when the new one is to begin. */
  const load = async () => {
    for (let tries = 1; ; tries += 1) {
      const { exitCode, stderr } = await run('launchctl', ['bootstrap', domain, where])
      if (exitCode === 0) return
      if (tries === TRIES) throw new Environment(`launchd does not take ${where}: ${stderr.trim() || exitCode}`)
      await sleep(pauseMs)
    }
  }
  const unload = async () => {
    await run('launchctl', ['bootout', `${domain}/${LABEL}`]) // what is not loaded it refuses, and that is well
    for (let tries = 1; tries < TRIES && (await isLoaded()); tries += 1) await sleep(pauseMs)
  }
  return {
    name: 'launchd',
    show: plistOf,
    async install(job) {
      const [before, after] = [await read(), plistOf(job)]
      if (before === after && (await isLoaded())) return 'same'
      await unload()
      await mkdir(dir, { recursive: true })
      await writeWhole(where, after, 0o644)
      await load()
      return before === undefined ? 'new' : 'changed'
    },
    async remove() {
      const isThere = (await read()) !== undefined
      if (isThere || (await isLoaded())) await unload()
      await rm(where, { force: true })
      return isThere
    },
    async find() {
      const plist = await read()
      return plist === undefined ? undefined : { with: 'launchd', where, ...readPlist(plist) }
    },
  }
}

function notThere(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
