// What goes into Eagle of a finished track, and what its row is told.

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { TrackImport } from '../../../src/eagle/eagle.ts'
import type { FileInEagle } from '../../../src/eagle/items.ts'
import { Environment, InputFault, Transient } from '../../../src/errors.ts'
import type { HandlerContext } from '../../../src/handler.ts'
import { silentLog } from '../../../src/log.ts'
import { blocked, failed } from '../../../src/model/outcome.ts'
import { outcomeOf } from '../../../src/model/outcome-of.ts'
import type { Track } from '../../../src/model/track.ts'
import { endingOf } from '../../../src/orchestrator/imports.ts'
import type { NewWrite } from '../../../src/outbox/outbox.ts'
import { importIntoEagle } from '../../../src/pipeline/eagle/import.ts'
import { saidNotInEagle, saidOfEagle } from '../../../src/pipeline/eagle/told.ts'
import { eagleWishOf, importJob } from '../../../src/pipeline/eagle/wish.ts'
import type { StageContext, TrackWork } from '../../../src/pipeline/stage.ts'
import { eagle } from '../../../src/pipeline/stages/eagle.ts'
import type { Tools } from '../../../src/tools.ts'

const PAGE = '12345678-9abc-4def-8123-456789abcdef'
const NOW = 1_800_000_000_000
const ROW: Track = {
  id: PAGE,
  createdAt: '',
  editedAt: '',
  inTrash: false,
  downloaded: true,
  tags: [],
  title: 'Strobe',
  artist: 'Some One',
  genre: 'House; Deep House',
  tempo: 128.02,
  key: '4A',
  playlistNames: ['Sunday', 'Best of'],
  sourceUrl: 'https://example.org/strobe',
}
const WISH = { title: 'Old name', playlists: [] }

interface Stage {
  formats?: readonly string[]
  eagleFormats?: readonly string[]
  files?: FileInEagle[]
  row?: Track | Error
  isAway?: boolean
}

/** A library with files of these formats, an Eagle that takes all, and Notion. */
function stage({ formats = ['aiff', 'm4a', 'wav'], eagleFormats, row = ROW, ...more }: Stage = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'orchestrator-eagle-unit-'))
  mkdirSync(join(dir, 'library'))
  const records = formats.map(format => {
    const path = join(dir, 'library', `a.${format === 'aac' ? 'aac.m4a' : format}`)
    writeFileSync(path, format)
    return { path, page: PAGE, format, sha256: `sum of ${format}`, link: '' }
  })
  const put: TrackImport[] = []
  const wrote: NewWrite[] = []
  const inEagle = ({ path }: { path: string }): FileInEagle => {
    const ext = path.slice(path.lastIndexOf('.') + 1)
    return { ext, id: `ID-${ext}`, was: 'added', earlier: [], notes: [] }
  }
  const tools = {
    eagle: {
      importTrack: async (track: TrackImport) => {
        put.push(track)
        return { library: { name: 'Music', path: '/music' }, files: more.files ?? track.files.map(inEagle) }
      },
    },
    eagleFormats,
    journal: { filesOf: () => records },
    library: {
      check: async () => {
        if (more.isAway) throw new Environment('the library is not there')
      },
    },
    knownPlaylists: { titleOf: () => undefined, ofPage: () => [] },
    audio: { picture: async () => undefined },
    outbox: {
      isPending: () => false,
      wrote: () => undefined,
      add: (write: NewWrite) => void wrote.push(write),
      deliver: async () => ({ kind: 'written', kept: [] }),
    },
    store: { commit: async (work: () => void) => work() },
    stagingDir: join(dir, 'staging'),
    tracks: async () => ({
      read: async () => {
        if (row instanceof Error) throw row
        return row
      },
    }),
    now: () => new Date(NOW),
  } as unknown as Tools
  const context = {
    tools,
    log: silentLog,
    signal: new AbortController().signal,
    progress: () => {},
  } as unknown as HandlerContext
  return { context, put, wrote, records, tools }
}

const fresh = { pageId: PAGE, wish: WISH, at: NOW - 1000 }
const stale = { pageId: PAGE, wish: { ...WISH, genre: 'Techno', tempo: 90 }, at: NOW - 3_600_000 }

describe('which files go in', () => {
  it.each([
    [['aiff', 'm4a', 'wav'], undefined, ['wav', 'aiff']],
    [['m4a', 'mp3'], undefined, ['m4a', 'mp3']],
    [
      ['aiff', 'm4a', 'wav'],
      ['m4a', 'aiff'],
      ['aiff', 'm4a'],
    ],
    [['aac', 'm4a'], undefined, ['m4a']],
  ])('of %j, with EAGLE_FORMATS %j: %j', async (formats, eagleFormats, expected) => {
    const { context, put, wrote } = stage({ formats, eagleFormats })
    const outcome = await importIntoEagle(fresh, context)
    expect(outcome).toMatchObject({ kind: 'done', text: `in Eagle: ${expected.join(', ')}` })
    expect(put[0]?.files.map(({ path }) => path.slice(path.lastIndexOf('.') + 1))).toEqual(expected)
    expect(wrote.map(({ page, fields }) => [page, fields.eagleId])).toEqual([
      [PAGE, { how: 'fill', value: `ID-${expected[0]}` }],
    ])
  })

  it('not those of another link that is not the row’s any more', async () => {
    const { context, put, records } = stage()
    for (const record of records)
      record.link = record.format === 'wav' ? 'https://example.org/old' : (ROW.sourceUrl ?? '')
    await importIntoEagle({ ...fresh, wish: { ...WISH, link: ROW.sourceUrl } }, context)
    expect(put[0]?.files.map(({ sha256 }) => sha256)).toEqual(['sum of aiff'])
  })

  it('none: that is said, and Eagle is not asked', async () => {
    const { context, put } = stage({ formats: ['m4a'], eagleFormats: ['wav'] })
    expect(await importIntoEagle(fresh, context)).toMatchObject({ kind: 'skipped' })
    expect(put).toEqual([])
  })

  it('a file that is gone is the row’s fault, while the library is there', async () => {
    const gone = stage({ formats: ['wav'] })
    Object.assign(gone.records[0] ?? {}, { path: '/nowhere/a.wav' })
    await expect(importIntoEagle(fresh, gone.context)).rejects.toBeInstanceOf(InputFault)
    const away = stage({ formats: ['wav'], isAway: true })
    Object.assign(away.records[0] ?? {}, { path: '/nowhere/a.wav' })
    await expect(importIntoEagle(fresh, away.context)).rejects.toBeInstanceOf(Environment)
  })
})

describe('what is said of them', () => {
  it('as it was when the track was finished, with the sums of then', async () => {
    const { context, put } = stage()
    await importIntoEagle(fresh, context)
    expect(put[0]).toMatchObject({ title: 'Old name', tags: [], again: false })
    expect(put[0]?.files.map(({ sha256 }) => sha256)).toEqual(['sum of wav', 'sum of aiff'])
  })

  it('an import that waited takes what the row says now, and makes the sums anew', async () => {
    const { context, put } = stage({ row: { ...ROW, tempo: undefined } })
    await importIntoEagle({ ...stale, again: true }, context)
    expect(put[0]).toMatchObject({
      title: 'Strobe',
      artist: 'Some One',
      tags: ['House', 'Deep House', 'Sunday', 'Best of'],
      tempo: 90,
      key: 'F minor',
      playlist: 'Sunday',
      link: 'https://example.org/strobe',
      again: true,
    })
    expect(put[0]?.files.map(({ sha256 }) => sha256)).toEqual([undefined, undefined])
  })

  it('Notion away, it takes what it knows; with the row in the trash nothing goes in', async () => {
    const away = stage({ row: new Transient('a cut connection') })
    await importIntoEagle(stale, away.context)
    expect(away.put[0]).toMatchObject({ title: 'Old name', tags: ['Techno'] })
    const trash = stage({ row: { ...ROW, inTrash: true } })
    expect(await importIntoEagle(stale, trash.context)).toMatchObject({ kind: 'skipped' })
    expect(trash.put).toEqual([])
  })

  it('no slip of a tempo, no key that is none, no link to a file', async () => {
    const row = { ...ROW, tempo: 12_800, key: 'unknown', sourceUrl: 'file:///a.wav' }
    expect(await eagleWishOf(stage().tools, row)).toMatchObject({ tempo: undefined, key: undefined })
    const { context, put } = stage()
    await importIntoEagle({ ...fresh, wish: { ...WISH, link: 'file:///a.wav' } }, context)
    expect(put[0]?.link).toBeUndefined()
  })
})

describe('the stage', () => {
  const measured = { tempo: { bpm: 126.5 }, key: { key: { pitchClass: 9, mode: 'minor' } } }
  const found = { genre: 'Techno' }
  const work = {
    row: { ...ROW, genre: undefined, tempo: 128.02, key: undefined, artist: undefined },
    source: { artist: 'Found There' },
    link: 'https://example.org/other',
    measured,
    found,
  } as unknown as TrackWork
  const at = (isWanted: boolean | undefined, ours?: number) => {
    const { tools, context } = stage()
    const eagle = isWanted === undefined ? undefined : { isWanted: async () => isWanted }
    const outbox = { isOurs: (_page: string, _field: string, value: unknown) => value === ours }
    return { ...context, tools: { ...tools, eagle, outbox } } as unknown as StageContext
  }

  it('wants nothing of an Eagle that is switched off, or was never there', async () => {
    expect(await eagle.run(work, at(undefined))).toBe(work)
    expect(await eagle.run(work, at(false))).toBe(work)
  })

  it('wants what the row is going to say: a person’s tempo, else the measured one', async () => {
    expect(await eagle.run(work, at(true))).toMatchObject({
      forEagle: {
        title: 'Strobe',
        artist: 'Found There',
        genre: 'Techno',
        tempo: 128.02,
        key: 'A minor',
        playlists: ['Sunday', 'Best of'],
        link: 'https://example.org/other',
      },
    })
    expect(await eagle.run(work, at(true, 128.02))).toMatchObject({ forEagle: { tempo: 126.5 } })
  })
})

describe('remarks', () => {
  const taken: FileInEagle = { ext: 'wav', was: 'taken out', earlier: [], notes: ['the wav was taken out by hand'] }

  it('an item that a person threw away is no item of the row; an earlier file is for a person to decide', async () => {
    const aiff: FileInEagle = { ext: 'aiff', id: 'A', was: 'there', earlier: ['OLD'], notes: [] }
    const { context, wrote } = stage({ files: [taken, aiff] })
    const notes = [
      'the wav was taken out by hand',
      'an earlier aiff of it is left in Eagle, for a person to decide: OLD',
    ]
    expect(await importIntoEagle(fresh, context)).toMatchObject({ text: `in Eagle: aiff; ${notes.join('; ')}`, notes })
    expect(wrote[0]?.fields.eagleId).toEqual({ how: 'fill', value: 'A' })
  })

  it('all thrown away: the row is left as it is', async () => {
    const { context, wrote } = stage({ files: [taken] })
    expect(await importIntoEagle(fresh, context)).toMatchObject({ kind: 'skipped', text: taken.notes[0] })
    expect(wrote).toEqual([])
  })
})

it.each([
  ['/api/v2/library/info', Environment],
  ['/api/v2/item/countAll', Environment],
  ['/api/item/info', Transient],
  ['/api/v2/item/add', Transient],
])('L3 no answer from %s is %o', async (path, fault) => {
  const { context, tools } = stage()
  const eagle = { importTrack: () => Promise.reject(new Transient('no answer', { fields: { path } })) }
  const asked = importIntoEagle(fresh, { ...context, tools: { ...tools, eagle } as unknown as Tools })
  await expect(asked).rejects.toBeInstanceOf(fault)
})

describe('the row', () => {
  const outbox = (summary?: string) => ({ isPending: () => false, wrote: () => summary })
  const subject = { pageId: PAGE, summary: '128.00 BPM' }

  it('is told why its track is not in Eagle, beside what it says of the track, and nothing of that when it is', () => {
    const { fields } = saidNotInEagle(outbox('128.00 BPM'), subject, 'no room')
    expect(fields).toEqual({
      tags: { how: 'options', add: ['Eagle_Import_Failed'], remove: [] },
      summary: { how: 'fill', value: '128.00 BPM; not in Eagle: no room' },
    })
    const mended = saidOfEagle(outbox('128.00 BPM; not in Eagle: no room'), { pageId: PAGE }, 'ID')
    expect(mended.fields).toEqual({
      eagleId: { how: 'fill', value: 'ID' },
      tags: { how: 'options', add: [], remove: ['Eagle_Import_Failed'] },
      summary: { how: 'fill', value: '128.00 BPM' },
    })
    expect(saidOfEagle(outbox('128.00 BPM'), subject, 'ID').fields).not.toHaveProperty('summary')
  })
})

describe('how an import ends', () => {
  const job = { id: 1, ...importJob(ROW, { wish: WISH, at: NOW }) } as unknown as Parameters<typeof endingOf>[0]
  const tools = (parkedUntil?: number) =>
    ({
      lanes: { parkedUntil: () => parkedUntil },
      now: () => new Date(NOW),
      outbox: { wrote: () => undefined },
    }) as unknown as Tools

  it('L1 Eagle away costs no attempt: it goes on when its lane opens, or within a minute', () => {
    expect(endingOf(job, blocked('it is away'), tools(NOW + 15_000))).toEqual({
      outcome: { kind: 'retry', text: 'it is away', notBefore: NOW + 15_000, free: true },
    })
    expect(endingOf(job, blocked('another library'), tools())).toMatchObject({ outcome: { notBefore: NOW + 60_000 } })
  })

  it('given up, its row has the tag of Eagle, not of a download', () => {
    const givenUp = outcomeOf(new Transient('Eagle says no'), 8, NOW)
    const { outcome, write } = endingOf(job, givenUp, tools())
    expect(outcome).toEqual(failed('given up after 8 attempts: Eagle says no', 'Eagle_Import_Failed'))
    expect(write?.fields.tags).toEqual({ how: 'options', add: ['Eagle_Import_Failed'], remove: [] })
  })
})
