// When the music sync last worked: `var/music_sync_last_run.json`, in the form it always had. The state has it too, and goes to
// whoever coordinates next: of what another machine did there is no file here, and the newer of both counts.

import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writeWhole } from '../durable-file.ts'
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
  /** Whose folder it is: this one. */
  machine: string
  /** What the state knows. */
  memory: { recall(name: string): string | undefined; remember(name: string, value: string): Promise<void> }
  log: Pick<Log, 'warn'>
  /** Nothing is written, and a file that cannot be read stays where it is. */
  readOnly: boolean
}

const FACT = 'last music sync'
const Form = z.object({ last_run: z.number().nonnegative() })
const Kept = z.object({ at: z.number(), machine: z.string() })

export function openLastRun({ varDir, machine, memory, log, readOnly }: LastRunDeps): LastRun {
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

  function ofAnother(): number | undefined {
    const kept = Kept.safeParse(parseJson(memory.recall(FACT) ?? '')).data
    return kept?.machine === machine ? undefined : kept?.at
  }

  return {
    async read() {
      const known = [await inFile(), ofAnother()].filter(at => at !== undefined)
      return known.length > 0 ? Math.max(...known) : undefined
    },
    async write(epochSeconds) {
      await memory.remember(FACT, JSON.stringify({ at: epochSeconds, machine }))
      await writeWhole(path, JSON.stringify({ last_run: epochSeconds }))
    },
  }
}

async function setAside(path: string, log: LastRunDeps['log']): Promise<void> {
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
    return undefined // no JSON: the caller knows what that means
  }
}
