// What is decided about a recording that was heard: whose files a row shares, whom it waits for, and when it gets its own.

import { unlink, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { trackKey } from '../../src/model/job.ts'
import { done, later, type Outcome } from '../../src/model/outcome.ts'
import { type Decision, decide } from '../../src/pipeline/recognise/decide.ts'
import { isWhole, ownerOf, ownersOf, qualityOfWork } from '../../src/pipeline/recognise/owner.ts'
import { stillWaits, waitFor } from '../../src/pipeline/recognise/wait.ts'
import { need, type TrackWork } from '../../src/pipeline/stage.ts'
import { openRecognised, type Recognised } from '../support/recognised.ts'

let place: Recognised
beforeAll(async () => {
  place = await openRecognised()
})
afterAll(() => place[Symbol.asyncDispose]())

type Whole = Readonly<Record<string, boolean>>
const decided = (work: TrackWork, heard: ReturnType<Recognised['heard']>, whole: Whole = {}): Decision =>
  decide(work, heard, { tools: place.tools, whole: new Map(Object.entries(whole)) })
const commit = (work: () => void) => place.tools.store.commit(work)
/** Each test has a sound of its own. */
let seeds = 100
const newSeed = () => ++seeds

describe('what was heard and is there', () => {
  it('is shared once the files were looked at, and are whole', async () => {
    const seed = newSeed()
    const { track, recording } = await place.finished('Ferry', seed)
    const work = place.workOf(await place.row('Ferry again'))
    const heard = place.heard(seed)
    expect(decided(work, heard)).toMatchObject({ kind: 'look', owner: { page: track.id, recording } })
    const merge = decided(work, heard, { [track.id]: true })
    expect(merge).toMatchObject({
      kind: 'merge',
      owner: { page: track.id },
      because: expect.stringContaining('sound the same'),
    })
    expect(decided(work, heard, { [track.id]: false })).toEqual({
      kind: 'own',
      recording,
      near: [],
      notes: ['the same as “Ada Low - Ferry”, whose files are not whole any more'],
    })
  })

  it('is the row’s own while it has files of it', async () => {
    const seed = newSeed()
    const { track, recording } = await place.finished('Own', seed)
    const own = { kind: 'own', recording, notes: [], near: [] }
    expect(decided(place.workOf(track), place.heard(seed))).toEqual(own)
    const other = await place.finished('Others', undefined)
    await commit(
      () => void place.tools.recordings.put({ recording, files: other.inIndex, keys: { pages: [other.track.id] } }),
    )
    expect(decided(place.workOf(track), place.heard(seed))).toEqual(own)
    await commit(() => place.tools.journal.forgetFile(need(place.tools.journal.filesOf(track.id)[0], 'file').path))
    expect(decided(place.workOf(track), place.heard(seed))).toMatchObject({
      kind: 'look',
      owner: { page: other.track.id },
    })
  })

  it('of two rows that have it: the whole one, and both are looked at', async () => {
    const seed = newSeed()
    const [one, two] = [await place.finished('One', seed), await place.finished('Two', undefined)]
    await commit(
      () =>
        void place.tools.recordings.put({
          recording: one.recording,
          files: two.inIndex,
          keys: { pages: [two.track.id] },
        }),
    )
    const work = place.workOf(await place.row('Third'))
    const [a, b] = [one.track.id, two.track.id]
    expect(decided(work, place.heard(seed), { [a]: false })).toMatchObject({ kind: 'look', owner: { page: b } })
    expect(decided(work, place.heard(seed), { [a]: false, [b]: true })).toMatchObject({
      kind: 'merge',
      owner: { page: b },
    })
  })

  it('is never shared where a person wanted own files', async () => {
    const seed = newSeed()
    const { track, recording } = await place.finished('Refused', seed)
    const row = await place.row('Refusing')
    await commit(() => place.tools.merges.refuse(row.id, { recording: -1, owner: track.id }))
    expect(decided(place.workOf(row), place.heard(seed), { [track.id]: true })).toMatchObject({
      kind: 'own',
      recording,
      notes: [],
    })
  })

  it('is not shared when this source is better, and that is said', async () => {
    const seed = newSeed()
    const { track, recording } = await place.finished('Lossy', seed, { codec: 'mp3', bitRate: 128 })
    const facts = { codec: 'flac', isLossless: true, sampleRate: 44_100, bitRate: 900_000, bitDepth: 16 }
    const work = place.workOf(await place.row('Better'), { facts } as Partial<TrackWork>)
    expect(decided(work, place.heard(seed), { [track.id]: true })).toMatchObject({
      kind: 'own',
      recording,
      notes: [
        expect.stringMatching(
          /^a better source than that of “Ada Low - Lossy” \(flac.*mp3 128.*\): both kept, for review$/,
        ),
      ],
    })
  })

  it('without a sound is not asked for', async () => {
    const work = place.workOf(await place.row('Silent'))
    expect(decided(work, { words: new Uint32Array(0), seconds: 120 })).toEqual({
      kind: 'own',
      recording: undefined,
      notes: [],
      near: [],
    })
  })
})

describe('the very same source file', () => {
  const SHA = 'ab'.repeat(32)
  it.each([
    [8, 'merge'],
    [7.9, 'own'],
  ])('of %d s: %s', async (seconds, kind) => {
    const { track, recording, inIndex } = await place.finished(`Bytes ${seconds}`, undefined)
    const sha256 = SHA.replace('ab', seconds === 8 ? 'cd' : 'ef')
    await commit(
      () =>
        void place.tools.recordings.put({
          recording: undefined,
          title: 'Bytes',
          files: inIndex,
          keys: { pages: [track.id], sha256s: [sha256] },
        }),
    )
    expect(recording).toBe(0)
    const work = place.workOf(await place.row('Bytes again'), {
      source: { path: '', sha256, bytes: 1 },
    } as Partial<TrackWork>)
    const decision = decided(work, { words: new Uint32Array(0), seconds }, { [track.id]: true })
    expect(decision).toMatchObject({ kind, ...(kind === 'merge' && { because: 'its source is the very same file' }) })
  })
})

describe('a recording that was found for its row', () => {
  it('has to bear its name until it is proved', async () => {
    const seed = newSeed()
    const { track } = await place.finished('Named', seed)
    const row = await place.row('Other name')
    const found = { choice: {} } as Partial<TrackWork>
    const whole = { [track.id]: true }
    const named = (title: string) => place.heard(seed, { title, artist: 'Ada Low' })
    const kinds = [
      decided(place.workOf(row, found), named('Something Else'), whole),
      decided(place.workOf(row, { ...found, proof: {} } as Partial<TrackWork>), named('Named'), whole),
      decided(place.workOf(row, found), named('Named'), whole),
      decided(place.workOf(row, found), named('Named (Live)'), whole),
      decided(place.workOf(row), named('Something Else'), whole),
    ].map(({ kind }) => kind)
    expect(kinds).toEqual(['own', 'merge', 'merge', 'own', 'merge'])
  })
})

describe('a recording that another row is about to file', () => {
  it('is waited for as long as that row is worked on', async () => {
    const { tools } = place
    const seed = newSeed()
    const [first, second] = [await place.row('First'), await place.row('Second')]
    const recording = tools.store.commit(() =>
      tools.recordings.put({
        title: 'First',
        seconds: 120,
        words: place.heard(seed).words,
        keys: { pages: [first.id] },
      }),
    )
    await commit(() => tools.merges.reserve(0, second.id)) // of another recording
    const id = await recording
    const look = (row = second) => decided(place.workOf(row), place.heard(seed))
    expect(look()).toMatchObject({ kind: 'own', recording: id })
    await place.work(first)
    expect(look()).toMatchObject({ kind: 'own', recording: id })
    await commit(() => tools.merges.reserve(id, first.id))
    expect(look()).toEqual({ kind: 'wait', page: first.id, label: 'First' })
    expect(look(first)).toMatchObject({ kind: 'own', recording: id })
    const [job] = await tools.queue.claim({ pool: 'tracks', limit: 1, key: trackKey(first.id) })
    expect(look()).toMatchObject({ kind: 'wait' })
    await tools.queue.finish(need(job, 'job'), later('not now', Date.now() + 60_000), { startedAt: Date.now() })
    expect(look()).toMatchObject({ kind: 'wait' })
    await commit(() => void tools.store.database.prepare('delete from job where key = ?').run(trackKey(first.id)))
    expect(look()).toMatchObject({ kind: 'own', recording: id })
  })
})

describe('a recording that another row has filed and not told yet', () => {
  it('is of an unknown source, so nothing seems to be better than it while that row is worked on', async () => {
    const { tools } = place
    const seed = newSeed()
    const { track } = await place.finished('Filed', seed)
    const facts = { codec: 'flac', isLossless: true, sampleRate: 44_100, bitRate: 900_000, bitDepth: 16 }
    const work = place.workOf(await place.row('Filed again'), { facts } as Partial<TrackWork>)
    const look = () => decided(work, place.heard(seed), { [track.id]: true })
    await place.work(track)
    expect(look()).toEqual({ kind: 'wait', page: track.id, label: 'Ada Low - Filed' })
    await commit(() => void tools.store.database.prepare('delete from job where key = ?').run(trackKey(track.id)))
    expect(look()).toMatchObject({ kind: 'own', notes: [expect.stringContaining('an unknown source')] })
  })
})

describe('what is near', () => {
  it('is kept and said, two of them at most, and never the row’s own', async () => {
    const seed = newSeed()
    const made = [
      await place.finished('Near', seed),
      await place.finished('Near (Live)', seed),
      await place.finished('Near (Dub)', seed),
    ]
    const title = 'Near (Extended Mix)'
    const heard = place.heard(seed, { title, artist: 'Ada Low' })
    const own = decided(place.workOf(await place.row(title)), heard)
    expect(own).toMatchObject({ kind: 'own', recording: undefined })
    if (own.kind !== 'own') throw new Error('it was to get files of its own')
    expect([own.near.length, own.notes.length]).toEqual([2, 2])
    expect(own.notes[0]).toMatch(/^near “Ada Low – Near.*” \(100 % agree; .*versions.*\): kept, for review$/)
    const again = decided(place.workOf(need(made[0], 'row').track), heard)
    if (again.kind !== 'own') throw new Error('it was to get files of its own')
    expect(again.near.map(({ recording }) => recording.id).sort()).toEqual([made[1]?.recording, made[2]?.recording])
  })
})

describe('the rows that have a recording', () => {
  it('are those with files, but for the one that asks; lossless sources come first', async () => {
    const { tools } = place
    const lossy = await place.finished('Lossy', newSeed(), { codec: 'mp3', bitRate: 320 })
    const lossless = await place.finished('Lossless', undefined, { codec: 'flac', sampleRate: 44_100 })
    const empty = await place.row('Empty')
    const pages = [lossless.track.id, empty.id]
    await commit(
      () => void tools.recordings.put({ recording: lossy.recording, files: lossless.inIndex, keys: { pages } }),
    )
    const recording = need(tools.recordings.get(lossy.recording), 'recording')
    const ofAll = ownersOf(recording, empty.id, tools)
    expect(ofAll.map(({ page }) => page)).toEqual([lossless.track.id, lossy.track.id])
    expect(ofAll[1]).toMatchObject({
      label: 'Ada Low - Lossy',
      title: 'Lossy',
      artist: 'Ada Low',
      source: { codec: 'mp3', bitRate: 320 },
    })
    expect(ownersOf(recording, lossy.track.id, tools).map(({ page }) => page)).toEqual([lossless.track.id])
    expect(ownerOf(empty.id, recording, tools)).toBeUndefined()
    await commit(() => tools.journal.recordFile({ ...lossy.file, path: '/x.ogg', page: empty.id, format: 'ogg' }))
    expect(ownerOf(empty.id, recording, tools)).toBeUndefined()
  })

  it('have them whole while all are as they were filed', async () => {
    const { track, file, recording } = await place.finished('Whole', newSeed())
    const owner = need(
      ownerOf(track.id, need(place.tools.recordings.get(recording), 'recording'), place.tools),
      'owner',
    )
    expect(await isWhole(owner, place.tools)).toBe(true)
    const second = { ...owner, files: [...owner.files, { ...file, path: `${file.path}.2` }] }
    expect(await isWhole(second, place.tools)).toBe(false)
    await writeFile(file.path, 'cut')
    expect(await isWhole(owner, place.tools)).toBe(false)
    await unlink(file.path)
    expect(await isWhole(owner, place.tools)).toBe(false)
  })
})

describe('how good a source is', () => {
  it('is told with its bits where they are its own', () => {
    const facts = { codec: 'flac', isLossless: true, sampleRate: 96_000, bitDepth: 24, bitRate: 2_000_000 }
    const told = (more: object) => qualityOfWork({ facts: { ...facts, ...more } } as Partial<TrackWork>)?.bits
    expect([told({}), told({ codec: 'mp3', isLossless: false })]).toEqual([24, undefined])
  })
})

describe('a row that waits', () => {
  it('looks again soon while the other is worked on, later while that rests, and not at all when nobody does', async () => {
    const { tools } = place
    const [row, other] = [await place.row('Waits'), await place.row('Other')]
    const run = `${row.id} run`
    const awaited = { page: other.id, because: 'the other is first' }
    expect([await waitFor(run, awaited, tools), stillWaits(run, tools)]).toEqual([undefined, undefined])
    await place.work(other)
    const before = Date.now()
    const outcome = await waitFor(run, awaited, tools)
    expect(outcome).toMatchObject({ kind: 'retry', text: 'the other is first' })
    const soon = untilOf(outcome) - before
    expect(soon).toBeGreaterThanOrEqual(2000)
    expect(soon).toBeLessThan(60_000)
    const [job] = await tools.queue.claim({ pool: 'tracks', limit: 1, key: trackKey(other.id) })
    expect(stillWaits(run, tools)).toMatchObject({ kind: 'retry', text: 'the other is first' })
    expect(stillWaits('another run', tools)).toBeUndefined()
    const at = Date.now() + 500_000
    await tools.queue.finish(need(job, 'job'), later('rests', at), { startedAt: Date.now() })
    expect(untilOf(stillWaits(run, tools)) - at).toBe(2000)
    await tools.queue.again(trackKey(other.id))
    const [again] = await tools.queue.claim({ pool: 'tracks', limit: 1, key: trackKey(other.id) })
    await tools.queue.finish(need(again, 'job'), done('it is there'), { startedAt: Date.now() })
    expect(stillWaits(run, tools)).toBeUndefined()
  })

  it('for one whose service is closed leaves it time', async () => {
    const { tools } = place
    const [row, other] = [await place.row('Waits'), await place.row('Closed')]
    await place.work(other)
    const { lane } = need(tools.queue.resting(trackKey(other.id)), 'job')
    const closed = { ...tools, lanes: { ...tools.lanes, closed: () => new Set([lane]) } }
    const before = Date.now()
    const outcome = await waitFor(`${row.id} run`, { page: other.id, because: 'closed' }, closed)
    expect(untilOf(outcome) - before).toBeGreaterThanOrEqual(92_000)
  })
})

function untilOf(outcome: Outcome | undefined): number {
  if (outcome?.kind !== 'retry' || outcome.notBefore === undefined) throw new Error('it was to wait')
  return outcome.notBefore
}
