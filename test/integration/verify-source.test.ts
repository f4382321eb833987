// A file that says another source than its row: the row is told, unless a person wrote there.

import { copyFile, rm } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type App, createApp } from '../../src/app.ts'
import { readTags } from '../../src/audio/tags/read.ts'
import { writeTags } from '../../src/audio/tags/write.ts'
import { loadConfig } from '../../src/config.ts'
import { silentLog } from '../../src/log.ts'
import type { SourceQuality } from '../../src/model/true-quality.ts'
import { verifyRows } from '../../src/orchestrator/verify-rows.ts'
import { newVar } from '../support/cli.ts'
import { type FinishedRow, finishRow } from '../support/finished-rows.ts'
import { withWorkspace } from '../support/rows.ts'

const MP3: SourceQuality = { codec: 'mp3', isLossless: false, bitRate: 128, sampleRate: 44_100, cutoff: 16_000 }
const PCM: SourceQuality = { codec: 'pcm_s16le', isLossless: true, sampleRate: 44_100 }

let varDir: string
let app: App
let row: FinishedRow
const signal = new AbortController().signal
beforeEach(async () => {
  varDir = await newVar()
  await withWorkspace(varDir, async () => {}) // without demo rows
  app = await createApp(loadConfig({ varDir, environment: {} }), { logLevel: 'error', dryRun: false, signal })
  row = await finishRow(app.tools, 'Song')
})
afterEach(async () => {
  await app[Symbol.asyncDispose]()
  await rm(varDir, { recursive: true, force: true })
})

async function findings(repair = false): Promise<string[][]> {
  const wish = { full: false, repair, tell: false, readOnly: false }
  const { rows } = await verifyRows({ tools: app.tools, log: silentLog, signal, view: { progress() {} } }, wish)
  return rows.flatMap(one => one.findings.map(({ kind, says }) => [kind, says]))
}

const codecOf = async () => (await (await app.tools.tracks()).finishedRows.see(row.id)).now.shown('codec')

describe('a file that says what it was made of', () => {
  it('as the row does is sound', async () => {
    await writeTags(row.path, 'wav', { madeOf: PCM })
    expect(await findings()).toEqual([])
  })

  it('otherwise than the row is a finding, and --repair tells the row', async () => {
    await writeTags(row.path, 'wav', { madeOf: MP3 })
    expect(await findings()).toEqual([['Other_Source', expect.stringContaining('mp3 in ')]])
    await findings(true)
    expect([await codecOf(), await findings()]).toEqual(['mp3', []])
  })

  it('otherwise than a person says is none', async () => {
    await writeTags(row.path, 'wav', { madeOf: MP3 })
    await (await app.tools.tracks()).update(row.id, { codec: 'vinyl' })
    expect([await findings(), await codecOf()]).toEqual([[], 'vinyl'])
  })

  it('says it again where another program took it out', async () => {
    await copyFile(row.path, `${row.path}.changed`)
    await writeTags(`${row.path}.changed`, 'wav', { genre: 'House' })
    await copyFile(`${row.path}.changed`, row.path)
    expect(await findings()).toEqual([['Untagged', expect.stringContaining('no word of its source')]])
    await findings(true)
    expect([(await readTags(row.path)).madeOf, await findings()]).toEqual([{ codec: 'pcm_s16le' }, []])
  })
})
