// A file gives its place to another one: at every step one of the two is there, whole.

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sumOf } from '../../../src/durable-file.ts'
import { putBeside, stateOf, swapBack, swapFile, waitingPlace } from '../../../src/library/swap.ts'
import { type Folder, openFolder } from '../audio/files.ts'

async function place(folder: Folder) {
  const path = folder.at('A - B [0123abcd].wav')
  const made = folder.at('made.wav')
  await writeFile(path, 'old')
  await writeFile(made, 'new')
  const kept = join(folder.dir, '.trash', 'day', 'A.wav')
  const swap = { path, beside: waitingPlace(path), kept, before: await sumOf(path), after: await sumOf(made) }
  const texts = async () => Promise.all([path, kept, swap.beside].map(file => readFile(file, 'utf8').catch(() => null)))
  return { swap, made, texts }
}

describe('a swap', () => {
  it('puts the new file in its place and the old one into the trash, however often', async () => {
    await using folder = await openFolder()
    const { swap, made, texts } = await place(folder)
    expect(await stateOf(swap)).toBe('changed')
    await putBeside(made, swap)
    expect([await stateOf(swap), await texts()]).toEqual(['ready', ['old', null, 'new']])
    for (const _ of [1, 2]) {
      await swapFile(swap)
      expect([await stateOf(swap), await texts()]).toEqual(['new', ['new', 'old', null]])
    }
  })

  it('goes back to what was there', async () => {
    await using folder = await openFolder()
    const { swap, made, texts } = await place(folder)
    await putBeside(made, swap)
    await swapBack(swap)
    expect(await texts()).toEqual(['old', null, 'new'])
    await swapFile(swap)
    for (const _ of [1, 2]) {
      await swapBack(swap)
      expect(await texts()).toEqual(['old', 'old', null])
    }
  })

  it('does not go back over a file that was changed after it', async () => {
    await using folder = await openFolder()
    const { swap, made, texts } = await place(folder)
    await putBeside(made, swap)
    await swapFile(swap)
    await writeFile(swap.path, 'a person’s')
    await swapBack(swap)
    expect([await stateOf(swap), await texts()]).toEqual(['changed', ['a person’s', 'old', null]])
  })

  it('writes over nothing that lies in the trash already', async () => {
    await using folder = await openFolder()
    const { swap, made, texts } = await place(folder)
    await mkdir(dirname(swap.kept), { recursive: true })
    await writeFile(swap.kept, 'another')
    await putBeside(made, swap)
    await expect(swapFile(swap)).rejects.toThrow(/is there already/)
    expect(await texts()).toEqual(['old', 'another', 'new'])
    await rm(swap.kept)
    await swapFile(swap)
    expect(await texts()).toEqual(['new', 'old', null])
  })
})
