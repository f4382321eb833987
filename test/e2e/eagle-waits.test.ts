// What cannot go into Eagle now goes in later, and no file or row waits for it: over real HTTP.

import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toPageId } from '../../src/model/page-id.ts'
import { type EaglePlace, importsIn, openEaglePlace } from '../support/eagle/place.ts'
import { eagleError } from '../support/eagle.ts'

let place: EaglePlace
beforeEach(async () => {
  place = await openEaglePlace()
})
afterEach(() => place[Symbol.asyncDispose]())

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern)
/** Its only file in the library. */
function filedAt(varDir: string): string {
  const folder = join(varDir, 'library', 'Unassigned')
  const [name = ''] = readdirSync(folder)
  return join(folder, name)
}

describe('an import that cannot be made', () => {
  it('L2 waits for its library, switched while a file went in, and each file is there once', async () => {
    await place.addRows(['Paper Moon', 'Slow Orchard'])
    const other = place.server.addLibrary('Other')
    place.server.next('POST /api/v2/item/add', pass => {
      const answer = pass()
      place.server.state.library = other
      return answer
    })
    const report = await place.once()
    expect(report).toMatchObject({ exitCode: 0, done: 2 })
    expect(report.waiting).toEqual([{ label: '2 tracks for Eagle', because: matching(/“Other”/) }])
    expect((await place.rows()).map(row => [row.Downloaded, row['Eagle File ID']])).toEqual(
      Array(2).fill(['✓', undefined]),
    )
    expect(await place.status()).toMatchObject({ eagle: { count: 2, because: matching(/“Other”.*not/) } })
    place.server.state.library = place.server.main
    await place.run(['retry', '--all'])
    expect(importsIn(await place.once()).map(({ kind }) => kind)).toEqual(['done', 'done'])
    const { items } = place.server.main
    expect(items.map(({ name }) => name).sort()).toEqual(['Ada - Paper Moon', 'Ada - Slow Orchard'])
    expect(other.items).toEqual([])
    expect((await place.rows()).map(row => row['Eagle File ID']).sort()).toEqual(items.map(({ id }) => id).sort())
  })

  it('L3 is tried again when Eagle says no, with 200', async () => {
    const [page = ''] = await place.addRows(['Paper Moon'])
    // the track asks what is there, then its import does
    place.server.next('POST /api/v2/item/get', () => eagleError('library is busy'), 2)
    const report = await place.once()
    expect(report).toMatchObject({ exitCode: 1, done: 1 })
    expect(importsIn(report)).toMatchObject([{ kind: 'retry', text: matching(/library is busy/) }])
    await place.run(['retry', page])
    expect(importsIn(await place.once())).toMatchObject([{ kind: 'done' }])
    expect(place.server.main.items).toHaveLength(1)
  })

  it('tags the row and says why; mended, the tag goes', async () => {
    const [page = ''] = await place.addRows(['Paper Moon'])
    place.server.next('GET /api/v2/library/info', () => eagleError('starting'), 2)
    expect(await place.once()).toMatchObject({ exitCode: 0, done: 1, waiting: [{ label: '1 track for Eagle' }] })
    const [waits] = await place.rows()
    const summary = waits?.['Audio Processing Summary'] ?? ''
    expect(summary).toMatch(/; waiting for Eagle$/)
    const before = { ...waits, 'Audio Processing Summary': summary.replace('; waiting for Eagle', '') }
    const path = filedAt(place.varDir)
    const bytes = readFileSync(path)
    rmSync(path)
    await place.run(['retry', page])
    const failed = await place.once()
    expect(importsIn(failed)).toMatchObject([{ kind: 'failed', tag: 'Eagle_Import_Failed' }])
    const [told] = await place.rows()
    expect(told).toMatchObject({ Downloaded: '✓', 'Audio Processing': 'Eagle_Import_Failed' })
    expect(told?.['Audio Processing Summary']).toBe(
      `${before['Audio Processing Summary']}; not in Eagle: the file ${path} is not there any more`,
    )
    expect((await place.status()).tracksFailed).toEqual([{ id: page, because: matching(/not there any more/) }])
    writeFileSync(path, bytes)
    await place.run(['retry', page])
    expect(importsIn(await place.once())).toMatchObject([{ kind: 'done' }])
    const [mended] = await place.rows()
    expect(mended).toEqual({ ...before, 'Eagle File ID': place.server.main.items[0]?.id })
  })

  it('L6 an item that a person threw away comes back when that is asked for', async () => {
    const [page = ''] = await place.addRows(['Paper Moon'])
    await place.once()
    const [thrown] = place.server.main.items
    if (thrown) Object.assign(thrown, { isDeleted: true })
    expect(importsIn(await place.once())).toEqual([])
    expect((await place.run(['retry', `eagle:${toPageId(page)?.replaceAll('-', '')}`])).code).toBe(0)
    expect(importsIn(await place.once())).toMatchObject([{ kind: 'done' }])
    expect(place.server.main.items.map(({ isDeleted }) => isDeleted)).toEqual([true, false])
    expect((await place.rows())[0]?.['Eagle File ID']).toBe(place.server.main.items[1]?.id)
  })
})
