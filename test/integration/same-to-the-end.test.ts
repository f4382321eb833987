// Recordings that begin alike: a fingerprint tells two minutes, and before one stands for the other the rest is heard.

import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sumOf } from '../../src/durable-file.ts'
import type { Track } from '../../src/model/track.ts'
import { decide } from '../../src/pipeline/recognise/decide.ts'
import { indexed } from '../../src/pipeline/recognise/entry.ts'
import { differsLater } from '../../src/pipeline/same-to-the-end.ts'
import { recogniseSource } from '../../src/pipeline/stages/recognise.ts'
import { findBetter } from '../../src/pipeline/upgrade/find-better.ts'
import { wordsIn } from '../../src/pipeline/words-in.ts'
import { wavHeader } from '../../src/workspace/demo/wav-header.ts'
import { openDedupePlace } from '../support/applied-place.ts'
import { melody } from '../support/melody.ts'
import { openRecognised, type Recognised } from '../support/recognised.ts'
import { ffmpeg, openFolder, PROGRAMS } from '../unit/audio/files.ts'

const PIECE = 125
const HEADER = 44
const BYTES_A_SECOND = 44_100 * 4

const [programs] = PROGRAMS.flatMap(([, found]) => found ?? [])
let folder: Awaited<ReturnType<typeof openFolder>>
let place: Recognised
const sounds: Record<'whole' | 'end' | 'cut' | 'long' | 'middle', Buffer> = {} as never
beforeAll(async () => {
  folder = await openFolder()
  place = await openRecognised()
  const [first, second, third, other] = [1, 2, 3, 4].map(seed => melody(PIECE, seed).subarray(HEADER))
  const joined = (...pieces: (Buffer | undefined)[]) => {
    const data = Buffer.concat(pieces.map(piece => piece ?? Buffer.alloc(0)))
    return Buffer.concat([wavHeader(data.length), data])
  }
  const part = (piece: Buffer | undefined) => piece?.subarray(0, 40 * BYTES_A_SECOND)
  sounds.whole = joined(first, part(second))
  sounds.end = joined(first, part(other))
  sounds.cut = joined(first, second?.subarray(5 * BYTES_A_SECOND), third)
  sounds.long = joined(first, second, third)
  sounds.middle = joined(first, other, third)
  for (const [name, sound] of Object.entries(sounds)) await writeFile(folder.at(`${name}.wav`), sound)
}, 60_000)
afterAll(async () => {
  await place[Symbol.asyncDispose]()
  await folder[Symbol.asyncDispose]()
})

const differing = (one: string, other: string, offsetSeconds = 0) =>
  differsLater({ one: folder.at(one), other: folder.at(other), offsetSeconds }, { ...place.context, ...place.tools })

describe.skipIf(!programs)('two that begin alike', () => {
  it('are the same with another encoding and a lead-in', { timeout: 60_000 }, async () => {
    if (!programs) return
    const way = ['-af', 'adelay=2000|2000', '-b:a', '96k']
    await ffmpeg(programs, ['-i', folder.at('whole.wav'), ...way, folder.at('lead.mp3')])
    expect(await differing('whole.wav', 'lead.mp3', -2)).toBeUndefined()
    expect(await differing('lead.mp3', 'whole.wav', 2)).toBeUndefined()
  })

  it('and end or go on otherwise are not', { timeout: 60_000 }, async () => {
    expect(await differing('whole.wav', 'end.wav')).toMatch(/begin alike, and end otherwise: \d+ s of \d+ s sound diff/)
    expect(await differing('long.wav', 'middle.wav')).toMatch(/begin alike, and go on otherwise/)
    expect(await differing('long.wav', 'cut.wav')).toContain('a piece is missing in one of them')
  })
})

describe('a recording that begins like another and ends otherwise', () => {
  it('is not removed by a plan', { timeout: 60_000 }, async () => {
    await using applied = await openDedupePlace()
    const kept = await applied.song({ title: 'Song', seed: 1, sound: sounds.whole })
    const goes = await applied.song({ title: 'Song', seed: 1, louder: 0.7, sound: sounds.end })
    const copies = [await applied.copy(kept, { cells: {} }), await applied.copy(goes, { cells: {} })]
    const { code, data } = await applied.apply(applied.plan([copies]))
    expect([code, data.groups?.[0]?.state]).toEqual([1, 'skipped'])
    expect(data.groups?.[0]?.notes.join()).toContain('they begin alike, and end otherwise')
    expect(existsSync(goes.path)).toBe(true)
  })

  it('gets files of its own', { timeout: 60_000 }, async () => {
    const { tools, context } = place
    const heard = async (name: string) => {
      const { facts, fingerprint } = await tools.audio.hear(folder.at(name), { dir: folder.at('.'), ...context })
      return { facts, words: wordsIn(fingerprint), seconds: facts.seconds ?? 0 }
    }
    const owner = await finished('Ferry', await heard('whole.wav'))
    const work = async (name: string) =>
      place.workOf(await place.row('Ferry'), {
        facts: (await heard(name)).facts,
        source: { path: folder.at(name), sha256: await sumOf(folder.at(name)), bytes: 1, origin: {} } as never,
      })
    const ended = await work('end.wav')
    expect(await recogniseSource.run(ended, context)).toBe(ended)
    const again = await heard('end.wav')
    const whole = new Map([[owner.id, 'they begin alike, and end otherwise: all of it']])
    expect(decide(ended, { ...again, title: 'Ferry' }, { tools, whole })).toMatchObject({
      kind: 'own',
      recording: undefined,
      notes: ['near “Ada Low - Ferry” (they begin alike, and end otherwise: all of it): kept, for review'],
    })
    expect(await recogniseSource.run(await work('whole.wav'), context)).toMatchObject({ kind: 'done' })
  })

  it('is no better source', { timeout: 60_000 }, async () => {
    const { tools, context } = place
    const link = 'https://soundcloud.com/ada/ferry'
    const row: Track = { ...(await place.row('Ferry')), soundcloudUrl: link }
    const file = { path: folder.at('whole.wav'), page: row.id, format: 'wav', sha256: '', link: row.sourceUrl ?? '' }
    const have = { page: row.id, files: [file], quality: { codec: 'mp3', isLossless: false, bitRate: 128 } }
    const sources = { ...tools.sources, fetch: async () => ({ path: folder.at('end.wav') }) } as never
    const { better, refused } = await findBetter(row, have, {
      ...context,
      tools: { ...tools, sources, searchSources: [] },
      dir: folder.at('better'),
    })
    expect([better, refused.join()]).toEqual([undefined, expect.stringContaining('begin alike, and end otherwise')])
  })
})

/** A row whose file it is. */
async function finished(title: string, { words, seconds }: { words: Uint32Array; seconds: number }): Promise<Track> {
  const { tools } = place
  const { track, file } = await place.finished(title, undefined, { codec: 'flac' })
  await writeFile(file.path, sounds.whole)
  const sha256 = await sumOf(file.path)
  await tools.store.commit(() => {
    tools.journal.recordFile({ ...file, sha256 })
    const files = [indexed({ ...file, sha256 })].flatMap(one => one ?? [])
    tools.recordings.put({ title, artist: 'Ada Low', seconds, words, files, keys: { pages: [track.id] } })
  })
  return track
}
