import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lendCookies } from '../../../src/sources/ytdlp-cookies.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cookies-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const cookie = (domain: string) => `${domain}\tTRUE\t/\tTRUE\t2000000000\tname\tof ${domain}`
const HEAD = '# Netscape HTTP Cookie File'
const DOMAINS = [
  '.soundcloud.com',
  '#HttpOnly_.soundcloud.com',
  'api-v2.soundcloud.com',
  '.youtube.com',
  '#HttpOnly_accounts.google.com',
  '.bank.example',
  'notsoundcloud.com',
  '.soundcloud.com.evil.example',
]

const lend = async (site: 'soundcloud' | 'youtube' | 'web', host: string, text?: string) => {
  const file = join(dir, 'mine.txt')
  await writeFile(file, text ?? [HEAD, '', ...DOMAINS.map(cookie)].join('\n'))
  const copy = await lendCookies({ file, setting: 'YTDLP_COOKIES', dir, site, host })
  return { copy, lines: (await readFile(copy, 'utf8')).split('\n') }
}

describe('cookies', () => {
  it.each([
    ['soundcloud', 'soundcloud.com', [0, 1, 2]],
    ['youtube', 'music.youtube.com', [3, 4]],
    ['web', 'www.bank.example', [5]],
    ['web', 'example.com', []],
    ['web', 'soundcloud.com', [0, 1]],
  ] as const)('for %s (%s) only its own are lent', async (site, host, expected) => {
    const { lines } = await lend(site, host)
    expect(lines).toEqual([HEAD, '', ...expected.map(index => cookie(DOMAINS[index] ?? ''))])
  })
  it('the copy is ours alone, and what is no cookie is left for yt-dlp to judge', async () => {
    const { copy, lines } = await lend('youtube', 'youtube.com', '[{"domain": ".bank.example"}]\r\nwhatever')
    expect(lines).toEqual(['[{"domain": ".bank.example"}]', 'whatever'])
    expect((await stat(copy)).mode & 0o777).toBe(0o600)
  })
  it('a file that cannot be read is named by its setting', async () => {
    const file = join(dir, 'nothing')
    const lent = lendCookies({ file, setting: 'SOUNDCLOUD_COOKIES', dir, site: 'soundcloud', host: 'x' })
    await expect(lent).rejects.toMatchObject({
      errorClass: 'Environment',
      message: expect.stringMatching(/^the cookies file of SOUNDCLOUD_COOKIES cannot be read/),
    })
  })
})
