// cron: lines in the person's crontab. It starts the sync at its times; it cannot keep the loop running.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Environment } from '../errors.ts'
import { cronBlock, readBlock, withBlock, withoutBlock } from './crontab.ts'
import type { Scheduler, SchedulerHome } from './scheduler.ts'

/** A crontab is bytes, whatever its lines are written in: each is a character here. */
const bytesOf = (text: string) => Buffer.from(text).toString('latin1')
const textOf = (bytes: string) => Buffer.from(bytes, 'latin1').toString()

/** @param keep told of the crontab before it is changed */
export function cronScheduler({ run }: SchedulerHome, keep: (crontab: string) => Promise<void>): Scheduler {
  const read = async () => {
    const { exitCode, stdout, stderr } = await run('crontab', ['-l'])
    if (exitCode === 0) return stdout
    if (/no crontab/i.test(stderr)) return ''
    throw new Environment(`the crontab cannot be read: ${stderr.trim() || `crontab -l ended with ${exitCode}`}`)
  }
  const write = async (before: string, crontab: string) => {
    if (before !== '') await keep(before)
    const dir = await mkdtemp(join(tmpdir(), 'crontab-'))
    try {
      const file = join(dir, 'crontab')
      await writeFile(file, crontab, { mode: 0o600, encoding: 'latin1' })
      const { exitCode, stderr } = await run('crontab', [file])
      if (exitCode !== 0) throw new Environment(`the crontab is not taken: ${stderr.trim()}`)
    } finally {
      await rm(dir, { recursive: true, force: true })
    }
  }
  return {
    name: 'cron',
    show: cronBlock,
    async install(job) {
      const before = await read()
      const after = withBlock(before, bytesOf(cronBlock(job)))
      if (after === before) return 'same'
      await write(before, after)
      return readBlock(before) ? 'changed' : 'new'
    },
    async remove() {
      const before = await read()
      const after = withoutBlock(before)
      if (after === before) return false
      await write(before, after)
      return true
    },
    async find() {
      const block = readBlock(await read())
      return block && { with: 'cron', where: 'crontab', ...block, command: block.command.map(textOf) }
    },
  }
}
