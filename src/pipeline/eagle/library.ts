// Eagle's library on the disk into the index of recordings, some items at a time: only what changed is read again.

import { z } from 'zod'
import { type DiskItem, itemIds, readDiskLibrary, requireLibrary, stampOf } from '../../eagle/on-disk.ts'
import { InputFault, Transient } from '../../errors.ts'
import { failpoint } from '../../failpoint.ts'
import type { Log } from '../../log.ts'
import type { Tools } from '../../tools.ts'
import { indexItem, isMusic, type ReadContext } from './item.ts'

export interface EagleRead {
  /** Undefined: none is known, or Eagle is switched off. */
  library?: string
  /** Files that were listened to, or known by their bytes. */
  read: number
  /** Items that are not there any more. */
  gone: number
  /** Items that cannot be read, each said once. */
  unreadable: { id: string; reason: string }[]
  /** All of it was looked at. */
  isDone: boolean
}

export interface ReadLimits {
  /** Files to be listened to; default: all. */
  files?: number
  /** Items to be looked at; default: all. */
  items?: number
}

/** How far it was looked at, and what the library looked like as that began. */
const State = z.object({ stamp: z.string(), after: z.string(), isDone: z.boolean(), at: z.number() })
type State = z.infer<typeof State>

/** Eagle's own list of times may lag. */
const LOOK_AGAIN_MS = 24 * 3600_000
const PORTION = 256

type Context = ReadContext & { log: Log }

/** @throws Environment when the library is not there; nothing of it is forgotten then */
export async function readEagleLibrary(context: Context, limits: ReadLimits = {}): Promise<EagleRead> {
  const { tools } = context
  const library = await tools.eagle?.libraryPath()
  const report: EagleRead = { library, read: 0, gone: 0, unreadable: [], isDone: true }
  if (library === undefined) return report
  const state = await nextState(library, tools)
  if (state.isDone) return report
  const ids = (await itemIds(library)).filter(id => id > state.after)
  const pass = openPass(library, { context, limits, report })
  let { after } = state
  for (let from = 0; from < ids.length; from += PORTION) {
    if (pass.isSpent()) return { ...report, isDone: false }
    const portion = ids.slice(from, from + PORTION)
    const last = await pass.read(portion)
    after = last ?? after
    await keep(library, { ...state, after }, tools)
    if (last !== portion.at(-1)) return { ...report, isDone: false }
  }
  report.gone = await forgetGone(library, new Set(await itemIds(library)), tools)
  await keep(library, { ...state, after: '', isDone: true }, tools)
  return report
}

const factOf = (library: string) => `eagle library was read: ${library}`

async function nextState(library: string, { ledger, now }: Tools): Promise<State> {
  const kept = State.safeParse(JSON.parse(ledger.fact(factOf(library)) ?? 'null')).data
  if (kept && !kept.isDone) return kept
  const stamp = await stampOf(library)
  const at = now().getTime()
  const isAsItWas = kept?.stamp === stamp && at - kept.at < LOOK_AGAIN_MS
  return isAsItWas ? kept : { stamp, after: '', isDone: false, at }
}

const keep = (library: string, state: State, { store, ledger }: Tools) =>
  store.commit(() => ledger.setFact(factOf(library), JSON.stringify(state)))

interface Pass {
  context: Context
  limits: ReadLimits
  report: EagleRead
}

function openPass(library: string, { context, limits, report }: Pass) {
  const { tools, signal, log } = context
  const { eagleItems } = tools
  const { files = Number.POSITIVE_INFINITY, items = Number.POSITIVE_INFINITY } = limits
  let looked = 0

  function unreadable(id: string, reason: string): void {
    report.unreadable.push({ id, reason })
    log.warn({ item: id, reason }, 'an item of Eagle’s library cannot be read')
  }

  async function take(item: DiskItem): Promise<void> {
    const { id, changedAt } = item
    const before = eagleItems.find(library, id)?.path
    const path = await indexed(item)
    if (path === undefined) return
    await failpoint('eagle.item-read')
    await tools.store.commit(() => {
      if (before && before !== path) tools.recordings.forgetFile(before)
      eagleItems.put(library, { id, changedAt, path })
    })
  }

  /** @returns where its file lies; empty when it has none that counts; undefined when it cannot be read now */
  async function indexed({ id, name, ext, path, isDeleted }: DiskItem): Promise<string | undefined> {
    if (isDeleted || path === undefined || !isMusic(ext)) return ''
    report.read += 1
    try {
      await indexItem({ name, ext, path }, context)
      return path
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof Transient) {
        await requireLibrary(library)
        return sayOnce(id, error.message)
      }
      if (!(error instanceof InputFault)) throw error
      unreadable(id, error.message)
      return ''
    }
  }

  const isSpent = () => signal.aborted || report.read >= files || looked >= items
  return {
    isSpent,
    /** @returns the last that was done */
    async read(ids: readonly string[]): Promise<string | undefined> {
      const broken = new Map<string, string>()
      const options = {
        ...{ signal, ids },
        isChanged: (id: string, changedAt: number) => eagleItems.find(library, id)?.changedAt !== changedAt,
        onUnreadable: (id: string, reason: string) => void broken.set(id, reason),
      }
      let last = ids.at(-1)
      for await (const item of readDiskLibrary(library, options)) {
        if (isSpent()) {
          last = ids[ids.indexOf(item.id) - 1]
          break
        }
        await take(item)
      }
      looked += ids.length
      if (broken.size > 0) await requireLibrary(library)
      for (const [id, reason] of broken) if (last !== undefined && id <= last) await sayOnce(id, reason)
      return last
    },
  }

  /** Until it can be read again. */
  async function sayOnce(id: string, reason: string): Promise<undefined> {
    const known = eagleItems.find(library, id)
    if (known?.changedAt === BROKEN) return undefined
    unreadable(id, reason)
    await tools.store.commit(() => eagleItems.put(library, { id, changedAt: BROKEN, path: known?.path ?? '' }))
    return undefined
  }
}

/** No time of a file. */
const BROKEN = -1

/** Their recordings stay known. */
async function forgetGone(
  library: string,
  there: ReadonlySet<string>,
  { store, eagleItems, recordings }: Tools,
): Promise<number> {
  let count = 0
  for (let last = ''; ; ) {
    const portion = eagleItems.after(library, last, PORTION)
    const end = portion.at(-1)
    if (!end) return count
    const gone = portion.filter(({ id }) => !there.has(id))
    count += gone.length
    await store.commit(() => {
      for (const { id, path } of gone) {
        if (path) recordings.forgetFile(path)
        eagleItems.forget(library, id)
      }
    })
    last = end.id
  }
}
