// Finished rows of a running program, made without its pipeline: a file, what is known of it, and what was written.

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Analysis } from '../../src/audio/analysis/analysis.ts'
import { writeTags } from '../../src/audio/tags/write.ts'
import { sumOf } from '../../src/durable-file.ts'
import type { FieldWrites } from '../../src/model/write.ts'
import type { Tools } from '../../src/tools.ts'
import { wav } from './wav.ts'

export interface FinishedRow {
  id: string
  path: string
}

export const MEASURED: Analysis = {
  seconds: 0.5,
  tempo: { bpm: 120 },
  loudness: -12,
  truePeak: -1,
  missing: [],
} as unknown as Analysis

/** @param without fields that Notion did not get, as if it had had no column for them */
export async function finishRow(tools: Tools, title: string, without: readonly string[] = []): Promise<FinishedRow> {
  const tracks = await tools.tracks()
  const { id } = await tracks.create({ title, artist: 'Ada Low', link: `https://example.org/${title}.wav` })
  const source = join(tools.stagingDir, `${id}.wav`)
  await mkdir(tools.stagingDir, { recursive: true })
  await writeFile(source, wav(0.5))
  await writeTags(source, 'wav', { title, artist: 'Ada Low', own: { page: id } })
  const path = await tools.library.add({ pageId: id, artist: 'Ada Low', title }, source, 'wav')
  const sha256 = await sumOf(path)
  const written: FieldWrites = {
    downloaded: { how: 'fill', value: true },
    wavPath: { how: 'fill', value: path },
    tempo: { how: 'fill', value: 120 },
    key: { how: 'fill', value: 'A minor' },
    duration: { how: 'fill', value: 0.5 },
    loudness: { how: 'fill', value: -12 },
    peak: { how: 'fill', value: -1 },
    codec: { how: 'fill', value: 'pcm_s16le' },
  }
  const sent = Object.fromEntries(Object.entries(written).filter(([field]) => !without.includes(field)))
  await tools.journal.prove({ run: `${id} 0`, stage: 'write back' }, { written }, () => {
    tools.journal.recordFile({ path, page: id, format: 'wav', sha256, link: `https://example.org/${title}.wav` })
    tools.journal.recordMeasured(id, MEASURED)
    tools.outbox.add({ target: 'tracks', page: id, fields: sent })
  })
  const delivery = await tools.outbox.deliver(id)
  if (delivery.kind !== 'written') throw new Error(`the row was not written: ${delivery.reason}`)
  return { id, path }
}
