// When the music sync last worked: in the state, which goes to whoever coordinates next, and in
// `var/music_sync_last_run.json`, in the form it always had. The newer of both counts.

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

export interface LastRunDeps {
  varDir: string
  /** What the state knows. */
  memory: { recall(name: string): string | undefined; remember(name: string, value: string): Promise<void> }
  log: Pick<Log, 'warn'>
  /** Nothing is written, and a file that cannot be read stays where it is. */
  readOnly: boolean
}

const FACT = 'last music sync'
const Form = z.object({ last_run: z.number().nonnegative() })

export function openLastRun({ varDir, memory, log, readOnly }: LastRunDeps): LastRun {
  const path = join(varDir, 'music_sync_last_run.json')

  async function inFile(): Promise<number | undefined> {
    const text = await readFile(path, 'utf8').catch(error => {
      if (codeOf(error) === 'ENOENT') return undefined
      throw error
    })
    if (text === undefined) return undefined
    const parsed = Form.safeParse(parseJson(text))
    if (parsed.success) return parsed.data.last_run
    if (!readOnly) await setAside(path, log)
    return undefined
  }

  return {
    async read() {
      const known = [await inFile(), numberIn(memory.recall(FACT))].filter(at => at !== undefined)
      return known.length > 0 ? Math.max(...known) : undefined
    },
    async write(epochSeconds) {
      await memory.remember(FACT, String(epochSeconds))
      const beside = `${path}.${process.pid}.new`
      await writeFile(beside, JSON.stringify({ last_run: epochSeconds }))
      await rename(beside, path)
    },
  }
}

const numberIn = (text: string | undefined) => (text === undefined ? undefined : Number(text))

async function setAside(path: string, log: LastRunDeps['log']): Promise<void> {
  const aside = `${path}.broken-${Date.now()}`
  await rename(path, aside)
  log.warn(
    { kept: aside },
    'the file of the last music sync was unreadable; it is kept aside, and unless the state knows that time the sync counts as due',
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // said by the caller, which keeps the file
  }
}
