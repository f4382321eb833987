import { describe, expect, it } from 'vitest'
import { downloadArgs, infoArgs, listArgs } from '../../../src/sources/ytdlp-args.ts'

const version = { text: '2023.03.04', day: '2023-03-04' }
const hostile = 'https://x.example/--exec=touch'

const lines = (more: { version?: { text: string; day?: string }; proxy?: string; cookies?: string } = {}) => {
  const request = { version, link: hostile, maxBytes: 5, ...more }
  return {
    info: infoArgs(request),
    download: downloadArgs(request),
    list: listArgs({ ...request, target: hostile, limit: 7 }),
  }
}

describe.each(['info', 'download', 'list'] as const)('the command line of %s', kind => {
  it('puts the link behind --, alone', () => {
    const args = lines()[kind]
    expect(args.slice(-2)).toEqual(['--', hostile])
    expect(args.filter(arg => arg === '--')).toHaveLength(1)
  })
  it('lets nothing that lies around have a say', () => {
    expect(lines()[kind]).toEqual(expect.arrayContaining(['--ignore-config', '--no-cache-dir', '--no-exec']))
  })
  it('names a proxy and cookies only when there are some', () => {
    expect(lines()[kind]).not.toContain('--proxy')
    expect(lines()[kind]).not.toContain('--cookies')
    const given = lines({ proxy: 'p', cookies: 'c' })[kind].join(' ')
    expect(given).toContain('--proxy p --cookies c')
  })
  it.each([
    ['2023.03.04', '2023-03-04', false, false],
    ['2025.11.11', '2025-11-11', true, false],
    ['2025.11.12', '2025-11-12', true, true],
    ['2026.08.19.232801', '2026-08-19', true, true],
    ['my own', undefined, false, false],
  ])('%s is given only options it knows', (text, day, plugins, runtimes) => {
    const args = lines({ version: { text, day } })[kind]
    expect(args.includes('--no-plugin-dirs')).toBe(plugins)
    expect(args.includes('--no-remote-components')).toBe(runtimes)
    expect(args[args.indexOf('--js-runtimes') + 1] === `node:${process.execPath}`).toBe(runtimes)
  })
})

describe('what each asks for', () => {
  it('a download takes no preview, whatever else there is; a description may show one', () => {
    const formats = (args: readonly string[]) => (args[args.indexOf('-f') + 1] ?? '').split('/')
    expect(formats(lines().download)).toEqual(['download', 'ba[format_id!*=preview]', 'b[format_id!*=preview]'])
    expect(formats(lines().info)).toEqual([...formats(lines().download), 'ba', 'b'])
  })
  it('one item of a link, and the first entries of a list without asking for each', () => {
    for (const args of [lines().info, lines().download]) {
      expect(args).toEqual(expect.arrayContaining(['--no-playlist', '--max-filesize']))
    }
    expect(lines().list.join(' ')).toMatch(/^-J --flat-playlist --yes-playlist --playlist-items 1:7 /)
  })
})
