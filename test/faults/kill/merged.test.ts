// A2: killed while rows of one recording come to share its files: one set of files, touched by nobody, and no row forgotten.

import { randomUUID } from 'node:crypto'
import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Bench, openBench, tags, text, treeOf } from '../../support/bench.ts'
import { melody } from '../../support/melody.ts'
import { isWhole } from './points.ts'

const ONCE = ['--once', '--no-music-sync']
const MERGED = 'Merged Duplicate'
/** Two in a row: a third kill would set the job aside. */
const PAIRS: readonly (readonly [string, string])[] = [
  ['recognise.begun', 'row.merged'],
  ['recording.reserved', 'outbox.sending@2'],
  ['recognise.proved', 'staging.removing@2'],
]
const ALL = ['recognise.begun', 'recognise.ran', 'recording.reserved', 'recognise.proved', 'file.begun', 'file.proved']
const LATER = ['row.merged', 'outbox.sending@2', 'outbox.sent@2', 'outbox.recorded@2', 'job.recorded@2', 'job.ended@2']

let bench: Bench
beforeEach(async () => {
  bench = await openBench({ AUDIO_FORMATS: 'wav', TRACK_CONCURRENCY: '2' })
  Object.assign(bench.env, { FILE_ROOTS: bench.varDir })
})
afterEach(() => bench[Symbol.asyncDispose]())

/** Two files of one song. */
async function addTwins(): Promise<string[]> {
  const ids: string[] = []
  for (const name of ['a', 'b']) {
    const path = join(bench.varDir, `song ${name}.wav`)
    writeFileSync(path, melody(12, 5, { skip: name === 'a' ? 0 : 0.3 }))
    ids.push(await bench.addTrack('Night Ferry', pathToFileURL(path).href, { 'Artist Name': text('rich_text', 'Nia') }))
  }
  return ids
}

const killedAt = (point: string) =>
  bench.run(ONCE, { FAILPOINTS: point.replace(/^([^@]+)(@\d+)?$/, (_, name, nth = '') => `${name}=kill${nth}`) })
const songs = async () => (await bench.library()).filter(name => name.endsWith('.wav') && !/(^|\/)\./.test(name))

async function expectShared(ids: readonly string[]): Promise<void> {
  const rows = await Promise.all(ids.map(id => bench.row(id)))
  const merged = rows.filter(row => row.tags.includes(MERGED))
  expect(rows.map(({ downloaded }) => downloaded)).toEqual(rows.map(() => true))
  expect(merged).toHaveLength(1)
  expect(new Set(rows.map(row => row.cell('WAV File Path'))).size).toBe(1)
  expect(await songs()).toHaveLength(1)
  expect(await bench.leftovers()).toEqual([])
}

describe('killed while two rows of one recording run', () => {
  for (const points of isWhole ? [...ALL, ...LATER].map(point => [point]) : PAIRS)
    it(`A2 at ${points.join(', then ')}: one is filed, the other shares it`, { timeout: 120_000 }, async () => {
      const ids = await addTwins()
      for (const point of points) expect(await killedAt(point)).toMatchObject({ code: -1 })
      await bench.run(ONCE)
      await bench.run(ONCE)
      await expectShared(ids)
      const tree = await treeOf(bench.libraryDir)
      expect((await bench.report(ONCE)).entries).toEqual([])
      expect(await treeOf(bench.libraryDir)).toEqual(tree)
    })

  it('A2 with a waveform half kept of a row that is never drawn again: it goes', { timeout: 120_000 }, async () => {
    const [id = ''] = await addTwins()
    expect(await killedAt('waveform.written')).toMatchObject({ code: -1 })
    const [half = ''] = await bench.leftovers().then(names => names.filter(name => name.endsWith('.svg.part')))
    renameSync(join(bench.varDir, half), join(bench.varDir, 'waveforms', `${randomUUID()}.svg.part`))
    await bench.run(ONCE)
    expect((await bench.row(id)).downloaded).toBe(true)
    expect(await bench.leftovers()).toEqual([])
  })

  it('A2 after a person took one apart: it gets its own, and the other stays', { timeout: 120_000 }, async () => {
    const ids = await addTwins()
    await bench.run(ONCE)
    const rows = await Promise.all(ids.map(async id => ({ id, ...(await bench.row(id)) })))
    const merged = rows.find(row => row.tags.includes(MERGED))?.id ?? ''
    const before = await treeOf(bench.libraryDir)
    await bench.edit(merged, tags())
    expect(await killedAt('row.parted')).toMatchObject({ code: -1 })
    for (let runs = 0; runs < 3; runs += 1) await bench.run(ONCE)
    expect((await bench.row(merged)).tags).toEqual([])
    expect(await songs()).toHaveLength(2)
    const after = await treeOf(bench.libraryDir)
    expect(after).toMatchObject(before)
  })
})
