// A house in which one song lies in many forms, and rows that lead to them.

import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import { openHouse } from '../faults/people/house.ts'
import { text } from './bench.ts'
import { melody } from './melody.ts'
import { FFMPEG } from './programs.ts'

const run = promisify(execFile)
export const SECONDS = 20
export const MERGED = 'Merged Duplicate'
const ARTIST = { 'Artist Name': text('rich_text', 'Nia Kessler') }

interface Made {
  seed?: number
  seconds?: number
  /** Of the song that are left out. */
  skip?: number
  /** ffmpeg's way from the song to the file; without it the file is the song, a WAV. */
  how?: readonly string[]
}

export type MergedPlace = Awaited<ReturnType<typeof openMergedPlace>>

export async function openMergedPlace(environment: Record<string, string> = {}) {
  const house = await openHouse(environment)
  const dir = dirname(house.libraryDir)
  const pathsOf = async (id: string) => {
    const { cell } = await house.row(id)
    return ['M4A File Path', 'WAV File Path', 'AIFF File Path'].map(cell)
  }
  const tagsOf = async (id: string) => (await house.row(id)).cell('Audio Processing')
  const summaryOf = async (id: string) => String((await house.row(id)).cell('Audio Processing Summary'))
  return {
    house,
    pathsOf,
    tagsOf,
    summaryOf,
    /** @returns its address */
    async upload(name: string, { seed = 7, seconds = SECONDS, skip = 0, how = [] }: Made = {}): Promise<string> {
      const song = join(dir, `${name}.src.wav`)
      await writeFile(song, melody(seconds, seed, { skip }))
      if (how.length === 0) return pathToFileURL(song).href
      await run(FFMPEG, ['-v', 'error', '-y', '-i', song, ...how, join(dir, name)])
      return pathToFileURL(join(dir, name)).href
    },
    addTrack: (title: string, url: string, more: object = {}) => house.addTrack(title, url, { ...ARTIST, ...more }),
    songs: async () => (await house.library()).filter(name => name.endsWith('.wav') && !name.startsWith('.')),
    async expectMerged(id: string, owner: string): Promise<void> {
      const [row, first] = [await house.row(id), await house.row(owner)]
      expect(await summaryOf(id)).toContain(`(${owner}), whose files it shares`)
      expect(row.cell('Downloaded')).toBe(true)
      expect(await tagsOf(id)).toContain(MERGED)
      expect(await pathsOf(id)).toEqual(await pathsOf(owner))
      for (const name of ['Tempo', 'Key ', 'Audio Duration (seconds)', 'Fingerprint'])
        expect(row.cell(name)).toEqual(first.cell(name))
    },
    async expectOwn(id: string): Promise<void> {
      expect((await house.row(id)).cell('Downloaded')).toBe(true)
      expect(await tagsOf(id)).toEqual([])
      expect((await pathsOf(id)).join()).toContain(id.replaceAll('-', '').slice(-8))
    },
    [Symbol.asyncDispose]: () => house[Symbol.asyncDispose](),
  }
}
