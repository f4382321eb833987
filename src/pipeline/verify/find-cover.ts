// The cover of a track whose file lost it: the row's own picture, else the one in another of its files.

import { readTags } from '../../audio/tags/read.ts'
import { isFault } from '../../errors.ts'
import type { Track } from '../../model/track.ts'
import type { RepairContext } from './repair-row.ts'

/** @returns a picture's path; undefined when there is none to be had: the file goes without */
export async function findCover(row: Track, path: string, context: RepairContext & { dir: string }) {
  const { tools, signal, dir, log } = context
  try {
    const others = tools.journal.filesOf(row.id).filter(file => file.path !== path)
    for (const other of others) {
      if (!(await readTags(other.path).catch(() => undefined))?.hasPicture) continue
      const cover = await tools.audio.picture(other.path, { from: 'audio', dir, signal })
      if (cover && 'path' in cover) return cover.path
    }
    const fetched = row.artworkUrl && (await tools.sources.fetchPicture(row.artworkUrl, { dir, signal }))
    const cover = fetched ? await tools.audio.picture(fetched, { from: 'picture', dir, signal }) : undefined
    return cover && 'path' in cover ? cover.path : undefined
  } catch (error) {
    signal.throwIfAborted()
    if (!isFault(error)) throw error
    log.info({ track: row.id, reason: error.message }, 'the cover could not be had')
    return undefined
  }
}
