import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Environment } from '../../../src/errors.ts'
import { scanLibrary } from '../../../src/library/scan.ts'

function library(files: readonly string[]): string {
  const dir = mkdtempSync(join(tmpdir(), 'scan-'))
  for (const file of files) {
    mkdirSync(dirname(join(dir, file)), { recursive: true })
    writeFileSync(join(dir, file), 'abc')
  }
  return dir
}

async function namesIn(dir: string): Promise<string[]> {
  const names: string[] = []
  for await (const { path } of scanLibrary(dir)) names.push(path.slice(dir.length + 1))
  return names.sort()
}

describe('the scan of the library', () => {
  it('gives each audio file with its size, its time and the tail of its row', async () => {
    const dir = library(['Unassigned/A - B [0123abcd].wav'])
    const found = await Array.fromAsync(scanLibrary(dir))
    expect(found).toEqual([
      {
        path: join(dir, 'Unassigned/A - B [0123abcd].wav'),
        bytes: 3,
        changedAt: expect.closeTo(Date.now(), -5),
        tail: '0123abcd',
      },
    ])
  })

  it('reads the tail of a second file of that name, in capitals too, and of no other name', async () => {
    const dir = library([
      'A [0123ABCD] (2).m4a',
      'B [0123abcd] live.m4a',
      'C [0123abc].m4a',
      'D.aiff',
      '[xyzw0123].wav',
    ])
    const found = await Array.fromAsync(scanLibrary(dir))
    expect(Object.fromEntries(found.map(({ path, tail }) => [path.slice(dir.length + 1), tail]))).toEqual({
      'A [0123ABCD] (2).m4a': '0123abcd',
      'B [0123abcd] live.m4a': undefined,
      'C [0123abc].m4a': undefined,
      'D.aiff': undefined,
      '[xyzw0123].wav': undefined,
    })
  })

  it('passes over temporary, hidden and other files, hidden folders and links', async () => {
    const dir = library(['a/one.WAV', 'a/.7f1c.part', 'a/.one.wav', '.Trashes/x.wav', 'a/cover.jpg', 'a/b/c/two.aiff'])
    symlinkSync(join(dir, 'a/one.WAV'), join(dir, 'a/link.wav'))
    symlinkSync(dir, join(dir, 'a/round'))
    mkdirSync(join(dir, 'folder.wav'))
    expect(await namesIn(dir)).toEqual(['a/b/c/two.aiff', 'a/one.WAV'])
  })

  it('a library that is away is an Environment fault, not an empty one', async () => {
    const dir = library([])
    rmSync(dir, { recursive: true })
    await expect(namesIn(dir)).rejects.toThrow(Environment)
  })

  it('a folder that goes away meanwhile is not there', async () => {
    const dir = library(['a/1.wav', 'b/2.wav', 'c/3.wav', 'd/4.wav'])
    const names: string[] = []
    for await (const { path } of scanLibrary(dir)) {
      names.push(path)
      if (names.length === 1)
        for (const folder of ['a', 'b', 'c', 'd'])
          if (!path.includes(`/${folder}/`)) rmSync(join(dir, folder), { recursive: true })
    }
    expect(names).toHaveLength(1)
  })

  it('files are given one after the other, not gathered first', async () => {
    const dir = library(Array.from({ length: 50 }, (_, index) => `folder ${index}/song.wav`))
    for await (const { path } of scanLibrary(dir)) {
      expect(path).toContain('song.wav')
      rmSync(dir, { recursive: true }) // what was not read yet is gone
      break
    }
  })
})
