// Orders to the orchestrator that runs: files in a folder that its person alone can write, as far as the disk tells. Killed
// at any moment, an order is there, begun or answered: `.order`, `.begun`, `.answer`.

import { randomUUID } from 'node:crypto'
import { constants, type Stats } from 'node:fs'
import { lstat, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from '../durable-file.ts'
import { Environment, messageOf, UsageFault } from '../errors.ts'
import { failpoint } from '../failpoint.ts'
import { makePrivateFolder } from './private.ts'

export interface OrderBox {
  /** @returns by which name it is asked for. @throws Environment when others may write there, or nobody; UsageFault: too long */
  leave(text: string): Promise<string>
  /** @returns false: it was begun before */
  takeBack(name: string): Promise<boolean>
  /** Once: it is taken out, and its order is over, also when whoever obeyed it was killed right after. */
  takeAnswer(name: string): Promise<string | undefined>
  /** Names of all that wait or were begun before and have no answer, the oldest first. @throws Environment as `leave` does */
  begin(): Promise<string[]>
  /** As it was left; undefined: it can be none. @throws what the disk says: another time it may be read */
  read(name: string): Promise<string | undefined>
  answer(name: string, text: string): Promise<void>
  /** Nobody waits for its answer any more: it is to be obeyed whenever that can be done. */
  keep(name: string): Promise<void>
  isKept(name: string): Promise<boolean>
  /** Out of the way, for a person to look at. */
  setAside(name: string): Promise<void>
  /** Answers that nobody came for, and the like. */
  sweep(): Promise<void>
}

const PRIVATE = 0o600
const OTHERS_WRITE = 0o022
const MOST_BYTES = 256 * 1024
const OLD_MS = 86_400_000

export function openOrderBox(dir: string, now: () => number = Date.now): OrderBox {
  const at = (name: string, state: 'order' | 'begun' | 'answer' | 'aside' | 'kept') => join(dir, `${name}.${state}`)
  /** The oldest first. */
  const namesOf = async (state: 'order' | 'begun' | 'answer') =>
    (await readdir(dir).catch(unlessThere(() => [] as string[])))
      .filter(file => file.endsWith(`.${state}`))
      .map(file => file.slice(0, -state.length - 1))
      .sort()

  return {
    async leave(text) {
      if (Buffer.byteLength(text) > MOST_BYTES)
        throw new UsageFault(`too much is asked for at once: expected at most ${MOST_BYTES / 1024} KiB`)
      const name = `${now()}-${randomUUID()}`
      try {
        makePrivateFolder(dir)
        await requireOwn(dir)
        await writeWhole(at(name, 'order'), text, PRIVATE)
      } catch (error) {
        if (error instanceof Environment) throw error
        throw new Environment(`the order cannot be left in ${dir}: ${messageOf(error)}`, { cause: error })
      }
      return name
    },
    takeBack: name =>
      rm(at(name, 'order')).then(
        () => true,
        unlessThere(() => false),
      ),
    async takeAnswer(name) {
      const text = await readFile(at(name, 'answer'), 'utf8').catch(unlessThere(() => undefined))
      if (text === undefined) return undefined
      for (const state of ['begun', 'kept', 'answer'] as const) await rm(at(name, state), { force: true })
      return text
    },
    async begin() {
      if (!(await requireOwn(dir))) return []
      for (const name of await namesOf('order'))
        await rename(at(name, 'order'), at(name, 'begun')).catch(unlessThere(() => {})) // taken back in this moment
      const answered = new Set(await namesOf('answer'))
      const begun = await namesOf('begun')
      for (const name of begun) if (answered.has(name)) await rm(at(name, 'begun'), { force: true })
      return begun.filter(name => !answered.has(name))
    },
    read: name => readOrder(at(name, 'begun')),
    async answer(name, text) {
      await writeWhole(at(name, 'answer'), text, PRIVATE)
      await rm(at(name, 'begun'), { force: true })
      await rm(at(name, 'kept'), { force: true })
    },
    keep: name => writeWhole(at(name, 'kept'), '', PRIVATE),
    isKept: name =>
      lstat(at(name, 'kept')).then(
        () => true,
        unlessThere(() => false),
      ),
    async setAside(name) {
      await rename(at(name, 'begun'), at(name, 'aside'))
      await rm(at(name, 'kept'), { force: true })
    },
    async sweep() {
      for (const file of await readdir(dir).catch(unlessThere(() => []))) {
        if (!/\.(answer|aside|part)$/.test(file)) continue
        const seen = await lstat(join(dir, file)).catch(unlessThere(() => undefined))
        if (seen && now() - seen.mtimeMs > OLD_MS) await rm(join(dir, file), { force: true })
      }
    },
  }
}

/** @returns false when there is none yet. @throws Environment with the mend */
async function requireOwn(dir: string): Promise<boolean> {
  const seen: Stats | undefined = await lstat(dir).catch(unlessThere(() => undefined))
  if (!seen) return false
  const isOwn = process.getuid === undefined || seen.uid === process.getuid()
  if (seen.isDirectory() && isOwn && (seen.mode & OTHERS_WRITE) === 0) return true
  throw new Environment(
    `no orders are taken from ${dir}: it has to be a folder of this user that others cannot write (chmod 700)`,
  )
}

/** Undefined: no file of its own, or too large for an order. */
async function readOrder(path: string): Promise<string | undefined> {
  await failpoint('order.read')
  if (!(await lstat(path)).isFile()) return undefined
  await using file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  return (await file.stat()).size <= MOST_BYTES ? await file.readFile('utf8') : undefined
}

function unlessThere<T>(instead: () => T): (error: NodeJS.ErrnoException) => T {
  return error => {
    if (error.code === 'ENOENT') return instead()
    throw error
  }
}
