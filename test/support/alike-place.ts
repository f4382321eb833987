// Rows, loose files and Eagle items that the index knows by fingerprints made on the spot, and the real planner over them.

import { mkdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sumOf } from '../../src/durable-file.ts'
import type { DedupeCopy, DedupeGroup } from '../../src/model/dedupe/plan.ts'
import type { RecordingFile } from '../../src/model/recording/recording.ts'
import { makeDedupePlan, type PlannedDedupe } from '../../src/pipeline/dedupe/plan/make-plan.ts'
import { openHouse } from '../faults/people/house.ts'
import { tags, text } from './bench.ts'
import { wav } from './wav.ts'

interface Placed {
  title?: string
  artist?: string
  words: Uint32Array
  seconds?: number
  /** In the index already: the file is put to that recording. */
  recording?: number
}

interface PlacedRow extends Placed {
  title: string
  formats?: readonly string[]
  /** What its files were made of. */
  source?: { codec: string; bitRate?: number; sampleRate?: number }
  tags?: readonly string[]
  more?: object
  /** Not filed by this program: only the row's cells name the files. */
  isStrange?: boolean
  bytes?: Buffer
}

interface RowPlaced {
  id: string
  recording: number
  /** Of the first format. */
  path: string
}

export type AlikePlace = Awaited<ReturnType<typeof openAlikePlace>>

const CELLS: Record<string, string> = { m4a: 'M4A File Path', wav: 'WAV File Path', aiff: 'AIFF File Path' }

export async function openAlikePlace() {
  const house = await openHouse()
  const { tools } = house
  await tools.library.check()
  const eagleDir = join(dirname(house.libraryDir), 'Music.library')
  let count = 0

  /** Unless they are given, its bytes are no one else's. */
  async function write(path: string, bytes?: Buffer): Promise<RecordingFile> {
    await mkdir(dirname(path), { recursive: true })
    count += 1
    await writeFile(path, bytes ?? Buffer.concat([wav(0.3), Buffer.from(`end ${count}`)]))
    const { size, mtimeMs } = await stat(path)
    const format = path.replace(/.*\./, '')
    return { path, sha256: await sumOf(path), bytes: size, changedAt: Math.floor(mtimeMs), format }
  }
  const put = (placed: Placed, files: RecordingFile[], pages: string[] = []) => {
    const { title, artist, words, seconds = 200, recording } = placed
    const entry = { recording, title, artist, words, seconds, files, keys: { pages } }
    return tools.store.commit(() => tools.recordings.put(entry))
  }

  async function row(placed: PlacedRow): Promise<RowPlaced> {
    const { title, artist = '', formats = ['wav'], source = { codec: 'mp3', bitRate: 128 }, isStrange } = placed
    count += 1
    const id = await house.addTrack(title, `https://example.org/${count}.wav`, {
      'Artist Name': text('rich_text', artist),
      ...placed.more,
      ...(placed.tags && tags(...placed.tags)),
    })
    const name = `${artist} - ${title}`.replaceAll('/', '_')
    const stem = join(house.libraryDir, 'Unassigned', `${name} [${id.replaceAll('-', '').slice(-8)}]`)
    const files: RecordingFile[] = []
    for (const format of formats) files.push(await write(`${stem}.${format}`, placed.bytes))
    const recording = await put(placed, files, [id])
    const cells = files.map(({ path, format }) => [CELLS[format] ?? '', text('rich_text', path)])
    await house.edit(id, { Downloaded: { checkbox: true }, ...Object.fromEntries(cells) })
    const written = Object.fromEntries(Object.entries(source).map(([field, value]) => [field, { value }]))
    if (!isStrange)
      await tools.journal.prove({ run: `${id} 0`, stage: 'write back' }, { written }, () => {
        for (const file of files) tools.journal.recordFile({ ...file, page: id, link: '' })
      })
    return { id, recording, path: files[0]?.path ?? '' }
  }

  return {
    house,
    tools,
    row,
    /** Files that no row names, in the library or elsewhere. */
    async loose(
      name: string,
      placed: Placed,
      { dir = house.libraryDir, bytes }: { dir?: string; bytes?: Buffer } = {},
    ) {
      const file = await write(join(dir, name), bytes)
      return { recording: await put(placed, [file]), path: file.path }
    },
    async item(id: string, placed: Placed, bytes?: Buffer) {
      const file = await write(join(eagleDir, 'images', `${id}.info`, `${placed.title}.wav`), bytes)
      return { recording: await put(placed, [file]), path: file.path }
    },
    plan: (picks: Record<string, number> = {}): Promise<PlannedDedupe> =>
      makeDedupePlan({ tools, signal: new AbortController().signal, say: () => {}, pickedAt: name => picks[name] }),
    [Symbol.asyncDispose]: () => house[Symbol.asyncDispose](),
  }
}

/** Ids of the copies of each group, sorted. */
export const membersOf = ({ plan }: PlannedDedupe): string[][] =>
  plan.groups.map(({ copies }) => copies.map(({ id }) => id).sort())

export const copyIn = ({ copies }: DedupeGroup, id: string): DedupeCopy | undefined =>
  copies.find(copy => copy.id === id)
