// When the music sync last worked: `var/music_sync_last_run.json`, in the form it always had.

import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { codeOf } from '../errors.ts'
import type { Log } from '../log.ts'

export interface LastRun {
  /** Epoch seconds; undefined when it never ran. */
  read(): Promise<number | undefined>
  /** Written only after a sync that worked. */
  write(epochSeconds: number): Promise<void>
}

const Form = z.object({ last_run: z.number().nonnegative() })

export function lastRunFile(varDir: string, log: Log, readOnly: boolean): LastRun {
  const path = join(varDir, 'music_sync_last_run.json')
  return {
    async read() {
      const text = await readFile(path, 'utf8').catch(error => {
        if (codeOf(error) === 'ENOENT') return undefined
        throw error
      })
      if (text === undefined) return undefined
      const parsed = Form.safeParse(parseJson(text))
      if (parsed.success) return parsed.data.last_run
      if (!readOnly) await setAside(path, log)
      return undefined
    },
    async write(epochSeconds) {
      const beside = `${path}.${process.pid}.new`
      await writeFile(beside, JSON.stringify({ last_run: epochSeconds }))
      await rename(beside, path)
    },
  }
}

async function setAside(path: string, log: Log): Promise<void> {
  const aside = `${path}.broken-${Date.now()}`
  await rename(path, aside)
  log.warn(
    { kept: aside },
    'the file of the last music sync was unreadable; it is kept aside and the sync counts as due',
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // said by the caller, which keeps the file
  }
}
