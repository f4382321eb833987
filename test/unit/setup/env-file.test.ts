import { chmod, mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { withSettings, writeEnv } from '../../../src/setup/env-file.ts'

const ID = '284e7361-6027-8018-872a-eb14e82e0392'
const place = async () => join(await mkdtemp(join(tmpdir(), 'env-file-')), '.env')
const modeOf = async (path: string) => (await stat(path)).mode & 0o777

describe('.env', () => {
  it.each([
    ['', `TRACKS_DB_ID=${ID}\n`],
    ['# mine\r\nFOO="a b"\r\n', `# mine\r\nFOO="a b"\r\nTRACKS_DB_ID=${ID}\r\n`],
    ['FOO=1', `FOO=1\nTRACKS_DB_ID=${ID}\n`],
    ['  export TRACKS_DB_ID = "old"  # the songs\nFOO=1\n', `  export TRACKS_DB_ID = ${ID}  # the songs\nFOO=1\n`],
    ['#TRACKS_DB_ID=\nMY_TRACKS_DB_ID=7\n', `#TRACKS_DB_ID=\nMY_TRACKS_DB_ID=7\nTRACKS_DB_ID=${ID}\n`],
    [`TRACKS_DB_ID='${ID}' # so\n`, `TRACKS_DB_ID='${ID}' # so\n`],
    ['TRACKS_DB_ID=a\nTRACKS_DB_ID=b\n', `TRACKS_DB_ID=${ID}\nTRACKS_DB_ID=${ID}\n`],
  ])('%j', (before, after) => expect(withSettings(before, { TRACKS_DB_ID: ID })).toBe(after))

  it('a line inside another’s value is not taken for one: nothing is changed', () => {
    const text = 'NOTE="first\nTRACKS_DB_ID=no\nlast"\nTRACKS_DB_ID=old\n'
    expect(() => withSettings(text, { TRACKS_DB_ID: ID })).toThrow(
      /cannot be changed safely \(NOTE\): set TRACKS_DB_ID/,
    )
  })

  it('is for its owner alone, is kept as it was before, and twice is once', async () => {
    const file = await place()
    await writeFile(file, 'FOO=1\n', { mode: 0o644 })
    expect(await writeEnv(file, { TRACKS_DB_ID: ID })).toBe('changed')
    expect(await readFile(`${file}.bak`, 'utf8')).toBe('FOO=1\n')
    expect([await modeOf(file), await modeOf(`${file}.bak`)]).toEqual([0o600, 0o600])
    await chmod(file, 0o644)
    expect(await writeEnv(file, { TRACKS_DB_ID: ID })).toBe('same')
    expect(await modeOf(file)).toBe(0o600)
    expect(await readFile(`${file}.bak`, 'utf8')).toBe('FOO=1\n')
    expect((await readdir(join(file, '..'))).sort()).toEqual(['.env', '.env.bak'])
  })
})
