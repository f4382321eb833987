// Where a file went that is not at its place: files of the library that are nobody's, by their content or their mark.

import { readTags } from '../../audio/tags/read.ts'
import { sumOf } from '../../durable-file.ts'
import { type AudioFormat, formatOf } from '../../model/audio-format.ts'
import { shortId } from '../../model/page-id.ts'
import { onceOpen } from '../../once-open.ts'
import type { FileRecord } from '../../store/journal.ts'
import type { Tools } from '../../tools.ts'

export interface Elsewhere {
  /** Proved by its content, or by the mark that the program put into it. */
  find(page: string, format: AudioFormat, known?: FileRecord): Promise<{ path: string; sha256: string } | undefined>
}

/** Of more files that no name tells whose they are, the rest is not opened. */
const MOST_OPENED = 20_000

/** The library is only walked when a file is looked for. */
export function openElsewhere(tools: Pick<Tools, 'library' | 'journal'>): Elsewhere {
  const strangers = onceOpen(() => strangersIn(tools))
  return {
    async find(page, format, known) {
      const candidates = (await strangers()).get(shortId(page)) ?? []
      for (const path of candidates.filter(one => formatOf(one) === format)) {
        const sha256 = await sumOf(path).catch(() => undefined)
        if (sha256 === undefined || tools.journal.fileAt(path)) continue
        if (sha256 === known?.sha256 || (await ownerOf(path))?.page === page) return { path, sha256 }
      }
      return undefined
    },
  }
}

/** By the end of the page id that their names or their marks speak of. */
async function strangersIn({ library, journal }: Pick<Tools, 'library' | 'journal'>): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>()
  let opened = 0
  for await (const { path, tail } of library.scan()) {
    if (journal.fileAt(path)) continue
    const marked = tail === undefined && opened < MOST_OPENED ? await ownerOf(path) : undefined
    if (tail === undefined) opened += 1
    const key = tail ?? (marked && shortId(marked.page))
    if (key !== undefined) found.set(key, [...(found.get(key) ?? []), path])
  }
  return found
}

const ownerOf = async (path: string) => (await readTags(path).catch(() => undefined))?.own
