// `var/recovery.json`: the state was mended and what it lacks is not looked up yet. It outlives a crash in between.

import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { codeOf } from '../errors.ts'
import { syncPath } from './sync-path.ts'

/** What the state may lack now: the caller reconciles with Notion and the disk, and reports. */
export interface Recovery {
  why: string
  /** Where what was found is kept; undefined when nothing was left of it. */
  kept?: string
  /** The copy that took its place; undefined: the state begins anew, or only its newest changes are lost. */
  restoredFrom?: string
  /** When that copy was made. */
  at?: Date
}

const Note = z.object({
  why: z.string(),
  kept: z.string().optional(),
  restoredFrom: z.string().optional(),
  at: z.iso
    .datetime()
    .transform(text => new Date(text))
    .optional(),
})

export function openRecovery(varDir: string): Recovery | undefined {
  const text = readOrNone(noteFile(varDir))
  if (text === undefined) return undefined
  const parsed = Note.safeParse(parseJson(text))
  return parsed.success ? parsed.data : { why: 'it was mended before, and the note of that is unreadable' }
}

/** On the disk before anything is moved. */
export function noteRecovery(varDir: string, recovery: Recovery): void {
  const beside = `${noteFile(varDir)}.new`
  writeFileSync(beside, JSON.stringify(recovery), { flush: true })
  renameSync(beside, noteFile(varDir))
  syncPath(varDir)
}

/** All that the state lacked is known again. */
export const endRecovery = (varDir: string): void => rmSync(noteFile(varDir), { force: true })

const noteFile = (varDir: string) => join(varDir, 'recovery.json')

function readOrNone(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // said by the caller
  }
}
