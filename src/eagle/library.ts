// Which library Eagle has open: the one that is meant, or nothing is written.

import { z } from 'zod'
import { Environment } from '../errors.ts'
import type { Log } from '../log.ts'
import type { EagleApi } from './api.ts'
import type { Facts } from './memory.ts'

export interface Identity {
  name: string
  path: string
}

export interface LibraryGuard {
  /**
   * Before the first write for a track: path, name and how much it holds. @returns the library that is written
   * @throws Environment when another one is open, or most of it is gone
   */
  check(api: EagleApi, signal: AbortSignal): Promise<Identity>
  /** @throws Environment when another one is open: what is not found there may well be in the one that is meant */
  require(api: EagleApi, signal: AbortSignal): Promise<void>
  /** Only looks, and takes none that is open as the one that is meant. @returns undefined when another one is open */
  see(api: EagleApi, signal: AbortSignal): Promise<Identity | undefined>
  /**
   * Writes, with a look at the library right before and right after. What is switched between the look and the write is
   * noticed by the second look, when it is written.
   */
  write<T>(api: EagleApi, signal: AbortSignal, work: () => Promise<T>): Promise<T>
  /** Whether a library was ever written. */
  readonly isKnown: boolean
  /** Where the one that is meant lies, as far as that is known. */
  readonly path: string | undefined
}

export interface GuardDeps {
  facts: Facts
  /** Path or name of the one that is meant; absent: the first that was found open. */
  named: string | undefined
  log: Log
  now: () => number
}

const FACT = 'eagle library'
/** Fewer than this part of what it held: it is not whole, or not the same. */
const LEAST_PART = 0.5
/** A library of less is allowed to shrink. */
const SMALL = 100
const DAY_MS = 24 * 3600_000

const Known = z.object({
  name: z.string(),
  path: z.string(),
  count: z.number().optional(),
  /** Since when it holds far less, epoch ms. */
  lessSince: z.number().optional(),
})
type Known = z.infer<typeof Known>

export function openLibraryGuard({ facts, named, log, now }: GuardDeps): LibraryGuard {
  function known(): Known | undefined {
    const text = facts.fact(FACT)
    return text === undefined ? undefined : Known.safeParse(JSON.parse(text)).data
  }
  function keep(library: Known): void {
    const text = JSON.stringify(library)
    if (facts.fact(FACT) !== text) facts.setFact(FACT, text)
  }

  function isMeant(open: Identity): boolean {
    const before = known()
    return named === undefined ? !before || isSame(before, open) : isNamed(open, named)
  }

  /** @throws Environment when it is not the one that is meant */
  function requireMeant(open: Identity): void {
    if (isMeant(open)) return
    const before = known()
    const meant = named ?? `“${before?.name}” (${before?.path})`
    throw new Environment(
      `Eagle has the library “${open.name}” (${open.path}) open, not ${meant}; nothing is written. Open that one in Eagle, or name the other in EAGLE_LIBRARY`,
    )
  }

  function requireWhole(open: Identity, count: number | undefined): void {
    const before = known()
    const isSameOne = before !== undefined && isSame(before, open)
    if (!isSameOne)
      log.info({ library: open.path, items: count }, `Eagle's library “${open.name}” is written from now on`)
    const most = isSameOne ? before.count : undefined
    const isLess = count !== undefined && most !== undefined && most >= SMALL && count < most * LEAST_PART
    const since = before?.lessSince ?? now()
    const isToWait = isLess && now() - since < DAY_MS
    keep(isToWait ? { ...open, count: most, lessSince: since } : { ...open, count: count ?? most })
    if (!isToWait) return
    const until = new Date(since + DAY_MS).toISOString()
    throw new Environment(
      `Eagle's library “${open.name}” holds ${count} items, and ${most} before; nothing is written until they are back, or until ${until}`,
    )
  }

  return {
    async check(api, signal) {
      const open = await api.library(signal)
      requireMeant(open)
      requireWhole(open, await api.count(signal))
      return open
    },
    require: async (api, signal) => requireMeant(await api.library(signal)),
    async see(api, signal) {
      const open = await api.library(signal)
      return isMeant(open) ? open : undefined
    },
    async write(api, signal, work) {
      requireMeant(await api.library(signal))
      const done = await work()
      const after = await api.library(signal)
      try {
        requireMeant(after)
      } catch (error) {
        log.error(
          { library: after.path },
          'Eagle’s library was switched while something was written: it may lie in this one',
        )
        throw error
      }
      return done
    },
    get isKnown() {
      return known() !== undefined
    },
    get path() {
      if (named !== undefined && isPath(named)) return named
      const before = known()
      return before && (named === undefined || isNamed(before, named)) ? before.path : undefined
    },
  }
}

const isSame = (one: Identity, other: Identity) =>
  plainPath(one.path) === plainPath(other.path) && one.name === other.name

/** A path has a separator in it, a name has none. */
const isPath = (named: string) => /[\\/]/.test(named)

const isNamed = ({ name, path }: Identity, named: string): boolean =>
  isPath(named)
    ? plainPath(path) === plainPath(named)
    : [name, `${name}.library`].map(text => text.normalize('NFC')).includes(named.normalize('NFC'))

const plainPath = (path: string) => path.normalize('NFC').replaceAll('\\', '/').replace(/\/+$/, '')
