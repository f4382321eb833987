// What is one copy, what is one group, and what a person said.

import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { copyOf, madeWords } from '../../scripts/bench/index-prints.ts'
import { wavHeader } from '../../src/workspace/demo/wav-header.ts'
import { type AlikePlace, membersOf, openAlikePlace } from '../support/alike-place.ts'
import { text } from '../support/bench.ts'
import { melody } from '../support/melody.ts'

let place: AlikePlace
beforeEach(async () => {
  place = await openAlikePlace()
})
afterEach(() => place[Symbol.asyncDispose]())

const words = madeWords(1)
const copy = { words: copyOf(words, 2), seconds: 195 }
const song = { title: 'Dawn', artist: 'Ada', words }
const flac = { codec: 'flac', sampleRate: 44_100 }

describe('one copy', () => {
  it('is a row with all its formats and its Eagle items, known by the row or by their bytes', async () => {
    const bytes = melody(20, 7)
    const row = await place.row({ ...song, formats: ['m4a', 'wav', 'aiff'], bytes, source: flac })
    await place.item('LX1', { ...song, ...copy })
    await place.item('LX2', song, bytes)
    const apart = await place.plan()
    expect(membersOf(apart)).toEqual([['item:LX1', `row:${row.id}`]])
    expect(apart.plan.groups[0]?.copies.find(({ page }) => page)?.item).toMatchObject({ id: 'LX2' })
    await place.house.edit(row.id, { 'Eagle File ID': text('rich_text', 'LX1') })
    const { plan } = await place.plan()
    expect(plan).toMatchObject({ groups: [], looked: { rows: 1, recordings: 2, files: 5, items: 2 } })
  })

  it('is files of one name that lie together', async () => {
    const first = await place.loose('Dawn.wav', song)
    await place.loose('Dawn.flac', { ...song, recording: first.recording })
    await place.loose('Dawn.aac.m4a', { ...song, ...copy })
    expect((await place.plan()).plan).toMatchObject({ groups: [], looked: { files: 3 } })
  })

  it('is a row of which only its cells name the file', async () => {
    const strange = await place.row({ ...song, isStrange: true })
    const made = await place.row({ ...song, ...copy })
    expect(membersOf(await place.plan())).toEqual([[`row:${strange.id}`, `row:${made.id}`].sort()])
  })
})

describe('a group', () => {
  it('has each of its members compared with each: A like B and B like C say nothing of A and C', async () => {
    const seconds = [200, 206, 212]
    const rows = []
    for (const each of seconds)
      rows.push(await place.row({ ...song, seconds: each, source: each === 206 ? flac : undefined }))
    const { plan } = await place.plan()
    expect(plan.groups).toHaveLength(1)
    expect(plan.groups[0]).toMatchObject({ keeper: `row:${rows[1]?.id}`, copies: { length: 2 } })
    expect(plan.near.map(({ because }) => because).sort()).toEqual([
      'one is 12 s longer',
      'the same as this one, and not the same as another of its group',
    ])
  })

  it('is found where several copies lie in one recording of the index: each is heard by itself', async () => {
    const music = melody(20, 7)
    const first = await place.loose('a/One.wav', song, { bytes: music })
    await place.loose('b/Two.wav', { ...song, recording: first.recording }, { bytes: melody(20, 7, { louder: 0.7 }) })
    await place.loose('c/Three.wav', { ...song, recording: first.recording }, { bytes: melody(20, 9) })
    const planned = await place.plan()
    expect(membersOf(planned)).toEqual([['a/One', 'b/Two'].map(name => `files:${join(place.house.libraryDir, name)}`)])
  })

  it('is of what the files are now', async () => {
    const one = await place.row({ ...song, source: flac })
    const two = await place.row({ ...song, ...copy })
    expect(membersOf(await place.plan())).toHaveLength(1)
    await writeFile(two.path, melody(20, 7))
    expect(membersOf(await place.plan())).toEqual([])
    await rm(one.path)
    expect((await place.plan()).plan).toMatchObject({ groups: [], near: [] })
  })

  it('of equal bytes needs nothing that can be told by its sound', async () => {
    const bytes = Buffer.concat([wavHeader(20 * 176_400), Buffer.alloc(20 * 176_400)])
    const silent = { words: new Uint32Array(), seconds: 20 }
    await place.loose('a/One.wav', silent, { bytes })
    await place.loose('b/Two.wav', silent, { bytes })
    const { plan } = await place.plan()
    expect(plan.groups).toMatchObject([
      {
        evidence: [{ agreement: 1, because: 'their files are the same, byte for byte' }],
        removals: [{ what: 'file' }],
      },
    ])
  })
})

describe('a person', () => {
  it('who wants files of its own for a row gets no proposal for it, ever', async () => {
    const one = await place.row({ ...song, source: flac })
    const two = await place.row({ ...song, ...copy })
    await place.tools.store.commit(() => place.tools.merges.refuse(two.id, { recording: one.recording, owner: one.id }))
    expect((await place.plan()).plan).toMatchObject({ groups: [], near: [] })
    await place.row({ ...song, ...copy })
    for (const members of membersOf(await place.plan()))
      expect(members).not.toEqual(expect.arrayContaining([`row:${one.id}`, `row:${two.id}`]))
  })

  it('picks the keeper, by its row or its file; the last pick counts', async () => {
    const one = await place.row({ ...song, source: flac })
    const two = await place.row({ ...song, ...copy })
    const keeperWith = async (picks: Record<string, number>) => (await place.plan(picks)).plan.groups[0]?.keeper
    expect(await keeperWith({})).toBe(`row:${one.id}`)
    expect(await keeperWith({ [two.id]: 5 })).toBe(`row:${two.id}`)
    expect(await keeperWith({ [two.id]: 5, [one.path]: 6 })).toBe(`row:${one.id}`)
  })
})
