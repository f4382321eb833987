import { chmod, mkdtemp, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openVersions } from '../../../src/sources/ytdlp-version.ts'

let root: string
let bin: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'version-'))
  bin = join(root, 'yt-dlp')
})
afterEach(() => rm(root, { recursive: true, force: true }))

/** A program that calls itself this, and counts how often it was asked. */
async function calls(text: string, file = bin): Promise<void> {
  await writeFile(file, `#!/bin/sh\necho "$*" >> ${root}/asked\necho '${text}'\n`)
  await chmod(file, 0o755)
}
const asked = async () => (await readFile(join(root, 'asked'), 'utf8')).trim().split('\n')
const at = (day: string) => () => Date.parse(day)

describe('which yt-dlp', () => {
  it.each([
    ['2026.08.19', { text: '2026.08.19', day: '2026-08-19' }],
    ['2026.9.1', { text: '2026.9.1', day: '2026-09-01' }],
    ['2026.08.19.232801', { text: '2026.08.19.232801', day: '2026-08-19' }],
    ['master', { text: 'master', day: undefined }],
  ])('%s', async (text, expected) => {
    await calls(text)
    expect(await openVersions().of(bin, 'youtube')).toEqual(expected)
  })

  it('is asked once of each program file, and again of another under its name', async () => {
    await calls('2026.10.01')
    const versions = openVersions()
    await Promise.all([versions.of(bin, 'web'), versions.of(bin, 'soundcloud'), versions.of(bin, 'youtube')])
    expect(await asked()).toEqual(['--ignore-config --version'])
    await calls('2026.11.01', join(root, 'newer'))
    await rm(bin)
    await symlink(join(root, 'newer'), bin)
    expect(await versions.of(bin, 'web')).toMatchObject({ text: '2026.11.01' })
    expect(await asked()).toHaveLength(2)
    await utimes(join(root, 'newer'), 1, 1)
    await versions.of(bin, 'web')
    expect(await asked()).toHaveLength(3)
  })

  it('a failure is not kept', async () => {
    const versions = openVersions()
    await expect(versions.of(bin, 'web')).rejects.toMatchObject({ errorClass: 'Environment' })
    await writeFile(
      bin,
      `#!/bin/sh\nif [ -e ${root}/mended ]; then echo 2026.10.01; else echo broken >&2; exit 1; fi\n`,
    )
    await chmod(bin, 0o755)
    await expect(versions.of(bin, 'web')).rejects.toMatchObject({
      errorClass: 'Transient',
      message: expect.stringMatching(/broken/),
    })
    await writeFile(join(root, 'mended'), '')
    expect(await versions.of(bin, 'web')).toMatchObject({ day: '2026-10-01' })
  })
})

describe('the oldest that will do', () => {
  it.each([
    ['soundcloud', '2025.04.29', '2025.04.30'],
    ['youtube', '2026.08.18', '2026.08.19'],
    ['web', '2023.03.03', '2023.03.04'],
  ] as const)('of %s: not %s, but %s', async (site, old, enough) => {
    await calls(old)
    const fault = await openVersions()
      .of(bin, site)
      .catch((error: unknown) => error)
    expect(fault).toMatchObject({ errorClass: 'Environment' })
    expect(String(fault)).toMatch(/yt-dlp \S+ is too old for .*brew upgrade yt-dlp .*pipx install/)
    expect(String(fault)).toContain(`${enough} or newer is needed`)
    await calls(enough)
    await expect(openVersions().of(bin, site)).resolves.toMatchObject({ text: enough })
  })
})

describe('an old one that will do', () => {
  it.each([
    ['2026-11-17', 0],
    ['2026-11-18', 1],
  ])('on %s: %i warnings, however often it is used', async (today, expected) => {
    await calls('2026.08.19')
    const warnings: string[] = []
    const versions = openVersions({ now: at(today), warn: text => warnings.push(text) })
    for (const site of ['youtube', 'soundcloud', 'youtube'] as const) await versions.of(bin, site)
    expect(warnings).toHaveLength(expected)
    for (const text of warnings) expect(text).toMatch(/^yt-dlp 2026\.08\.19 is 91 days old.*pipx install/)
  })
})
