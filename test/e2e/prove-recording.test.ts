// A recording that was found is proved before anything is written: by its length, its sound, and what knows its sound.

import { readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { wavHeader } from '../../src/workspace/demo/wav-header.ts'
import { type House, openHouse } from '../faults/people/house.ts'
import { filesIn, text } from '../support/bench.ts'
import { orchestrator } from '../support/cli.ts'
import { type FakeTrack, type FakeYtdlp, linkOf, openFakeYtdlp } from '../support/fake-ytdlp.ts'
import { ACOUSTID_KEY, acoustidRefusal } from '../support/metadata-answers.ts'
import { html, json, type MetadataServers, openMetadataServers } from '../support/metadata-servers.ts'

const TITLE = 'Night Ferry'
const ARTIST = 'Nia Kessler'
const GOOD: FakeTrack = { name: 'good', title: `${ARTIST} - ${TITLE}`, uploader: 'a stranger' }
/** Likelier, since it is on the artist's own account. */
const FIRST: FakeTrack = { ...GOOD, name: 'first', uploader: ARTIST }
const THIRD: FakeTrack = { ...GOOD, name: 'third', uploader: 'a third stranger' }

let house: House
let ytdlp: FakeYtdlp
let servers: MetadataServers
beforeEach(async () => {
  ytdlp = await openFakeYtdlp()
  servers = await openMetadataServers()
  house = await openHouse(environment())
})
afterEach(async () => {
  await house[Symbol.asyncDispose]()
  await ytdlp[Symbol.asyncDispose]()
  await servers[Symbol.asyncDispose]()
})

const environment = (more: Record<string, string> = {}) => ({
  YTDLP_BIN: ytdlp.bin,
  SEARCH_SOURCES: 'soundcloud',
  METADATA_PROVIDERS: 'acoustid',
  ACOUSTID_KEY,
  ACOUSTID_BASE_URL: servers.acoustid.url,
  ALLOW_PRIVATE_HOSTS: servers.acoustid.host,
  ...more,
})

const varDir = () => dirname(house.libraryDir)
const quarantine = () => join(varDir(), 'quarantine')

function addRow(more: object = {}) {
  Object.assign(house.tools, { spotify: { track: async () => ({ title: TITLE, artists: [ARTIST], seconds: 4 }) } })
  return house.add('tracks', {
    Title: text('title', TITLE),
    'Artist Name': text('rich_text', ARTIST),
    'Spotify ID': text('rich_text', '4uLU6hMCjMI75M1A2tKUQC'),
    ...more,
  })
}

const knownAs = (title: string, artist: string, score: number) =>
  json({
    status: 'ok',
    results: [{ id: 'f', score, recordings: [{ id: 'r', title, duration: 4, artists: [{ id: 'a', name: artist }] }] }],
  })
const OTHER = () => knownAs('Day Off', 'Cy Moor', 0.97)
const SAME = () => knownAs(TITLE, ARTIST, 0.98)

async function shown(id: string) {
  const { cell } = await house.row(id)
  return {
    tags: cell('Audio Processing'),
    summary: String(cell('Audio Processing Summary') ?? ''),
    link: cell('SoundCloud URL'),
    downloaded: cell('Downloaded'),
  }
}

/** Samples as a 16-bit stereo WAV. */
const wavOf = (samples: Buffer) => Buffer.concat([wavHeader(samples.length), samples])

const downloads = async () => (await ytdlp.asked()).filter(line => line.startsWith('download'))

describe('what AcoustID hears', () => {
  it('another song: the file is set aside, its link never taken again, and the next one has its turn', async () => {
    await ytdlp.holds([FIRST, GOOD])
    servers.acoustid.next(OTHER(), SAME())
    const id = await addRow()
    expect(await house.cycle()).toMatchObject([{ kind: 'done' }])
    expect(await downloads()).toEqual(['download first', 'download good'])
    const { link, summary, downloaded } = await shown(id)
    expect({ link, downloaded }).toEqual({ link: linkOf(GOOD), downloaded: true })
    expect(summary).toContain(
      `proved by: length 0:04 = 0:04, decoded to its end, not silent, AcoustID says ${ARTIST} – ${TITLE} (0.98); not known: no second source`,
    )
    expect([...house.tools.searches.refused(id)]).toEqual([
      [linkOf(FIRST), expect.stringContaining('by its sound it is Cy Moor – Day Off (0.97)')],
    ])
    expect(servers.acoustid.asked).toHaveLength(2)
    const [note = '', file = ''] = (await readdir(join(quarantine(), id))).sort()
    expect(file.replace(/\.\w+$/, '')).toBe(note.replace(/\.\w+$/, ''))
    expect(JSON.parse(await readFile(join(quarantine(), id, note), 'utf8'))).toMatchObject({
      page: id,
      title: TITLE,
      link: linkOf(FIRST),
      sha256: expect.stringMatching(new RegExp(`^${file.slice(0, 8)}`)),
      checks: expect.arrayContaining([
        expect.objectContaining({ check: 'length', verdict: 'pass' }),
        expect.objectContaining({ check: 'AcoustID', verdict: 'fail' }),
      ]),
    })
  })

  it('another song, and there is no second: the row is told, and nothing of the song stays but the file set aside', async () => {
    await ytdlp.holds([FIRST])
    servers.acoustid.next(OTHER())
    const id = await addRow()
    expect(await house.cycle()).toMatchObject([{ kind: 'failed' }])
    const { tags, link, downloaded, summary } = await shown(id)
    expect({ tags, link, downloaded }).toEqual({ tags: ['No_Source'], link: null, downloaded: false })
    expect(summary).toContain('by its sound it is Cy Moor – Day Off (0.97)')
    expect(await filesIn(join(varDir(), 'waveforms'))).toEqual([])
    expect(await house.library()).toEqual([])
    expect(await house.leftovers()).toEqual([])
    expect(await filesIn(quarantine())).toHaveLength(2)
  })

  it('another song behind a link of a person is a remark, and nothing is refused', async () => {
    await ytdlp.holds([GOOD])
    servers.acoustid.next(OTHER())
    const id = await addRow({ 'SoundCloud URL': { url: linkOf(GOOD) } })
    expect(await house.cycle()).toMatchObject([{ kind: 'done' }])
    const { downloaded, summary } = await shown(id)
    expect(downloaded).toBe(true)
    expect(summary).toContain('by its sound it is Cy Moor – Day Off')
    expect(summary).not.toMatch(/proved by|not known/)
    expect(house.tools.searches.refused(id).size).toBe(0)
    expect(await filesIn(quarantine())).toEqual([])
  })

  it.each([
    ['the song in another version', () => knownAs(`${TITLE} (Live)`, ARTIST, 0.97), /names another version/],
    ['nothing', () => json({ status: 'ok', results: [] }), /AcoustID does not know it/],
    ['and is away', () => html(503), /AcoustID gave no answer/],
    ['and asks to wait', () => acoustidRefusal(14, 'rate limit exceeded', 429), /AcoustID gave no answer/],
  ])('%s: that is not known, and the work goes on', async (_what, answer, says) => {
    await ytdlp.holds([GOOD])
    servers.acoustid.next(answer(), answer(), answer(), answer())
    const id = await addRow()
    expect(await house.cycle()).toMatchObject([{ kind: 'done' }])
    const { summary, downloaded } = await shown(id)
    expect(downloaded).toBe(true)
    expect(summary).toMatch(/proved by: length [^;]*, not silent; not known: /)
    expect(summary).toMatch(says)
  })

  it('is asked for once in a run, although its files had to be made again', async () => {
    await ytdlp.holds([GOOD])
    servers.acoustid.next(SAME())
    const id = await addRow()
    house.hooks.at(id, 'tag', async () => {
      const [made = ''] = (await house.leftovers()).filter(path => path.endsWith('out.wav'))
      await writeFile(join(varDir(), 'staging', made), 'half')
      throw new Error('cut off')
    })
    expect(await house.cycle()).toMatchObject([{ kind: 'retry' }])
    await house.restart()
    await house.tools.queue.again(`track:${id}`)
    expect(await house.cycle()).toMatchObject([{ kind: 'done' }])
    expect((await shown(id)).summary).toContain(`AcoustID says ${ARTIST} – ${TITLE} (0.98)`)
    expect(servers.acoustid.asked).toHaveLength(1)
  })
})

describe('quarantine', () => {
  const CUT: FakeTrack = { ...FIRST, has: 0.5 }

  it('has the file at two addresses once, and says so of the second', async () => {
    await ytdlp.holds([CUT, GOOD])
    const file = await readFile(join(dirname(ytdlp.bin), 'first.wav'))
    await ytdlp.holds([CUT, { ...GOOD, file }, THIRD])
    const id = await addRow()
    expect(await house.cycle()).toMatchObject([{ kind: 'failed' }])
    expect(await downloads()).toEqual(['download first', 'download good'])
    expect([...house.tools.searches.refused(id).values()].at(-1)).toMatch(/very same file was set aside before/)
    expect(await filesIn(quarantine())).toHaveLength(2)
    const { tags, summary, link } = await shown(id)
    expect({ tags, link }).toEqual({ tags: ['No_Source'], link: null })
    expect(summary).not.toContain(linkOf(THIRD))
  })

  it.each([
    ['length', CUT],
    ['silence', { ...FIRST, file: wavOf(Buffer.alloc(4 * 44_100 * 4)) }],
    ['decode', { ...FIRST, file: Buffer.from('<html>no music</html>') }],
  ])('says which check it did not pass: %s', async (check, track) => {
    await ytdlp.holds([track])
    const id = await addRow()
    expect(await house.cycle()).toMatchObject([{ kind: 'failed' }])
    const note = (await filesIn(quarantine())).find(name => name.endsWith('.json')) ?? ''
    expect(JSON.parse(await readFile(join(quarantine(), note), 'utf8'))).toMatchObject({
      page: id,
      checks: [{ check, verdict: 'fail' }],
    })
  })

  it('is shown in status, with its size and place', async () => {
    await ytdlp.holds([CUT])
    await addRow()
    await house.cycle()
    await house[Symbol.asyncDispose]()
    const status = await orchestrator(['status', '--json', '--var', varDir()])
    const Status = z.object({ quarantine: z.object({ count: z.number(), bytes: z.number(), place: z.string() }) })
    const { quarantine: kept } = Status.parse(JSON.parse(status.stdout))
    expect(kept).toMatchObject({ count: 1, place: quarantine() })
    expect(kept.bytes).toBeGreaterThan(40_000)
    expect((await orchestrator(['status', '--var', varDir()])).stdout).toContain(`MB in ${quarantine()}`)
    house = await openHouse(environment())
  })
})

describe('a refused link', () => {
  it('is refused in every spelling', async () => {
    await ytdlp.holds([GOOD])
    const id = await addRow()
    const { searches, store } = house.tools
    await store.commit(() => searches.refuse(id, `${linkOf(GOOD).replace('//', '//m.')}?si=abc&utm_source=x`, 'no'))
    expect(await house.cycle()).toMatchObject([{ kind: 'failed', text: expect.stringContaining('Not found') }])
    expect(await downloads()).toEqual([])
  })
})
