// Rows whose input is at fault: each is told so by tag and reason, and the others go on.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, type BenchReport, link, openBench, STACK, TOKEN, tags, text } from '../support/bench.ts'
import type { CliResult } from '../support/cli.ts'

const TITLES = {
  slashes: 'AC/DC \\ Back: in? *Black*',
  emoji: '🎧🎶 Сэт 👨‍👩‍👧‍👦',
  rightToLeft: 'שלום ‮gnp.exe‬ مرحبا',
  long: 'very long '.repeat(30),
  dash: '-rf --help',
  dots: '../../../etc/passwd',
  newlines: 'one\ntwo\r\nthree\u0007',
  onlyDots: '..',
  none: '',
}
const FAULTS = {
  dead: { path: '/gone.wav', tag: 'Download_Failed', says: /dead \(404\)/ },
  html: { path: '/page', tag: 'Not_Audio', says: /./ },
  lying: { path: '/lying.wav', tag: 'Not_Audio', says: /./ },
  empty: { path: '/empty.wav', tag: 'Not_Audio', says: /empty/ },
  cut: { path: '/cut.wav', tag: 'Corrupt_Audio', says: /cut|damaged/ },
  long: { path: '/song.wav?seconds=20', tag: 'Too_Long', says: /0:20.*0:10.*MAX_TRACK_SECONDS/ },
}

let bench: Bench
let first: CliResult
let again: BenchReport
const titled: Record<string, string> = {}
const faulty: Record<string, string> = {}
const others: Record<string, string> = {}

beforeAll(async () => {
  bench = await openBench({ MAX_TRACK_SECONDS: '10', FILE_ROOTS: '/nowhere' })
  const { media, addTrack } = bench
  let pitch = 300
  for (const [name, title] of Object.entries(TITLES)) {
    pitch += 10
    titled[name] = await addTrack(title, media.url(`/${name}.wav?pitch=${pitch}`), {
      'Artist Name': text('rich_text', name === 'dots' ? '../..' : ''),
    })
  }
  for (const [name, { path }] of Object.entries(FAULTS))
    faulty[name] = await addTrack(name, media.url(path), tags('my own tag'))
  others.first = await addTrack('first', media.url('/twin.wav?utm_source=a'))
  others.second = await addTrack('second', media.url('/twin.wav?utm_medium=b#there'))
  others.own = await addTrack('own values', media.url('/own.wav'), {
    ...tags('my own tag'),
    Tempo: { number: 77.5 },
    'Key ': text('rich_text', 'D Minor'),
  })
  others.notALink = await addTrack('not a link', 'htp:/nonsense')
  others.outside = await addTrack('outside', 'file:///etc/passwd')
  others.noLink = await addTrack('no link yet', '')
  first = await bench.run(['--once', '--no-music-sync'])
  again = await bench.report(['--once', '--no-music-sync'])
}, 120_000)
afterAll(() => bench[Symbol.asyncDispose]())

const row = (id: string | undefined) => bench.row(id ?? '')

describe('rows with faulty input', () => {
  it('end the run with 0 and words: no stack, no token', async () => {
    expect(first.code).toBe(0)
    expect(first.stdout + first.stderr).not.toMatch(STACK)
    expect(first.stdout + first.stderr).not.toContain(TOKEN)
  })

  it.each(Object.entries(FAULTS))('%s: tag and reason, and a person’s own tag stays', async (name, { tag, says }) => {
    const { tags: found, summary, downloaded } = await row(faulty[name])
    expect(found).toEqual(['my own tag', tag])
    expect(summary).toMatch(says)
    expect(summary).not.toMatch(/\n/)
    expect(downloaded).toBe(false)
  })

  it('a link that is none and a file outside FILE_ROOTS are told so', async () => {
    expect(await row(others.notALink)).toMatchObject({ tags: ['No_Source'], summary: expect.stringContaining('http') })
    expect(await row(others.outside)).toMatchObject({
      tags: ['Not_Allowed'],
      summary: expect.stringContaining('FILE_ROOTS'),
    })
    expect(await row(others.noLink)).toMatchObject({ tags: [], downloaded: false })
  })

  it('one of two rows with the same link is done, the other shares its files', async () => {
    // made in the same minute, which is as fine as Notion tells the time: either may be taken for the older one
    const first = { name: 'first', ...(await row(others.first)) }
    const second = { name: 'second', ...(await row(others.second)) }
    const [done, left] = first.tags.length === 0 ? [first, second] : [second, first]
    expect(done).toMatchObject({ downloaded: true, tags: [] })
    expect(left).toMatchObject({
      downloaded: true,
      tags: ['Merged Duplicate'],
      summary: expect.stringMatching(new RegExp(`the same recording as “${done.name}” .*: it has the same link`)),
    })
  })

  it('a person’s tempo, key and tag stay', async () => {
    const { cell, tags: found, downloaded } = await row(others.own)
    expect(downloaded).toBe(true)
    expect(cell('Tempo')).toBe(77.5)
    expect(cell('Key ')).toBe('D Minor')
    expect(found).toEqual(['my own tag'])
  })

  it('do not come back by themselves', () => {
    expect(again.entries).toEqual([])
    expect(again.exitCode).toBe(0)
  })
})

describe('titles that are no file names', () => {
  it.each(Object.keys(TITLES))('%s: done, in the library, a safe name', async name => {
    const { downloaded, cell } = await row(titled[name])
    expect(downloaded).toBe(true)
    const path = String(cell('M4A File Path'))
    expect(path.startsWith(`${bench.libraryDir}/Unassigned/`)).toBe(true)
    const file = path.slice(`${bench.libraryDir}/Unassigned/`.length)
    expect(file).not.toMatch(/[/\\:*?"<>|\p{Cc}\p{Cf}]|^[-.\s]/u)
    expect(Buffer.byteLength(file)).toBeLessThan(256)
    expect(await bench.library()).toContain(`Unassigned/${file}`)
    expect(cell('Title')).toBe(TITLES[name as keyof typeof TITLES])
  })
})

describe('nothing stays behind', () => {
  it('no working files, only whole pairs in the library', async () => {
    expect(await bench.leftovers()).toEqual([])
    const files = (await bench.library()).filter(file => file !== '.library-id')
    expect(files).toHaveLength(2 * (Object.keys(TITLES).length + 2))
  })
})

describe('an edited link', () => {
  it('brings a failed row back, and its tag goes', async () => {
    await bench.edit(faulty.dead ?? '', link(bench.media.url('/found.wav?pitch=900')))
    await bench.edit(faulty.cut ?? '', text('title', 'x') && { Album: text('rich_text', 'an edit of something else') })
    const { entries } = await bench.report(['--once', '--no-music-sync'])
    expect(entries.map(({ id, outcome }) => [id, outcome.kind])).toEqual([[faulty.dead, 'done']])
    expect(await row(faulty.dead)).toMatchObject({ downloaded: true, tags: ['my own tag'] })
  })
})
