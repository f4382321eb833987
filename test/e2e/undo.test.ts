// One track's results taken back and brought again, killed on the way or not.

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { sumOf } from '../../src/durable-file.ts'
import { type Cells, type FinishedPlace, finishedPlace } from '../support/finished-place.ts'
import { withWorkspace } from '../support/rows.ts'

let place: FinishedPlace
beforeAll(async () => {
  place = await finishedPlace(3)
}, 120_000)

const undo = (number: number, flags: readonly string[] = [], environment?: Record<string, string>) =>
  place.run(['undo', place.ids[number] ?? '', ...flags], environment)

/** Every file of the library by its name, hidden ones under where they lie. */
async function libraryOf(number: number): Promise<{ there: Cells; trashed: Cells }> {
  const dir = join(place.varDir, 'library')
  const found = { there: {} as Cells, trashed: {} as Cells }
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.includes(`Song ${number} `)) continue
    const path = join(entry.parentPath, entry.name)
    found[path.includes('/.trash/') ? 'trashed' : 'there'][entry.name] = await sumOf(path)
  }
  return found
}

const TITLED = ['Artist Name', 'Title', 'URL']

describe('orchestrator undo', () => {
  it('says first what it would do, and does just that: files to the trash, the row as it was', {
    timeout: 60_000,
  }, async () => {
    const [before, files] = [await place.row(0), (await libraryOf(0)).there]
    expect(Object.keys(files)).toHaveLength(2)
    const planned = await undo(0, ['--dry-run'])
    expect(planned).toMatchObject({ code: 0, stdout: expect.stringMatching(/would be moved to .*\.trash/) })
    expect([await place.row(0), (await libraryOf(0)).there]).toEqual([before, files])

    expect((await undo(0)).code).toBe(0)
    const [row, now] = [await place.row(0), await libraryOf(0)]
    expect(
      Object.keys(row)
        .filter(name => name !== 'Artist')
        .sort(),
    ).toEqual(TITLED)
    expect(row.Artist ?? '').toBe('')
    expect(now).toEqual({ there: {}, trashed: files })
    expect((await undo(0)).stdout).toContain('It was taken back already.')

    const tried = await place.run(['batch'])
    expect(tried.stdout).toMatch(/waits: .*: what its link leads to was taken back/)
    expect((await libraryOf(0)).there).toEqual({})

    expect((await undo(0, ['--redo'])).code).toBe(0)
    expect(await place.row(0)).toEqual(before)
    expect(await libraryOf(0)).toEqual({ there: files, trashed: {} })
    expect((await place.run(['verify', place.ids[0] ?? ''])).code).toBe(0)
    expect(await undo(0, ['--redo'])).toMatchObject({ code: 2, stderr: expect.stringContaining('nothing of this row') })
  })

  it('refuses a row in the trash, and says how to bring it back', { timeout: 60_000 }, async () => {
    const [before, files] = [await place.row(1), await libraryOf(1)]
    const trash = (isIn: boolean) =>
      withWorkspace(place.varDir, async call => void (await call('PATCH', `pages/${place.ids[1]}`, { in_trash: isIn })))
    await trash(true)
    for (const flags of [['--dry-run'], []]) {
      const { code, stderr } = await undo(1, flags)
      expect([code, stderr]).toEqual([
        2,
        expect.stringMatching(/Song 1.* is in Notion’s trash: restore it there first/),
      ])
    }
    expect(await libraryOf(1)).toEqual(files)
    await trash(false)
    expect(await place.row(1)).toEqual(before)
  })

  it('leaves what a person wrote since', { timeout: 30_000 }, async () => {
    await place.set(1, { Tempo: { number: 99 }, 'Audio Codec': { rich_text: [] } })
    const { code, stdout } = await place.run(['undo', place.ids[1] ?? '', '--json'])
    expect(code).toBe(0)
    const { stays } = z.object({ stays: z.array(z.string()) }).parse(JSON.parse(stdout))
    expect(stays).toEqual(['Tempo: a person changed it (99)'])
    expect(await place.row(1)).toMatchObject({ Tempo: '99' })
    expect((await undo(1, ['--redo'])).code).toBe(0)
    const row = await place.row(1)
    expect(row).toMatchObject({ Tempo: '99', Downloaded: '✓' })
    expect(row).not.toHaveProperty('Audio Codec')
  })

  it('killed anywhere, run again it ends the same; so does the way back', { timeout: 120_000 }, async () => {
    const [before, files] = [await place.row(2), (await libraryOf(2)).there]
    const points = [
      ['undo.begun', 'redo.begun'],
      ['trash.moved', 'trash.moved@2'],
      ['undo.moved', 'outbox.sending'],
      ['undo.kept', 'redo.kept'],
    ] as const
    for (const [out, back] of points) {
      const blow = (at: string) => ({ FAILPOINTS: at.includes('@') ? at.replace('@', '=kill@') : `${at}=kill` })
      expect((await undo(2, [], blow(out))).code, out).toBe(-1)
      expect((await undo(2)).code, out).toBe(0)
      expect(await libraryOf(2), out).toEqual({ there: {}, trashed: files })
      expect((await place.row(2)).Downloaded, out).toBeUndefined()
      expect((await undo(2, ['--redo'], blow(back))).code, back).toBe(-1)
      expect([0, 2], back).toContain((await undo(2, ['--redo'])).code)
      expect(await libraryOf(2), back).toEqual({ there: files, trashed: {} })
      expect(await place.row(2), back).toEqual(before)
    }
  })
})
