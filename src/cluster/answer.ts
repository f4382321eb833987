// What came of a piece of work: kept as a file on the shared volume, beside the files that were made.

import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writeWhole } from '../durable-file.ts'
import { Environment, ERROR_TAGS, InputFault, isFault, Limited, messageOf, Refused, Transient } from '../errors.ts'

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

/** Each start has a folder of its own: what a lost one still writes is nobody's. */
const triesDir = (libraryDir: string) => join(libraryDir, '.orchestrator', 'tries')

const FILE = 'answer.json'
const NAME = /^\d+-\d+$/

/** Where the answer of a start is. @throws Environment for what no machine of ours said */
export function tryIn(libraryDir: string, name: string): string {
  if (!NAME.test(name)) throw new Environment(`Redis names an answer that no machine gave: ${name.slice(0, 40)}`)
  return join(triesDir(libraryDir), name)
}

export async function keepAnswer(folder: string, answer: Omit<Answer, 'files'>): Promise<void> {
  const files: Record<string, number> = {}
  for (const name of await readdir(folder)) files[name] = (await stat(join(folder, name))).size
  await writeWhole(join(folder, FILE), JSON.stringify({ ...answer, files }))
}

/** @throws Environment when the volume does not show it whole */
export async function readAnswer(folder: string): Promise<Answer> {
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
  for (const [name, place] of Object.entries(places)) await rename(join(folder, name), place)
  await rm(folder, { recursive: true, force: true })
}

/** At start, and now and then: what nobody came for. */
export async function sweepTries(libraryDir: string, now: number, olderMs: number): Promise<void> {
  const dir = triesDir(libraryDir)
  for (const name of await readdir(dir).catch(() => [])) {
    const folder = join(dir, name)
    const at = (await stat(folder).catch(() => undefined))?.mtimeMs ?? now
    if (now - at > olderMs) await rm(folder, { recursive: true, force: true })
  }
}

export const makeTry = async (libraryDir: string, name: string): Promise<string> => {
  const folder = tryIn(libraryDir, name)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
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
