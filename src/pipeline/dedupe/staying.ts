// Files that stay, known by the file itself: one of them is never moved under another of its names.

import type { DedupeGroup } from '../../model/dedupe/plan.ts'
import { toPageId } from '../../model/page-id.ts'
import type { Tools } from '../../tools.ts'
import { fileKey, whyPlaceStays } from './real-file.ts'

export interface Going {
  /** Rows that go with it. */
  pages: readonly string[]
  /** Files of what is kept in its place. */
  kept: readonly string[]
}

export interface Staying {
  /** @returns why the file stays whatever a plan says, for people; undefined: it may go */
  why(path: string, going: Going): Promise<string | undefined>
}

interface Holder {
  path: string
  /** Undefined: a copy that the plan keeps. */
  page?: string
}

type Tooled = Pick<Tools, 'journal' | 'library' | 'indexDirs'>

/** All files of rows and of what the groups keep are looked at once, when the first is asked for. */
export function openStaying(tools: Tooled, groups: readonly DedupeGroup[]): Staying {
  let holders: Promise<Map<string, Holder[]>> | undefined
  return {
    async why(path, { pages, kept }) {
      const place = whyPlaceStays(path, tools)
      if (place) return place
      const key = await fileKey(path)
      if (key === undefined) return undefined
      for (const other of kept)
        if ((await fileKey(other)) === key) return `it is the same file as ${other}, which stays`
      holders ??= holdersOf([...rowFiles(tools), ...keptFiles(groups)])
      const holder = (await holders).get(key)?.find(({ page }) => page === undefined || !isIn(pages, page))
      if (!holder) return undefined
      if (holder.page === undefined) return `it is the same file as ${holder.path}, which the plan keeps`
      return `it is the same file as ${holder.path} of the row ${holder.page}, which stays`
    },
  }
}

const isIn = (pages: readonly string[], page: string) => pages.some(one => (toPageId(one) ?? one) === page)

const PORTION = 5000

function* rowFiles({ journal }: Tooled): Generator<Holder> {
  let last = { at: 0, path: '' }
  for (;;) {
    const files = journal.filedAfter(last, PORTION)
    yield* files
    last = files.at(-1) ?? last
    if (files.length < PORTION) return
  }
}

function* keptFiles(groups: readonly DedupeGroup[]): Generator<Holder> {
  for (const { copies, keeper, removals } of groups)
    for (const { id, files } of copies)
      if (id === keeper || !removals.some(({ copy }) => copy === id)) for (const { path } of files) yield { path }
}

async function holdersOf(files: Iterable<Holder>): Promise<Map<string, Holder[]>> {
  const holders = new Map<string, Holder[]>()
  for (const { path, page } of files) {
    const key = await fileKey(path)
    if (key !== undefined) holders.set(key, [...(holders.get(key) ?? []), { path, page }])
  }
  return holders
}
