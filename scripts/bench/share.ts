// A machine for a process and all it starts: a share of a core, and the processor seconds it took, by control groups (Linux).

import { existsSync } from 'node:fs'
import { mkdir, readFile, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Share extends AsyncDisposable {
  /** From now on the process is in it, and what it starts. */
  take(pid: number): Promise<void>
  /** Processor time so far. */
  seconds(): Promise<number>
}

const ROOT = '/sys/fs/cgroup'
const PERIOD_US = 100_000

/** @returns undefined where shares can be given; else what it lacks */
export async function whyNoShares(): Promise<string | undefined> {
  try {
    await using _probe = await openShare('orchestrator-bench-probe', 0.5)
    return undefined
  } catch (error) {
    return `no share of a core can be given (control groups under ${ROOT}, as root): ${error}`
  }
}

/** @param cores a part of one, or several; default: as much as there is */
export async function openShare(name: string, cores?: number): Promise<Share> {
  const isUnified = existsSync(join(ROOT, 'cgroup.controllers'))
  const folders = (isUnified ? [''] : ['cpu', 'cpuacct']).map(part => join(ROOT, part, name))
  const [limits = '', counts = limits] = folders
  if (isUnified) await writeFile(join(ROOT, 'cgroup.subtree_control'), '+cpu').catch(() => {}) // on already
  for (const folder of folders) await mkdir(folder, { recursive: true })
  if (cores !== undefined && isUnified)
    await writeFile(join(limits, 'cpu.max'), `${Math.round(cores * PERIOD_US)} ${PERIOD_US}`)
  if (cores !== undefined && !isUnified) {
    await writeFile(join(limits, 'cpu.cfs_period_us'), `${PERIOD_US}`)
    await writeFile(join(limits, 'cpu.cfs_quota_us'), `${Math.round(cores * PERIOD_US)}`)
  }
  return {
    async take(pid) {
      for (const folder of folders) await writeFile(join(folder, 'cgroup.procs'), `${pid}`)
    },
    async seconds() {
      if (!isUnified) return Number(await readFile(join(counts, 'cpuacct.usage'), 'utf8')) / 1e9
      return Number(/^usage_usec (\d+)/m.exec(await readFile(join(counts, 'cpu.stat'), 'utf8'))?.[1]) / 1e6
    },
    async [Symbol.asyncDispose]() {
      for (const folder of folders) await removed(folder)
    },
  }
}

/** A group goes when the last of its processes is gone. */
async function removed(folder: string): Promise<void> {
  for (let left = 100; left > 0; left -= 1) {
    if (
      await rmdir(folder).then(
        () => true,
        () => false,
      )
    )
      return
    await sleep(50)
  }
}
