// What came of a piece of work: kept as a file on the shared volume, beside the files that were made.

import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { writeWhole } from '../../durable-file.ts'
import { Environment, ERROR_TAGS, InputFault, isFault, Limited, messageOf, Refused, Transient } from '../../errors.ts'
import { diskFault } from '../../library/disk-fault.ts'

const Told = z.object({
  class: z.enum(['Transient', 'Limited', 'Environment', 'Input', 'Refused', 'Poison', 'bug']),
  message: z.string(),
  tag: z.enum(ERROR_TAGS).optional(),
  until: z.number().optional(),
  fields: z.record(z.string(), z.unknown()),
})

export const Answer = z.object({
  value: z.unknown().optional(),
  fault: Told.optional(),
  /** Name and bytes of what was made. */
  files: z.record(z.string(), z.number()),
})
export type Answer = z.infer<typeof Answer>

/** Each start has a folder of its own, also when Redis was emptied and counts anew: what a lost one still writes is nobody's. */
const triesDir = (libraryDir: string) => join(libraryDir, '.orchestrator', 'tries')

const FILE = 'answer.json'
const NAME = /^\w+(-\w+)+$/

/** Where the answer of a start is. @throws Environment for what no machine of ours said */
export function tryIn(libraryDir: string, name: string): string {
  if (!NAME.test(name)) throw new Environment(`Redis names an answer that no machine gave: ${name.slice(0, 40)}`)
  return join(triesDir(libraryDir), name)
}

/** @throws Environment when the volume does not take it */
export async function keepAnswer(folder: string, answer: Omit<Answer, 'files'>): Promise<void> {
  try {
    const files: Record<string, number> = {}
    for (const name of await readdir(folder)) files[name] = (await stat(join(folder, name))).size
    await writeWhole(join(folder, FILE), JSON.stringify({ ...answer, files }))
  } catch (error) {
    diskFault(error)
  }
}

interface Patience {
  signal: AbortSignal
  /** A network volume may show what another machine wrote so much later. */
  patienceMs?: number
}

const PATIENCE_MS = 30_000
const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 2_000

/** @throws Environment when the volume does not show it whole in time; the signal's reason */
export async function readAnswer(folder: string, { signal, patienceMs = PATIENCE_MS }: Patience): Promise<Answer> {
  const until = performance.now() + patienceMs
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(LONGEST_PAUSE_MS, 2 * pause)) {
    try {
      return await readOnce(folder)
    } catch (error) {
      if (performance.now() + pause > until) throw error
      await sleep(pause, undefined, { signal }).catch(() => {})
      signal.throwIfAborted()
    }
  }
}

async function readOnce(folder: string): Promise<Answer> {
  try {
    const answer = Answer.parse(JSON.parse(await readFile(join(folder, FILE), 'utf8')))
    for (const [name, bytes] of Object.entries(answer.files)) {
      const seen = (await stat(join(folder, name))).size
      if (seen !== bytes) throw new Error(`${name} has ${seen} of ${bytes} bytes`)
    }
    return answer
  } catch (error) {
    throw new Environment(`what another machine made is not whole in ${folder}: ${messageOf(error)}`, { cause: error })
  }
}

/** Moves what was made to where it is to be; the folder goes. */
export async function adopt(folder: string, places: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, place] of Object.entries(places)) await rename(join(folder, name), place).catch(diskFault)
  await rm(folder, { recursive: true, force: true })
}

/** What nobody came for goes. Its age is told by the clock of the volume, as its times are. */
export async function sweepTries(libraryDir: string, olderMs: number): Promise<void> {
  const dir = triesDir(libraryDir)
  const names = await readdir(dir).catch(() => [])
  if (names.length === 0) return
  const now = await clockOf(dir)
  for (const name of names) {
    const folder = join(dir, name)
    const at = (await stat(folder).catch(() => undefined))?.mtimeMs ?? now
    if (now - at > olderMs) await rm(folder, { recursive: true, force: true })
  }
}

async function clockOf(dir: string): Promise<number> {
  const file = join(dir, `.now-${randomUUID()}`)
  try {
    await writeFile(file, '')
    return (await stat(file)).mtimeMs
  } finally {
    await rm(file, { force: true })
  }
}

/** @throws Environment when the volume does not take it */
export async function makeTry(libraryDir: string, name: string): Promise<string> {
  const folder = tryIn(libraryDir, name)
  await rm(folder, { recursive: true, force: true }).catch(diskFault)
  await mkdir(folder, { recursive: true }).catch(diskFault)
  return folder
}

export function faultOf(error: unknown): NonNullable<Answer['fault']> {
  if (!isFault(error)) return { class: 'bug', message: messageOf(error), fields: {} }
  return {
    class: error.errorClass,
    message: error.message,
    fields: error.fields,
    ...(error instanceof InputFault && { tag: error.tag }),
    ...(error instanceof Limited && { until: error.until }),
  }
}

/** The fault as it was there. */
export function thrownBy({ class: kind, message, tag, until, fields }: NonNullable<Answer['fault']>): Error {
  switch (kind) {
    case 'Input':
      return new InputFault(message, tag ?? 'Unknown_Error', { fields })
    case 'Limited':
      return new Limited(message, until ?? 0, { fields })
    case 'Environment':
      return new Environment(message, { fields })
    case 'Refused':
      return new Refused(message, { fields })
    case 'Transient':
    case 'Poison':
      return new Transient(message, { fields })
    case 'bug':
      return new Error(message)
  }
}
