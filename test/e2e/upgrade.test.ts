// Better sources for finished tracks, taken where they are proved.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { text } from '../support/bench.ts'
import { newVar } from '../support/cli.ts'
import { openEagleServer } from '../support/eagle.ts'
import { linkOf } from '../support/fake-ytdlp.ts'
import { ARTIST, openUpgradePlace, TITLE, type UpgradePlace, upload } from '../support/upgrade-place.ts'

const CODEC = 'Audio Codec'

let place: UpgradePlace
afterEach(() => place[Symbol.asyncDispose]())

const LOSSY = { codec: 'mp3', bitRate: 128 }

describe('a track that was made of an MP3', { timeout: 300_000 }, () => {
  beforeEach(async () => {
    place = await openUpgradePlace()
  })

  it('is replaced by a lossless source of the same recording; what a person wrote stays', async () => {
    const [paths, before] = [await place.paths(), await place.sums()]
    for (const { madeOf } of await place.tags()) expect(madeOf).toMatchObject(LOSSY)
    await place.bench.edit(place.id, { 'Key ': text('rich_text', 'C# minor'), Tempo: { number: 98 } })
    const flac = upload('flac', await place.make('good.flac'))
    await place.ytdlp.holds([flac])
    const [outcome] = await place.upgrade()
    expect(outcome).toMatchObject({ kind: 'done', text: expect.stringMatching(/flac in place of mp3 12\d kbit\/s/) })
    const { cell, summary } = await place.row()
    expect([cell('Key '), cell('Tempo'), cell(CODEC)]).toEqual(['C# minor', 98, 'flac'])
    expect(cell('SoundCloud URL')).toBe(linkOf(flac))
    expect(cell('Audio Spectral Cutoff')).toBeGreaterThan(20_000)
    expect(summary).toContain('in place of mp3')
    expect(await place.paths()).toEqual(paths)
    expect((await place.sums()).filter(sum => before.includes(sum))).toEqual([])
    expect((await place.trash()).sort()).toEqual([...before].sort())
    for (const { madeOf, has } of await place.tags()) {
      expect(madeOf).toMatchObject({ codec: 'flac' })
      expect(has.has('camelot')).toBe(true)
    }
    expect([...(await place.waiting()), ...(await place.bench.leftovers())]).toEqual([])
    expect(await place.upgrade()).toEqual([])
  })

  it('tells the rows that share its files', async () => {
    const sharing = await place.bench.addTrack(TITLE, place.link, { 'Artist Name': text('rich_text', ARTIST) })
    await place.bench.report(['batch'])
    await place.ytdlp.holds([upload('flac', await place.make('good.flac'))])
    await place.upgrade()
    const other = await place.bench.row(sharing)
    expect(other.tags).toEqual(['Merged Duplicate'])
    expect([other.cell(CODEC), other.cell('WAV File Path')]).toEqual(['flac', (await place.paths())[0]])
  })

  it('comes back by undo: it is made of its own link again, and the better one is never taken for it', async () => {
    const before = await place.sums()
    await place.ytdlp.holds([upload('flac', await place.make('good.flac'))])
    await place.upgrade()
    expect(await place.bench.run(['undo', place.id])).toMatchObject({ code: 0 })
    expect((await place.row()).cell('SoundCloud URL')).toBeNull()
    expect((await place.bench.report(['track', place.id])).entries).toMatchObject([{ outcome: { kind: 'done' } }])
    expect([(await place.row()).cell(CODEC), await place.sums()]).toEqual(['mp3', before])
  })
})

it('in Eagle the new files go in, and the items of before are left', { timeout: 300_000 }, async () => {
  const dir = await newVar()
  await using server = await openEagleServer(dir)
  Object.assign(server.state, { hidden: 0, sizeless: 0 })
  place = await openUpgradePlace(undefined, { EAGLE_ENABLED: 'true', EAGLE_URL: server.url })
  const { items } = server.main
  expect(items.map(({ ext }) => ext)).toEqual(['wav'])
  await place.ytdlp.holds([upload('flac', await place.make('good.flac'))])
  const [, imported] = await place.upgrade()
  expect(imported).toMatchObject({
    kind: 'done',
    text: expect.stringContaining('an earlier wav of it is left in Eagle'),
  })
  expect(items.map(({ ext }) => ext)).toEqual(['wav', 'wav'])
  const { cell, summary } = await place.row()
  expect([cell('Eagle File ID'), summary]).toEqual([items[1]?.id, expect.stringContaining('in place of mp3')])
  const [sum] = await place.sums()
  expect(items[1]?.tags).toContain(`fingerprint:${sum}`)
})

describe('a track that was made of', { timeout: 300_000 }, () => {
  it('a FLAC of an MP3 says so everywhere, and is replaced by a true one', async () => {
    place = await openUpgradePlace([
      ['lossy.mp3', '-b:a', '128k'],
      ['first.flac', '-sample_fmt', 's16'],
    ])
    const { summary } = await place.row()
    expect(summary).toContain('the lossless file seems to be made of a lossy one')
    for (const texts of await place.texts()) expect(texts).toMatchObject({ quality: 'lossy (in a lossless file)' })
    await place.ytdlp.holds([upload('flac', await place.make('good.flac'))])
    const [outcome] = await place.upgrade()
    expect(outcome).toMatchObject({
      kind: 'done',
      text: expect.stringMatching(/flac in place of flac made of a lossy/),
    })
    for (const texts of await place.texts()) expect(texts).toMatchObject({ codec: 'flac', quality: 'lossless' })
    expect((await place.row()).summary).not.toContain('seems to be made')
  })

  it('AAC says so in all of its lossless files', async () => {
    place = await openUpgradePlace([['first.m4a', '-c:a', 'aac', '-b:a', '128k']])
    for (const texts of await place.texts()) expect(texts).toMatchObject({ codec: 'aac', quality: 'lossy' })
    const { cell, summary } = await place.row()
    expect([cell(CODEC), summary]).toEqual(['aac', expect.stringContaining('from aac')])
    expect(`${JSON.stringify(await place.texts())} ${summary}`).not.toMatch(/lossless|alac|pcm/i)
  })
})
