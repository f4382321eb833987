import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { giveId, idOf, MARKER } from '../../../src/agents/folder-id.ts'

/** By nobody. */
const UNWRITABLE = '/sys'

const folder = () => mkdtemp(join(tmpdir(), 'triggers-'))

it('is none where no hand-off was written, be there a folder or not', async () => {
  const dir = await folder()
  expect(await idOf(dir)).toBeUndefined()
  expect(await idOf(join(dir, 'none'))).toBeUndefined()
})

it('is given once, another to each folder', async () => {
  const [one, other] = [join(await folder(), 'agents'), await folder()]
  const id = await giveId(one)
  expect(id).toMatch(/^[0-9a-f-]{36}$/)
  expect(await giveId(one)).toBe(id)
  expect(await idOf(one)).toBe(id)
  expect(await giveId(other)).not.toBe(id)
})

it('is given anew where a run was killed while it wrote it', async () => {
  const dir = await folder()
  for (const rest of ['', '0b5c-']) {
    await writeFile(join(dir, MARKER), rest)
    expect(await idOf(dir)).toBeUndefined()
    const id = await giveId(dir)
    expect(await readFile(join(dir, MARKER), 'utf8')).toBe(`${id}\n`)
  }
  expect(await readdir(dir)).toEqual([MARKER])
})

it.skipIf(!existsSync(UNWRITABLE))('is none where only the boxes of agents may be written', async () => {
  expect(await giveId(UNWRITABLE)).toBe('')
})

it('is one for all who ask for it at once', async () => {
  const dir = await folder()
  const given = await Promise.all(Array.from({ length: 8 }, () => giveId(dir)))
  expect(new Set(given)).toEqual(new Set([await idOf(dir)]))
})
