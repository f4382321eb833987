// What only claims to be a better source of a finished track: the track keeps all it has.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { treeOf } from '../support/bench.ts'
import { linkOf } from '../support/fake-ytdlp.ts'
import { openUpgradePlace, UPGRADE, type UpgradePlace, upload } from '../support/upgrade-place.ts'

const CODEC = 'Audio Codec'

let place: UpgradePlace
beforeEach(async () => {
  place = await openUpgradePlace()
})
afterEach(() => place[Symbol.asyncDispose]())

describe('a track that was made of an MP3', { timeout: 300_000 }, () => {
  it('keeps all it has beside a FLAC that was made of the MP3, and is not looked for again', async () => {
    const before = await place.sums()
    await place.ytdlp.holds([upload('fake', await place.make('fake.flac', [], 'first.mp3'))])
    const [outcome] = await place.upgrade()
    expect(outcome).toMatchObject({ kind: 'skipped', text: expect.stringContaining('it only looks lossless') })
    expect(outcome?.text).toContain('asked: soundcloud')
    expect([await place.sums(), (await place.row()).cell(CODEC)]).toEqual([before, 'mp3'])
    await place.ytdlp.asked()
    expect(await place.upgrade()).toEqual([])
    expect(await place.ytdlp.asked()).toEqual([])
    const { stdout } = await place.bench.run([...UPGRADE, '--dry-run'])
    expect(stdout).toMatch(
      /Night Ferry: mp3 12\d kbit\/s, up to 1\d\.\d kHz, from File \(looked for on .*it only looks/,
    )
    place.state('update better_looked set at = at - 2592000000') // thirty days
    expect(await place.upgrade()).toMatchObject([{ kind: 'skipped' }])
    expect(await place.ytdlp.asked()).toContain('download fake')
  })

  it('keeps all it has beside a better file of another recording, which is never fetched for it again', async () => {
    const before = await place.sums()
    await place.ytdlp.holds([upload('other', await place.make('other.flac', [], 'other.wav'))])
    const [outcome] = await place.upgrade()
    expect(outcome).toMatchObject({ kind: 'skipped', text: expect.stringContaining('not proved to be the same') })
    expect([await place.sums(), await place.trash()]).toEqual([before, []])
    expect(place.state('select link from refused_link')).toEqual([{ link: linkOf({ name: 'other' }) }])
  })

  it('keeps all it has beside an MP3 of a higher rate that was made of it', async () => {
    const before = await place.sums()
    await place.ytdlp.holds([upload('again', await place.make('again.mp3', ['-b:a', '320k'], 'first.mp3'))])
    const [outcome] = await place.upgrade()
    expect(outcome).toMatchObject({ kind: 'skipped', text: expect.stringContaining('its treble reaches no higher') })
    expect(await place.sums()).toEqual(before)
  })

  it('is told apart without a write by a dry run, and a file that a person changed is left alone', async () => {
    const tree = await treeOf(place.bench.varDir)
    const { stdout, code } = await place.bench.run([...UPGRADE, '--dry-run', '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout).rows).toMatchObject([
      { id: place.id, origin: 'lossy', codec: 'mp3', bitRate: expect.any(Number), source: 'File', isDue: true },
    ])
    expect(await treeOf(place.bench.varDir)).toEqual(tree)
    const [wav = ''] = await place.paths()
    await place.change(wav)
    await place.ytdlp.holds([upload('flac', await place.make('good.flac'))])
    expect(await place.upgrade()).toMatchObject([{ kind: 'skipped', text: expect.stringContaining('was changed') }])
  })

  it('nothing found is no error, and a service that is away is asked again the next time', async () => {
    await place.ytdlp.holds([], { away: 'soundcloud' })
    expect(await place.upgrade()).toMatchObject([{ kind: 'retry' }])
    await place.ytdlp.holds([])
    const { code, stdout } = await place.bench.run(UPGRADE)
    expect([code, stdout]).toEqual([0, expect.stringContaining('nothing better was found (asked: soundcloud)')])
  })
})
