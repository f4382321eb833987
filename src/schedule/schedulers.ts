// The schedulers this system has.

import { access } from 'node:fs/promises'
import { Environment, isFault } from '../errors.ts'
import { cronScheduler } from './cron.ts'
import { launchdScheduler } from './launchd.ts'
import type { Scheduler, SchedulerHome, SchedulerName } from './scheduler.ts'
import { systemdScheduler } from './systemd.ts'

const ORDER: readonly SchedulerName[] = ['launchd', 'systemd', 'cron']

export interface Schedulers {
  /** In the order in which they are chosen. */
  here(): Promise<Scheduler[]>
  /** @throws Environment when the system has none of that name */
  choose(name?: SchedulerName): Promise<Scheduler>
  /** Whether it is here or not: to look at what it would be given. */
  named(name: SchedulerName): Scheduler
}

/** @param keep told of the crontab before it is changed */
export function openSchedulers(home: SchedulerHome, keep: (crontab: string) => Promise<void>): Schedulers {
  const all: Record<SchedulerName, Scheduler> = {
    launchd: launchdScheduler(home),
    systemd: systemdScheduler(home),
    cron: cronScheduler(home, keep),
  }
  const here = async () => {
    const answers = await Promise.all(ORDER.map(async name => ((await isHere(name, home)) ? [all[name]] : [])))
    return answers.flat()
  }
  return {
    here,
    named: name => all[name],
    async choose(name) {
      const found = (await here()).find(scheduler => name === undefined || scheduler.name === name)
      if (found) return found
      throw new Environment(
        name ? `${name} is not there, or takes nothing from this user` : `this system has none of ${ORDER.join(', ')}`,
      )
    },
  }
}

/** Asked in a way that changes nothing. */
async function isHere(name: SchedulerName, { run, uid }: SchedulerHome): Promise<boolean> {
  const asked = {
    launchd: () => run('launchctl', ['print', `gui/${uid}`]),
    systemd: () => run('systemctl', ['--user', 'show-environment']),
    cron: () => run('crontab', ['-l']),
  }
  try {
    const { exitCode, stderr } = await asked[name]()
    return exitCode === 0 || (name === 'cron' && /no crontab/i.test(stderr))
  } catch (error) {
    if (!isFault(error)) throw error
    return false
  }
}

/** Of the command of what is installed, what is not there any more: an upgrade moved the runtime, the checkout moved. */
export async function goneIn(command: readonly string[]): Promise<string[]> {
  const paths = command.slice(0, 2)
  const gone = await Promise.all(
    paths.map(path =>
      access(path).then(
        () => [],
        () => [path],
      ),
    ),
  )
  return gone.flat()
}
