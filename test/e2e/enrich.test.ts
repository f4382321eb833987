// What services say of a release reaches its row and its files: over real HTTP, to services on this machine.

import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseFile } from 'music-metadata'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { newVar, orchestrator } from '../support/cli.ts'
import { ISRC, SECONDS } from '../support/metadata-answers.ts'
import { html, json, type MetadataServers, openMetadataServers } from '../support/metadata-servers.ts'
import { trackRows, withWorkspace } from '../support/rows.ts'
import { wav } from '../support/wav.ts'

const Report = z.object({
  done: z.number(),
  skipped: z.number(),
  retry: z.number(),
  entries: z.array(
    z.object({
      label: z.string(),
      because: z.string(),
      outcome: z.object({ kind: z.string(), text: z.string(), notes: z.array(z.string()).optional() }),
    }),
  ),
  problems: z.array(z.object({ reason: z.string() })),
})
const Plan = z.object({ rows: z.array(z.object({ label: z.string(), would: z.string(), because: z.string() })) })
const Page = z.object({ id: z.string() })
const Sources = z.object({ data_sources: z.array(z.object({ id: z.string() })).min(1) })

let varDir: string
let servers: MetadataServers
beforeEach(async () => {
  varDir = await newVar()
  servers = await openMetadataServers()
})
afterEach(async () => {
  await servers[Symbol.asyncDispose]()
})

const environment = (providers = 'deezer,musicbrainz'): Record<string, string> => ({
  METADATA_PROVIDERS: providers,
  METADATA_CONTACT: 'me@example.org',
  ALLOW_PRIVATE_HOSTS: [servers.deezer, servers.musicbrainz, servers.itunes].map(({ host }) => host).join(),
  DEEZER_BASE_URL: servers.deezer.url,
  MUSICBRAINZ_BASE_URL: servers.musicbrainz.url,
  ITUNES_BASE_URL: servers.itunes.url,
})

const text = (content: string) => ({ rich_text: [{ text: { content } }] })
const named = (title: string, artist = 'Ada Low') => ({
  Title: { title: [{ text: { content: title } }] },
  'Artist Name': text(artist),
})
const FINISHED = { Downloaded: { checkbox: true }, 'Audio Duration (seconds)': { number: SECONDS + 0.2 } }

/** Of an artist that they lead to already. */
function addRows(rows: readonly object[]): Promise<void> {
  return withWorkspace(varDir, async (call, ids) => {
    const parentOf = async (database = '') => ({
      type: 'data_source_id',
      data_source_id: Sources.parse(await call('GET', `databases/${database}`)).data_sources[0]?.id,
    })
    const name = { Name: { title: [{ text: { content: 'Ada Low' } }] } }
    const { id } = Page.parse(await call('POST', 'pages', { parent: await parentOf(ids.artists), properties: name }))
    const parent = await parentOf(ids.tracks)
    for (const properties of rows)
      await call('POST', 'pages', { parent, properties: { ...properties, Artist: { relation: [{ id }] } } })
  })
}

async function enrich(more: Record<string, string> = {}, ...flags: string[]) {
  const { code, stdout, stderr } = await orchestrator(['enrich', '--json', '--var', varDir, ...flags], {
    ...environment(),
    ...more,
  })
  return { code, stderr, report: stdout === '' ? undefined : JSON.parse(stdout) }
}
const reportOf = (ran: { report: unknown }) => Report.parse(ran.report)

describe('orchestrator enrich', () => {
  it('fills what a row lacks in one write, keeps what a person wrote, and asks once', async () => {
    await addRows([
      { ...named('Night Drive'), ...FINISHED, Label: text('My own label'), Genre: { select: { name: 'Mine' } } },
      { ...named('Unheard Of'), ...FINISHED },
    ])
    const first = await enrich()
    expect(first.code).toBe(0)
    expect(reportOf(first)).toMatchObject({ done: 1, skipped: 1, problems: [] })
    expect(reportOf(first).entries.find(({ outcome }) => outcome.kind === 'done')).toMatchObject({
      label: 'Ada Low – Night Drive',
      because: 'it lacks ISRC, album, release date',
      outcome: { text: 'ISRC, album, release date, by deezer, musicbrainz', notes: [] },
    })
    const [known, unknown] = await trackRows(varDir)
    expect(known).toMatchObject({
      ISRC: ISRC,
      Album: 'Harbour Lights',
      'Release Date': '2024-05-31',
      Label: 'My own label',
      Genre: 'Mine',
    })
    expect(Object.keys(unknown ?? {}).sort()).toEqual([
      'Artist',
      'Artist Name',
      'Audio Duration (seconds)',
      'Downloaded',
      'Title',
    ])
    const asked = servers.count()
    expect(reportOf(await enrich())).toMatchObject({ done: 0, skipped: 0, entries: [] })
    expect(servers.count()).toBe(asked)
  })

  it('says in a dry run which rows and for what, and asks nobody', async () => {
    await addRows([
      { ...named('Night Drive'), ...FINISHED, Label: text('Quay') },
      { ...named('No Length Known') },
      { ...named('Whole'), ...FINISHED, ISRC: text('X'), Album: text('X'), Label: text('X'), ...RELEASED },
    ])
    const { code, report } = await enrich({}, '--dry-run')
    expect(code).toBe(0)
    expect(Plan.parse(report).rows).toEqual([
      { label: 'Ada Low – Night Drive', would: 'enrich', because: 'it lacks ISRC, album, release date, genre' },
    ])
    expect(servers.count()).toBe(0)
    expect((await trackRows(varDir))[0]).not.toHaveProperty('ISRC')
  })

  it('without a length: the code and the names prove it; another recording of the code is not taken', async () => {
    await addRows([
      { ...named('Night Drive'), ISRC: text(ISRC) },
      { ...named('Day Drive'), ISRC: text(ISRC) },
    ])
    expect(reportOf(await enrich())).toMatchObject({ done: 1, skipped: 1 })
    const [same, other] = await trackRows(varDir)
    expect(same).toMatchObject({ Album: 'Harbour Lights', Label: expect.stringContaining('Quay') })
    expect(Object.keys(other ?? {}).sort()).toEqual(['Artist', 'Artist Name', 'ISRC', 'Title'])
  })

  it('goes on after the limit, oldest first', async () => {
    await addRows([1, 2, 3].map(n => ({ ...named(`Unheard Of ${n}`), ...FINISHED })))
    const labels = async () =>
      reportOf(await enrich({ METADATA_PROVIDERS: 'deezer' }, '--limit', '2')).entries.map(({ label }) => label)
    expect((await labels()).sort()).toEqual(['Ada Low – Unheard Of 1', 'Ada Low – Unheard Of 2'])
    expect(await labels()).toEqual(['Ada Low – Unheard Of 3'])
    expect(await labels()).toEqual([])
  })

  it.each(['outbox.sending', 'outbox.sent'])(
    'killed at %s: the next run writes it and asks nothing again',
    async at => {
      await addRows([{ ...named('Night Drive'), ...FINISHED }])
      const killed = await enrich({ FAILPOINTS: `${at}=kill` })
      expect(killed).toMatchObject({ code: -1, report: undefined })
      const asked = servers.count()
      expect(asked).toBeGreaterThan(0)
      expect(reportOf(await enrich())).toMatchObject({ entries: [], problems: [] })
      expect(servers.count()).toBe(asked)
      expect((await trackRows(varDir))[0]).toMatchObject({ ISRC: ISRC, Album: 'Harbour Lights' })
    },
  )

  it('services away: nothing is remembered, the rest waits, and it is done another time', async () => {
    await addRows(
      [1, 2, 3, 4, 5, 6, 7, 8].map(n => ({ ...named(n === 1 ? 'Night Drive' : `Unheard Of ${n}`), ...FINISHED })),
    )
    servers.deezer.next(...Array.from({ length: 60 }, () => html(500)))
    const away = await enrich({ METADATA_PROVIDERS: 'deezer' })
    expect(away.code).toBe(1)
    expect(reportOf(away).problems).toEqual([{ reason: 'no service answers; the others wait' }])
    expect(reportOf(away).entries.every(({ outcome }) => outcome.kind === 'retry')).toBe(true)
    expect(reportOf(away).entries.length).toBeLessThan(8)
  })

  it('without a service: says so, and measures what there is to measure', async () => {
    const ran = await orchestrator(['enrich', '--var', varDir])
    expect(ran).toMatchObject({ code: 0, stderr: expect.stringContaining('METADATA_PROVIDERS names none') })
  })
})

describe('files of old rows', () => {
  const LIBRARY_DIR = () => join(varDir, 'old')
  const at = (name: string) => ({ 'WAV File Path': text(join(LIBRARY_DIR(), name)) })
  const number = (value: number) => ({ number: value })

  async function addFile(name: string, bytes: Uint8Array = wav(12)): Promise<void> {
    await mkdir(LIBRARY_DIR(), { recursive: true })
    await writeFile(join(LIBRARY_DIR(), name), bytes)
  }
  const measure = (...flags: string[]) => enrich({ METADATA_PROVIDERS: '', LIBRARY_DIR: LIBRARY_DIR() }, ...flags)

  it('are measured once; a person’s values stay, and what is outside the library is not looked at', async () => {
    await addFile('one.wav')
    await writeFile(join(varDir, 'outside.wav'), wav(12))
    await addRows([
      { ...named('One'), ...at('one.wav'), Downloaded: { checkbox: true }, Tempo: number(99) },
      { ...named('Gone'), ...at('gone.wav'), Downloaded: { checkbox: true } },
      { ...named('Outside'), 'WAV File Path': text(join(varDir, 'outside.wav')), Downloaded: { checkbox: true } },
    ])
    const planned = Plan.parse((await measure('--dry-run')).report)
    expect(planned.rows).toEqual([
      { label: 'Ada Low – One', would: 'measure', because: 'it lacks key, length, loudness, true peak' },
    ])
    const first = await measure()
    expect(first.code).toBe(0)
    expect(reportOf(first).entries).toHaveLength(1)
    expect(reportOf(first).entries[0]?.outcome.text).toContain('length, loudness, true peak')
    const [row] = (await trackRows(varDir)).filter(({ Title }) => Title === 'One')
    expect(row).toMatchObject({ Tempo: '99', 'Audio Duration (seconds)': '12' })
    expect(Number(row?.['Audio LUFS Level'])).toBeLessThan(0)
    expect(reportOf(await measure()).entries).toEqual([])
  })

  it('that cannot be measured are said once, until they are others', async () => {
    await addFile('bad.wav', Buffer.from('<html>no music</html>'))
    await addRows([{ ...named('Bad'), ...at('bad.wav'), Downloaded: { checkbox: true } }])
    const [entry] = reportOf(await measure()).entries
    expect(entry?.outcome).toMatchObject({ kind: 'failed' })
    expect(reportOf(await measure()).entries).toEqual([])
    await addFile('bad.wav')
    expect(reportOf(await measure()).entries[0]?.outcome.kind).toBe('done')
  })
})

const RELEASED = { 'Release Date': { date: { start: '2020-01-01' } }, Genre: { select: { name: 'X' } } }

describe('a track on its way', () => {
  const LONG = 8

  async function addSong(): Promise<void> {
    await mkdir(join(varDir, 'demo'), { recursive: true })
    await writeFile(join(varDir, 'demo/song.wav'), wav(LONG))
    await addRows([{ ...named('Night Drive'), URL: { url: `file://${varDir}/demo/song.wav` } }])
  }
  const once = (more: Record<string, string> = {}) =>
    orchestrator(['--once', '--no-music-sync', '--json', '--var', varDir], { AUDIO_FORMATS: 'm4a', ...more })

  /** iTunes' song, as long as ours. */
  const song = {
    trackName: 'Night Drive',
    artistName: 'Ada Low',
    trackTimeMillis: LONG * 1000,
    collectionName: 'Harbour Lights',
    primaryGenreName: 'Deep House',
    releaseDate: '2024-05-31T12:00:00Z',
  }

  it('gets its release by the measured length: in its row and in its files', async () => {
    await addSong()
    servers.itunes.next(json({ resultCount: 1, results: [song] }))
    expect((await once(environment('itunes'))).code).toBe(0)
    const [row] = await trackRows(varDir)
    const release = { Album: 'Harbour Lights', Genre: 'Deep House', 'Release Date': '2024-05-31' }
    expect(row).toMatchObject({ Downloaded: '✓', ...release })
    const [file = ''] = await readdir(join(varDir, 'library/Unassigned'))
    const { common } = await parseFile(join(varDir, 'library/Unassigned', file))
    expect(common).toMatchObject({ album: 'Harbour Lights', genre: ['Deep House'], date: '2024-05-31' })
    expect(reportOf(await enrich({ METADATA_PROVIDERS: 'itunes' }))).toMatchObject({ entries: [] })
    expect(servers.itunes.asked).toHaveLength(1)
  })

  it('is done without it when the services are away', async () => {
    await addSong()
    servers.itunes.next('cut', 'cut', 'cut', 'cut')
    expect((await once(environment('itunes'))).code).toBe(0)
    const [row] = await trackRows(varDir)
    expect(row).toMatchObject({ Downloaded: '✓' })
    expect(row).not.toHaveProperty('Album')
  })

  it('killed when the answer is kept: the services are not asked again', async () => {
    await addSong()
    servers.itunes.next(json({ resultCount: 1, results: [song] }))
    expect((await once({ ...environment('itunes'), FAILPOINTS: 'enrich.proved=kill' })).code).toBe(-1)
    expect((await once(environment('itunes'))).code).toBe(0)
    expect(servers.itunes.asked).toHaveLength(1)
    expect((await trackRows(varDir))[0]).toMatchObject({ Downloaded: '✓', Album: 'Harbour Lights' })
  })

  it('asks nobody in a local workspace, unless services are named', async () => {
    await addSong()
    const { METADATA_PROVIDERS: _, ...unnamed } = environment()
    expect((await once(unnamed)).code).toBe(0)
    expect(servers.count()).toBe(0)
    const [row] = await trackRows(varDir)
    expect(row).toMatchObject({ Downloaded: '✓' })
    expect(row).not.toHaveProperty('Album')
  })
})
