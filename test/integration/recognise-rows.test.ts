// Rows that come to share files, that part from them, and that come into the index: what is kept and what is written.

import { unlink } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Environment, ERROR_TAGS } from '../../src/errors.ts'
import { trackKey } from '../../src/model/job.ts'
import { MERGED_TAG } from '../../src/model/merged.ts'
import { done } from '../../src/model/outcome.ts'
import type { Track } from '../../src/model/track.ts'
import { indexRow } from '../../src/pipeline/recognise/index-row.ts'
import { mergeInto } from '../../src/pipeline/recognise/merge-row.ts'
import { type Owner, ownerOf } from '../../src/pipeline/recognise/owner.ts'
import { handOver, isParted, partRow, setBackSharing } from '../../src/pipeline/recognise/part-row.ts'
import { need, type TrackWork } from '../../src/pipeline/stage.ts'
import { openRecognised, type Recognised } from '../support/recognised.ts'

let place: Recognised
beforeAll(async () => {
  place = await openRecognised()
})
afterAll(() => place[Symbol.asyncDispose]())

const commit = (work: () => void) => place.tools.store.commit(work)
/** Each test has a sound of its own. */
let seeds = 500
const newSeed = () => ++seeds
const text = (content: string) => ({ rich_text: [{ text: { content } }] })

interface Shared {
  owner: Owner
  row: Track
}

async function twoRows(title: string): Promise<Shared> {
  const { track, recording } = await place.finished(title, newSeed(), { codec: 'flac', bitRate: 900, source: 'Direct' })
  const owner = need(ownerOf(track.id, need(place.tools.recordings.get(recording), 'recording'), place.tools), 'owner')
  return { owner, row: await place.row(`${title} again`) }
}
const merge = ({ owner, row }: Shared, more: Partial<TrackWork> = {}) =>
  mergeInto(place.workOf(row, more), { owner, because: 'it is the same' }, place.context)

async function merged(title: string): Promise<Shared> {
  const rows = await twoRows(title)
  expect(await merge(rows)).toMatchObject({ kind: 'done' })
  return rows
}

describe('a row that shares files', () => {
  it('names them, says whose they are and why, and is known as the same recording', async () => {
    const { tools } = place
    const rows = await twoRows('Names')
    const { owner, row } = rows
    await place.set(row.id, {
      'Audio Processing': { multi_select: [{ name: need(ERROR_TAGS[0], 'tag') }, { name: 'mine' }] },
    })
    await commit(() => tools.merges.reserve(owner.recording, row.id))
    expect(await merge(rows)).toMatchObject({ kind: 'done' })
    const track = await place.read(row.id)
    expect(track).toMatchObject({
      ...{ downloaded: true, title: 'Names again', wavPath: owner.files[0]?.path, tempo: 120, duration: 0.5 },
      ...{ loudness: -12, peak: -1, tags: expect.arrayContaining(['mine', MERGED_TAG]) },
      summary: `the same recording as “Ada Low - Names” (${owner.page}), whose files it shares: it is the same`,
    })
    expect(track.tags).toHaveLength(2)
    expect([track.m4aPath, track.aiffPath]).toEqual([undefined, undefined])
    const wrote = (field: string) => tools.outbox.wrote(row.id, field)
    expect([wrote('codec'), wrote('bitRate'), wrote('source')]).toEqual(['flac', 900, 'Direct'])
    expect(Date.now() - Date.parse(String(wrote('processedAt')))).toBeLessThan(600_000)
    expect(tools.merges.of(row.id)).toEqual({ recording: owner.recording, owner: owner.page })
    expect(tools.merges.reservedBy(owner.recording)).toBeUndefined()
    expect(tools.journal.measuredOf(row.id)).toEqual(owner.measured)
    const [byPage, byLink] = [{ page: row.id }, { link: need(row.sourceUrl, 'link') }].map(key =>
      tools.recordings.findBy(key),
    )
    expect([byPage?.[0]?.id, byLink?.[0]?.id]).toEqual([owner.recording, owner.recording])
  })

  it('has every format that the other has', async () => {
    const rows = await twoRows('Formats')
    const file = need(rows.owner.files[0], 'file')
    const others = ['m4a', 'aiff'].map(format => ({ ...file, format, path: file.path.replace(/wav$/, format) }))
    await commit(() => {
      for (const one of others) place.tools.journal.recordFile(one)
    })
    expect(await merge({ ...rows, owner: { ...rows.owner, files: [file, ...others] } })).toMatchObject({ kind: 'done' })
    const [m4a, aiff] = others
    expect(await place.read(rows.row.id)).toMatchObject({
      m4aPath: m4a?.path,
      aiffPath: aiff?.path,
      wavPath: file.path,
    })
  })

  it('keeps its tempo and key, and gets a name only where it has none', async () => {
    const rows = await twoRows('Kept')
    const properties = { Tempo: { number: 77 }, 'Key ': text('D minor'), Title: { title: [] }, 'Artist Name': text('') }
    await place.set(rows.row.id, properties)
    const measured = { ...rows.owner.measured, key: { key: { pitchClass: 9, mode: 'minor' } } } as Owner['measured']
    const row = await place.read(rows.row.id)
    expect(await merge({ owner: { ...rows.owner, measured }, row })).toMatchObject({ kind: 'done' })
    const track = await place.read(row.id)
    expect(track).toMatchObject({ tempo: 77, key: 'D minor', title: 'Kept', artist: 'Ada Low' })
    expect(place.tools.outbox.wrote(row.id, 'camelot')).toBeUndefined()
  })

  it('is not known by a link that was only a hint', async () => {
    const { tools } = place
    const links = async (more: Partial<TrackWork>, title: string) => {
      const rows = await twoRows(title)
      await merge(rows, more)
      return tools.recordings.findBy({ link: need(rows.row.sourceUrl, 'link') }).length
    }
    const choice = {} as TrackWork['choice']
    expect(await links({ choice, source: undefined }, 'Found')).toBe(0)
    expect(await links({ choice }, 'Found and fetched')).toBe(1)
    expect(await links({ source: undefined }, 'Given')).toBe(1)
  })

  it.each([
    ['its row is put in the trash', (id: string) => place.patch(id, { in_trash: true }), 'skipped'],
    ['its link changes', (id: string) => place.set(id, { URL: { url: 'https://example.org/else.wav' } }), 'retry'],
  ] as const)('does not when %s meanwhile', async (what, edit, kind) => {
    const rows = await twoRows(`Edited ${what}`)
    await edit(rows.row.id)
    expect(await merge(rows)).toMatchObject({ kind })
    expect(place.tools.merges.of(rows.row.id)).toBeUndefined()
  })

  it('waits while the other row is being worked on', async () => {
    const { queue, merges } = place.tools
    const rows = await twoRows('Worked on')
    await place.work(await place.read(rows.owner.page))
    const [job] = await queue.claim({ pool: 'tracks', limit: 1, key: trackKey(rows.owner.page) })
    expect(await merge(rows)).toMatchObject({
      kind: 'retry',
      text: 'the files of “Ada Low - Worked on” may become others',
    })
    expect([merges.of(rows.row.id), (await place.read(rows.row.id)).downloaded]).toEqual([undefined, false])
    await queue.finish(need(job, 'job'), done('it has its files'), { startedAt: Date.now() })
    expect(await merge(rows)).toMatchObject({ kind: 'done' })
  })

  it.each([
    ['lost one of them', (path: string) => place.tools.journal.forgetFile(path)],
    ['has another in its place', (path: string) => replaced(path, 'ff')],
  ])('looks again when the other row %s', async (what, change) => {
    const rows = await twoRows(`Changed ${what}`)
    const { path } = need(rows.owner.files[0], 'file')
    const other = { ...need(rows.owner.files[0], 'file'), path: `${path}.aiff`, format: 'aiff' }
    await commit(() => place.tools.journal.recordFile(other))
    await commit(() => change(path))
    expect(await merge({ ...rows, owner: { ...rows.owner, files: [...rows.owner.files, other] } })).toMatchObject({
      kind: 'retry',
      free: true,
      text: expect.stringMatching(/: it is looked at again$/),
    })
    expect(place.tools.merges.of(rows.row.id)).toBeUndefined()
  })

  const replaced = (path: string, sha256: string) => {
    const file = need(place.tools.journal.fileAt(path), 'file')
    place.tools.journal.recordFile({ ...file, sha256 })
  }
})

describe('a row that parts', () => {
  it('is one whose tag or tick a person took away, after the program wrote it', async () => {
    const { tools } = place
    const { row, owner } = await merged('Parting')
    const track = await place.read(row.id)
    const isGone = (more: Partial<Track>) => isParted({ ...track, ...more }, tools)
    expect(isGone({})).toBe(false)
    expect(isGone({ tags: [] })).toBe(true)
    expect(isGone({ tags: ['mine', MERGED_TAG] })).toBe(false)
    expect(isGone({ downloaded: false })).toBe(true)
    expect(isGone({ tags: [], inTrash: true })).toBe(false)
    expect(isParted({ ...(await place.read(owner.page)), tags: [], downloaded: false }, tools)).toBe(false)
    const never = await place.row('Never told')
    await commit(() => tools.merges.put(never.id, { recording: 1, owner: owner.page }))
    expect(isParted(never, tools)).toBe(false)
    await commit(() =>
      tools.outbox.add({ target: 'tracks', page: row.id, fields: { album: { how: 'fill', value: 'x' } } }),
    )
    expect(isGone({ tags: [] })).toBe(false)
  })

  it('is as before its work, and never one of that recording again', async () => {
    const { tools } = place
    const { row, owner } = await merged('Parted')
    await commit(() =>
      tools.outbox.add({
        target: 'tracks',
        page: row.id,
        fields: { m4aPath: { how: 'fill', value: '/x.m4a' }, eagleId: { how: 'fill', value: 'ITEM' } },
      }),
    )
    await tools.outbox.drain(place.context.signal)
    await partRow(row.id, tools)
    await tools.outbox.drain(place.context.signal)
    expect(await place.read(row.id)).toMatchObject({
      ...{ downloaded: false, wavPath: undefined, m4aPath: undefined, eagleId: undefined, tags: [] },
      ...{ title: 'Parted again', tempo: 120 },
    })
    expect(tools.merges.of(row.id)).toBeUndefined()
    expect(tools.merges.isRefused(row.id, { recording: owner.recording, owner: 'x' })).toBe(true)
    expect(await place.read(owner.page)).toMatchObject({ title: 'Parted' })
    const before = tools.outbox.count()
    await partRow(row.id, tools)
    expect(tools.outbox.count()).toBe(before)
  })

  it('keeps what a person wrote into its cells', async () => {
    const { row } = await merged('Theirs')
    await place.set(row.id, { 'WAV File Path': text('/mine.wav') })
    await partRow(row.id, place.tools)
    await place.tools.outbox.drain(place.context.signal)
    expect(await place.read(row.id)).toMatchObject({ wavPath: '/mine.wav', downloaded: false })
  })

  it('of rows whose files are gone: all that shared them, and they may share again', async () => {
    const { tools } = place
    const { row, owner } = await merged('Gone')
    await commit(() => expect(setBackSharing(owner.page, tools)).toEqual([row.id]))
    await tools.outbox.drain(place.context.signal)
    expect(await place.read(row.id)).toMatchObject({ downloaded: false, wavPath: undefined, tags: [] })
    expect(tools.merges.isRefused(row.id, { recording: owner.recording, owner: owner.page })).toBe(false)
    await commit(() => expect(setBackSharing(owner.page, tools)).toEqual([]))
  })
})

describe('files that are handed over', () => {
  it('are the first row’s that shares them; the others share them with it', async () => {
    const { tools } = place
    const { merges, journal } = tools
    const { row, owner } = await merged('Handed')
    const third = await place.row('Third')
    await place.set(third.id, { 'Audio Processing': { multi_select: [{ name: MERGED_TAG }] } })
    await commit(() => merges.put(third.id, { recording: owner.recording, owner: owner.page }))
    const [heir = '', other = ''] = merges.withOwner(owner.page)
    expect([heir, other].sort()).toEqual([row.id, third.id].sort())
    const { path, link } = need(owner.files[0], 'file')
    await commit(() => handOver(owner.page, tools, link)) // made of this very link: it keeps them
    expect(journal.fileAt(path)?.page).toBe(owner.page)
    await commit(() => handOver(owner.page, tools, 'https://example.org/other'))
    expect([journal.fileAt(path)?.page, merges.of(heir), merges.of(other)]).toEqual([
      heir,
      undefined,
      { recording: owner.recording, owner: heir },
    ])
    await tools.outbox.drain(place.context.signal)
    expect((await place.read(heir)).tags).toEqual([])
    const after = [journal.fileAt(path), merges.of(other)]
    await commit(() => handOver(third.id === other ? 'nobody' : 'nobody either', tools))
    expect([journal.fileAt(path), merges.of(other)]).toEqual(after)
  })
})

describe('a finished row that is not in the index', () => {
  const index = (page: string) => indexRow(page, place.context)

  it('comes into it with its files, its sound, and what its file is called', async () => {
    const { tools } = place
    const { track, file } = await place.finished('Indexed', undefined)
    const recording = need(await index(track.id), 'recording')
    expect(recording).toMatchObject({ title: 'Indexed', artist: 'Ada Low', seconds: 0.5, files: [{ path: file.path }] })
    expect(recording.keys.pages).toHaveLength(1)
    const probe = () => Promise.reject(new Error('its file is asked again'))
    const again = { ...tools, audio: { ...tools.audio, probe } } as unknown as Recognised['tools']
    expect((await indexRow(track.id, { ...place.context, tools: again }))?.id).toBe(recording.id)
    expect(tools.recordings.findAt(file.path)?.id).toBe(recording.id)
  })

  it('does not while none of its files is there', async () => {
    const { track, file } = await place.finished('Lost', undefined)
    await unlink(file.path)
    expect(await index(track.id)).toBeUndefined()
  })

  it('is called as its tags say, of a file that has some', async () => {
    const { track, file } = await place.finished('Tagged', undefined)
    const asked: string[] = []
    const other = { ...file, path: file.path.replace(/wav$/, 'aiff'), format: 'aiff' }
    await place.copy(file.path, other.path)
    await commit(() => place.tools.journal.recordFile(other))
    const probe = async (path: string) => {
      asked.push(path)
      return { tags: { title: 'As tagged', artist: 'Somebody' } }
    }
    const tools = { ...place.tools, audio: { ...place.tools.audio, probe } } as unknown as Recognised['tools']
    expect(await indexRow(track.id, { ...place.context, tools })).toMatchObject({
      title: 'As tagged',
      artist: 'Somebody',
    })
    expect(asked).toEqual([other.path])
  })

  it('comes later when its file cannot be asked for other reasons than what it holds', async () => {
    const { track } = await place.finished('Unasked', undefined)
    const failing = (error: Error) => {
      const audio = { ...place.tools.audio, probe: () => Promise.reject(error) }
      return indexRow(track.id, {
        ...place.context,
        tools: { ...place.tools, audio } as unknown as Recognised['tools'],
      })
    }
    await expect(failing(new TypeError('a bug'))).rejects.toThrow('a bug')
    expect(await failing(new Environment('no ffprobe'))).toMatchObject({ title: 'Unasked' })
  })

  it('is the recording that sounds the same, and is linked to those that are near', async () => {
    const { tools } = place
    const sound = await place.measuredSound(newSeed())
    const known = await commitPut({ title: 'Sounds', artist: 'Ada Low', seconds: sound.seconds, words: sound.words })
    const live = await commitPut({
      title: 'Sounds (Live)',
      artist: 'Ada Low',
      seconds: sound.seconds,
      words: sound.words,
    })
    const { track } = await place.finished('Sounds', undefined)
    await commit(() => tools.journal.recordMeasured(track.id, sound.analysis))
    expect((await index(track.id))?.id).toBe(known)
    const linked = tools.recordings.versionsOf(known).filter(({ agreement }) => agreement !== undefined)
    expect(linked.map(({ recording }) => recording)).toEqual([live])
  })

  const commitPut = (entry: Parameters<Recognised['tools']['recordings']['put']>[0]) =>
    place.tools.store.commit(() => place.tools.recordings.put(entry))
})
