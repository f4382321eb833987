// What yt-dlp may do to us, and what becomes of it. Success is one finished file, never an exit code.

import { readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isOutcome, type StageContext, type TrackWork } from '../../../src/pipeline/stage.ts'
import { verifyAudio } from '../../../src/pipeline/stages/verify-audio.ts'
import { audioOf, PROGRAMS, writeWav } from '../../unit/audio/files.ts'
import { leftOf } from '../children/processes.ts'
import { sum } from './downloads.ts'
import { failing, INFO, openStub, SOUNDCLOUD, type Stub } from './ytdlp-stub.ts'

interface Expected {
  errorClass: string
  tag?: string
  message?: unknown
}

/** The fetch fails as expected, and nothing stays in the folder. */
async function expectFault(stub: Stub, expected: Expected, changes = {}): Promise<void> {
  const error = await stub.fetch(changes).catch((error: unknown) => error)
  expect(error).toMatchObject(expected)
  expect(await stub.names()).toEqual([])
}

describe('H5: it ends well and there is no file, or not one', () => {
  it.each([
    [
      'too large a file',
      "echo '[download] File is larger than max-filesize (9 > 1 bytes). Aborting.'",
      'Input',
      'Too_Big',
    ],
    ['a larger file than it said', 'head -c 300001 /dev/zero > media.m4a', 'Input', 'Too_Big'],
    ['nothing at all', 'true', 'Transient', undefined],
    ['an empty file', ': > media.m4a', 'Transient', undefined],
    ['a half file', 'echo x > media.m4a.part', 'Transient', undefined],
    ['half a file without another ending', 'echo x > media.part', 'Transient', undefined],
    ['two files', 'echo a > media.m4a; echo b > media.mp4', 'Transient', undefined],
    ['a folder', 'mkdir media.m4a; echo a > media.m4a/b', 'Transient', undefined],
    ['a link to elsewhere', 'ln -s /etc/passwd media.m4a', 'Transient', undefined],
  ])('%s', async (_, download, errorClass, tag) => {
    await using stub = await openStub()
    await stub.plays({ download })
    await expectFault(stub, tag ? { errorClass, tag } : { errorClass })
  })
})

describe('its own half files', () => {
  it('are removed before it runs, and it is told not to go on with any', async () => {
    await using stub = await openStub()
    const left = ['media.m4a', 'media.m4a.part', 'media.m4a.ytdl', 'media.m4a.part-Frag3', '.cookies-of-a-killed-run']
    for (const name of [...left, 'media.part', 'media.part.json']) await writeFile(join(stub.dir, name), 'old')
    await symlink('/etc/passwd', join(stub.dir, 'media.webm'))
    await stub.plays({
      info: `ls -a ${stub.dir} > ${stub.root}/seen; cat ${stub.root}/info.json`,
      download: 'echo new > media.m4a',
    })
    await writeFile(join(stub.root, 'info.json'), JSON.stringify(INFO))
    expect(await stub.fetch()).toMatchObject({ bytes: 4, sha256: sum(Buffer.from('new\n')) })
    expect((await readFile(join(stub.root, 'seen'), 'utf8')).split('\n')).toEqual(['.', '..', ''])
    expect(await stub.names()).toEqual(['media.m4a'])
    expect((await stub.calls())[1]).toMatch(/ --no-continue /)
  })
})

describe('H9: an unsafe ending or name', () => {
  it.each(['desktop', 'lnk', 'exe', 'sh', 'm3u8', 'unknown_video'])('.%s is not taken over', async extension => {
    await using stub = await openStub()
    await stub.plays({ download: `echo audio > media.${extension}` })
    expect(await stub.fetch()).toMatchObject({ path: join(stub.dir, 'media.bin'), bytes: 6 })
    expect(await stub.names()).toEqual(['media.bin'])
  })

  it('nothing the site says is in the template of the name', async () => {
    await using stub = await openStub()
    await stub.plays({ info: { ...INFO, title: '../../%(id)s', ext: '../x' }, download: 'echo audio > media.m4a' })
    await stub.fetch()
    expect((await stub.calls())[1]).toMatch(/ -o media\.%\(ext\)s .* -- https:\/\/soundcloud\.com\/someone\/a-track$/)
  })
})

describe('H10: it hangs', () => {
  it.each([
    ['while it describes', { info: 'sleep 999 & echo $! > ../pid; wait' }],
    ['while it downloads', { download: 'echo x > media.m4a.part; sleep 999 & echo $! > ../pid; wait' }],
  ])('%s, without a word: it is ended whole', async (_, script) => {
    await using stub = await openStub()
    await stub.plays(script)
    await expectFault(
      stub,
      { errorClass: 'Transient', message: expect.stringMatching(/stands still/) },
      { silenceMs: 400 },
    )
    const pid = Number(await readFile(join(stub.root, 'pid'), 'utf8'))
    expect(await leftOf([pid], 5000)).toEqual([])
  })

  it('a slow one that goes on is left alone', async () => {
    await using stub = await openStub()
    const download = "for i in 1 2 3 4 5 6 7; do sleep 0.4; echo 'PRG 1 NA NA'; done; echo audio > media.m4a"
    await stub.plays({ download })
    expect(await stub.fetch({ silenceMs: 2000 })).toMatchObject({ bytes: 6 })
  })
})

describe('H11: odd ends and floods', () => {
  it.each([
    ...[1, 2, 101].map(code => [`exit code ${code}`, { download: `echo x > media.m4a; exit ${code}` }] as const),
    ['a signal', { download: 'echo x > media.m4a; kill -9 $$' }] as const,
    ['a description that is none', { info: 'echo hello' }] as const,
    ['half a description', { info: `echo '{"title": "T"'` }] as const,
    ['a list', { info: [] }] as const,
  ])('%s', async (_, script) => {
    await using stub = await openStub()
    await stub.plays(script)
    await expectFault(stub, { errorClass: 'Transient' })
  })

  it('200 MB of description: no more than 16 MiB are read', async () => {
    await using stub = await openStub()
    await stub.plays({ info: `yes "$(head -c 9999 /dev/zero | tr '\\0' x)" | head -c 200000000` })
    await expectFault(stub, { errorClass: 'Transient', message: 'yt-dlp wrote more than 16 MiB' })
  })

  it('100 MB of messages, then the reason: it is found', async () => {
    await using stub = await openStub()
    await stub.plays({
      download: `yes 'WARNING: x' | head -c 100000000 >&2; ${failing('ERROR: HTTP Error 404: Not Found')}`,
    })
    const before = process.memoryUsage.rss()
    await expectFault(stub, { errorClass: 'Input', tag: 'SC_404' })
    expect(process.memoryUsage.rss() - before).toBeLessThan(60_000_000)
  })

  it('100 MB of messages in one line, and a good end', async () => {
    await using stub = await openStub()
    await stub.plays({ download: 'head -c 100000000 /dev/zero >&2; echo audio > media.m4a' })
    expect(await stub.fetch()).toMatchObject({ bytes: 6 })
  })
})

describe('permanent for this link', () => {
  it.each<[string, object | undefined, string, string]>([
    ['H12: 404', undefined, 'ERROR: [soundcloud] HTTP Error 404: Not Found', 'SC_404'],
    ['H12: 410', undefined, 'ERROR: [soundcloud] HTTP Error 410: Gone', 'SC_404'],
    ['H14: a geo block', undefined, 'ERROR: not available from your location due to geo restriction', 'SC_Geo_Blocked'],
    ['H15: DRM, said', undefined, 'ERROR: [soundcloud] 104: This video is DRM protected', 'DRM'],
    ['H15: DRM, described', { ...INFO, formats: [{ format_id: 'a', has_drm: true }] }, '', 'DRM'],
    ['H16: only previews', { ...INFO, format_id: 'hls_mp3_preview' }, '', 'Preview_Only'],
    ['H16: a cut address', { ...INFO, url: 'https://cf.example/playlist/0/30/a.m3u8' }, '', 'Preview_Only'],
    ['a login', undefined, 'ERROR: [soundcloud] HTTP Error 401: Unauthorized', 'Needs_Login'],
    ['an age', undefined, 'ERROR: [youtube] x: Sign in to confirm your age.', 'Needs_Login'],
    ['a private recording', undefined, 'ERROR: [youtube] x: Private video.', 'Needs_Login'],
  ])('%s: said so, and asked for once', async (_, info, text, tag) => {
    await using stub = await openStub()
    await stub.plays({ info, download: failing(text) })
    await expectFault(stub, { errorClass: 'Input', tag })
    expect(await stub.calls()).toHaveLength(info ? 1 : 2)
  })
})

const programs = PROGRAMS.find(([, found]) => found)?.[1]

describe('H16: thirty seconds in place of the track', () => {
  it.skipIf(!programs)('are not taken for it', async () => {
    await using stub = await openStub()
    const preview = await writeWav(join(stub.root, 'preview.wav'), [new Float32Array(30 * 8000).fill(0.1)], {
      rate: 8000,
    })
    await stub.plays({ info: { ...INFO, duration: 200 }, download: `cp ${preview} media.wav` })
    const source = await stub.fetch({ maxBytes: 1_000_000 })
    const tools = { audio: audioOf(programs ?? { ffmpeg: '', ffprobe: '' }), maxTrackSeconds: 600 }
    // all that the stage asks for
    const context = { tools, signal: new AbortController().signal, progress: () => {} } as unknown as StageContext
    const work = { source, outputs: {}, sums: {}, files: {}, notes: [] } as unknown as TrackWork
    await expect(verifyAudio.run(work, context)).rejects.toMatchObject({ errorClass: 'Input', tag: 'Preview_Only' })
    const whole = { ...work, source: { ...source, promisedSeconds: 30 } }
    const result = await verifyAudio.run(whole, context)
    expect(isOutcome(result) ? undefined : result.facts?.seconds).toBeCloseTo(30)
  })
})

describe('H16: a preview that is only seen while it is downloaded', () => {
  it.each(['hls_mp3_0_1_preview', 'http_mp3_preview_0'])('%s is not taken', async format => {
    await using stub = await openStub()
    await stub.plays({ download: `echo 'PRG 3 NA 6 ${format}'; echo audio > media.mp3` })
    await expectFault(stub, { errorClass: 'Input', tag: 'Preview_Only' })
  })
  it('another format is', async () => {
    await using stub = await openStub()
    await stub.plays({ download: "echo 'PRG 3 NA 6 http_mp3_0_1'; echo audio > media.mp3" })
    expect(await stub.fetch()).toMatchObject({ bytes: 6 })
  })
})

describe('H18: it is too old', () => {
  it.each([
    ['2025.04.29', SOUNDCLOUD],
    ['2026.08.18', 'https://youtu.be/dQw4w9WgXcQ'],
  ])('%s is not even asked about %s', async (version, link) => {
    await using stub = await openStub()
    await stub.plays({ version })
    const fault = await stub.fetch({}, undefined, link).catch((error: unknown) => error)
    expect(fault).toMatchObject({ errorClass: 'Environment', message: expect.stringMatching(/too old.*pipx install/) })
    await expect(stub.calls()).rejects.toMatchObject({ code: 'ENOENT' })
    expect(await stub.names()).toEqual([])
  })
})

describe('lists in place of tracks', () => {
  it.each([
    'https://soundcloud.com/someone/sets/a-set',
    'https://soundcloud.com/someone',
    'https://www.youtube.com/playlist?list=PLrAXtmErZgOeiKm4sgNOknGvNjby9efdf',
    'https://www.youtube.com/@someone',
  ])('%s: nothing is asked', async link => {
    await using stub = await openStub()
    await stub.plays({})
    const fault = await stub.fetch({}, undefined, link).catch((error: unknown) => error)
    expect(fault).toMatchObject({ tag: 'Not_Audio', message: expect.stringMatching(/playlist/) })
    await expect(stub.calls()).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
