// A finished track in several formats, with a cover, as the pipeline leaves it.

import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { tagValuesIn } from '../../src/audio/tags/values-in.ts'
import { writeTags } from '../../src/audio/tags/write.ts'
import { sumOf } from '../../src/durable-file.ts'
import { type AudioFormat, endingOf } from '../../src/model/audio-format.ts'
import type { Tools } from '../../src/tools.ts'
import { coverPng } from '../../src/workspace/demo/demo-cover.ts'
import { type FinishedRow, finishRow } from './finished-rows.ts'
import { FFMPEG } from './programs.ts'

const run = promisify(execFile)
const CODECS: Record<AudioFormat, string> = {
  aiff: 'pcm_s16be',
  wav: 'pcm_s16le',
  flac: 'flac',
  m4a: 'alac',
  aac: 'aac',
  mp3: 'libmp3lame',
}
const FIELDS: Partial<Record<AudioFormat, 'aiffPath' | 'm4aPath'>> = { aiff: 'aiffPath', m4a: 'm4aPath' }

export interface FinishedTrack {
  row: FinishedRow
  files: Record<AudioFormat, string>
}

/** @param formats beside WAV */
export async function finishTrack(
  tools: Tools,
  title: string,
  formats: readonly AudioFormat[],
): Promise<FinishedTrack> {
  const row = await finishRow(tools, title)
  const { journal, library, outbox, stagingDir, store } = tools
  await mkdir(stagingDir, { recursive: true })
  const picture = join(stagingDir, 'cover.png')
  await writeFile(picture, coverPng([200, 80, 40]))
  const link = `https://example.org/${title}.wav`
  const own = { page: row.id, source: link, sha256: 'ab' }
  const values = { ...(await tagValuesIn(row.path)), picture, album: 'LP', tempo: 123.45, comment: link, own }
  const files = { wav: row.path } as FinishedTrack['files']
  await writeTags(row.path, 'wav', values)
  for (const format of formats) {
    const made = join(stagingDir, `${row.id}.${endingOf(format)}`)
    await run(FFMPEG, [
      '-v',
      'error',
      '-y',
      '-i',
      row.path,
      '-map',
      '0:a',
      '-map_metadata',
      '-1',
      '-c:a',
      CODECS[format],
      made,
    ])
    await writeTags(made, format, values)
    files[format] = await library.add({ pageId: row.id, artist: 'Ada Low', title }, made, endingOf(format))
  }
  const known = await Promise.all(
    Object.entries(files).map(async ([format, path]) => ({
      format,
      path,
      sha256: await sumOf(path),
      page: row.id,
      link,
    })),
  )
  await store.commit(() => {
    for (const file of known) journal.recordFile(file)
    const named = formats.flatMap(format => (FIELDS[format] ? [[FIELDS[format], files[format]] as const] : []))
    const fields = Object.fromEntries(named.map(([field, value]) => [field, { how: 'fill', value } as const]))
    outbox.add({ target: 'tracks', page: row.id, fields })
  })
  await outbox.deliver(row.id)
  return { row, files }
}
