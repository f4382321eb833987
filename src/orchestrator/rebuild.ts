// After the state was damaged: what it lacks is learnt again from Notion's rows and the library's files.

import { sumOf } from '../durable-file.ts'
import type { Log } from '../log.ts'
import { formatOf } from '../model/audio-format.ts'
import { type Comparison, compareLibrary, type FoundFile } from '../model/rebuild.ts'
import { sourceLinks, type Track, trackLabel, wantsWork } from '../model/track.ts'
import { canonicalLink } from '../model/url/url.ts'
import { runKey } from '../pipeline/run-key.ts'
import type { Tools } from '../tools.ts'

/** For the report: how many rows and files fit together, and which do not. */
export type Rebuilt = Record<keyof Comparison | 'rows' | 'files', number>

/**
 * Rows that lack their results but have files get them from there: nothing is fetched again, no file is made twice. All
 * else is only reported.
 */
export async function rebuild(tools: Tools, log: Log): Promise<Rebuilt> {
  const rows = await (await tools.tracks()).listAll()
  const files = await Array.fromAsync(tools.library.scan())
  const found = compareLibrary(rows, files, tools.library.dir)
  for (const { track, file } of found.unnamed) await adopt(tools, track, file)
  for (const { track, path } of found.missing)
    log.warn({ track: track.id, path }, 'a row names a file that is not there')
  for (const track of found.empty)
    log.warn({ track: track.id, label: trackLabel(track) }, 'a row says downloaded, but has no file')
  for (const { path } of found.strangers) log.info({ path }, 'a file of the library is no row’s')
  const { there, unnamed, missing, empty, strangers } = found
  return {
    rows: rows.length,
    files: files.length,
    there: there.length,
    unnamed: unnamed.length,
    missing: missing.length,
    empty: empty.length,
    strangers: strangers.length,
  }
}

/** An M4A may hold AAC. */
const LOSSLESS = new Set(['wav', 'aiff', 'flac'])

/** The file is recorded as the row's; a row that wants work takes it as its source. */
async function adopt({ journal, store, formats, encoding }: Tools, track: Track, file: FoundFile): Promise<void> {
  const link = sourceLinks(track)[0] ?? ''
  const sum = await sumOf(file.path)
  const format = formatOf(file.path) ?? 'unknown'
  await store.commit(() =>
    journal.recordFile({ path: file.path, page: track.id, format, sha256: sum, link: canonicalLink(link) ?? link }),
  )
  if (!wantsWork({ ...track, tags: [] }).wants || !LOSSLESS.has(format)) return
  const source = { path: file.path, origin: 'Library', bytes: file.bytes, sha256: sum }
  const key = { run: runKey(track, { formats, encoding }), stage: 'download' }
  await journal.prove(key, { link, source })
}
