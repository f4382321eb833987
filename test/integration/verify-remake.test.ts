// Lost files are made again of a whole one.

import { existsSync } from 'node:fs'
import { readdir, rm, unlink } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type App, createApp } from '../../src/app.ts'
import { readTags } from '../../src/audio/tags/read.ts'
import { tagValuesIn } from '../../src/audio/tags/values-in.ts'
import { loadConfig } from '../../src/config.ts'
import { sumOf } from '../../src/durable-file.ts'
import { armFailpoints } from '../../src/failpoint.ts'
import { silentLog } from '../../src/log.ts'
import { verifyRows } from '../../src/orchestrator/verify-rows.ts'
import { newVar } from '../support/cli.ts'
import { finishTrack } from '../support/finished-formats.ts'
import { withWorkspace } from '../support/rows.ts'
import { samplesOf } from '../support/samples.ts'

let varDir: string
let app: App
const signal = new AbortController().signal
beforeEach(async () => {
  varDir = await newVar()
  await withWorkspace(varDir, async () => {}) // without demo rows
  await start()
})
afterEach(async () => {
  armFailpoints('none=throw')
  await app[Symbol.asyncDispose]()
  await rm(varDir, { recursive: true, force: true })
})

async function start(environment: Record<string, string> = {}): Promise<void> {
  app = await createApp(loadConfig({ varDir, environment }), { logLevel: 'error', dryRun: false, signal })
}

const verify = (repair = true) =>
  verifyRows(
    { tools: app.tools, log: silentLog, signal, view: { progress() {} } },
    { full: false, repair, tell: false, readOnly: false },
  )
const found = ({ rows }: Awaited<ReturnType<typeof verify>>) =>
  rows.flatMap(({ findings }) => findings.map(({ kind, repair, result }) => [kind, repair?.split(':')[0], result]))

describe('a file that is lost', () => {
  it.each([
    ['m4a', 'wav'],
    ['aiff', 'wav'],
    ['wav', 'm4a'],
    ['wav', 'flac'],
  ] as const)('%s is made again of %s: the same sound, tags, cover and place', async (lost, other) => {
    const { row, files } = await finishTrack(app.tools, 'Song', lost === 'wav' ? [other] : [lost])
    const [sound, values] = [await samplesOf(files[lost]), await tagValuesIn(files[lost])]
    await unlink(files[lost])
    expect(found(await verify(false))).toEqual([['Not_There', 're-make', undefined]])
    expect(existsSync(files[lost])).toBe(false)
    expect(found(await verify())).toEqual([['Not_There', 're-make', 'mended']])
    expect(await samplesOf(files[lost])).toBe(sound)
    expect(await tagValuesIn(files[lost])).toEqual(values)
    expect(values).toMatchObject({ album: 'LP', tempo: 123.45, own: { page: row.id, sha256: 'ab' } })
    expect((await readTags(files[lost])).hasPicture).toBe(true)
    expect(app.tools.journal.fileAt(files[lost])?.sha256).toBe(await sumOf(files[lost]))
    expect(found(await verify())).toEqual([])
    expect(await readdir(app.tools.stagingDir)).not.toContain(`remake-${row.id}`)
  })

  it('is as loud as the others, also where new tracks are brought to a loudness', async () => {
    const { files } = await finishTrack(app.tools, 'Song', ['aiff'])
    await app[Symbol.asyncDispose]()
    await start({ NORMALIZE_LUFS: '-20' })
    const sound = await samplesOf(files.aiff)
    await unlink(files.aiff)
    expect(found(await verify())).toEqual([['Not_There', 're-make', 'mended']])
    expect(await samplesOf(files.aiff)).toBe(sound)
  })

  it('is not made of a lossy one', async () => {
    const { files } = await finishTrack(app.tools, 'Song', ['mp3'])
    await unlink(files.wav)
    expect(found(await verify())).toEqual([['Not_There', undefined, undefined]])
    expect(existsSync(files.wav)).toBe(false)
  })
})
