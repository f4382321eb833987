import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cronBlock, readBlock, withBlock, withoutBlock } from '../../../src/schedule/crontab.ts'
import fc from '../../support/property.ts'
import { jobIn, ODD } from '../../support/schedule/jobs.ts'

const EVERY = { cron: '0 */6 * * *' }
const BLOCK = cronBlock(jobIn('/srv/orchestrator', EVERY))

describe('the crontab', () => {
  it('keeps every other line byte for byte, wherever ours stands', () => {
    const line = fc.stringMatching(/^[ -~äé\t]{0,40}$/).filter(text => !/^# (BEGIN|END) orchestrator\s*$/.test(text))
    const lines = fc.array(line, { maxLength: 6 }).map(all => all.map(text => `${text}\n`).join(''))
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        expect(withoutBlock(before + BLOCK + after)).toBe(before + after)
        expect(withBlock(before + BLOCK + after, BLOCK)).toBe(before + BLOCK + after)
        expect(withBlock(before + after, BLOCK)).toBe(before + after + BLOCK)
      }),
    )
  })

  it('a last line without an end gets one', () => {
    expect(withBlock('0 1 * * * true', BLOCK)).toBe(`0 1 * * * true\n${BLOCK}`)
  })

  it.each([
    ['no end', '# BEGIN orchestrator\n0 1 * * * true\n'],
    ['no begin', '0 1 * * * true\n# END orchestrator\n'],
    ['twice', BLOCK + BLOCK],
    ['the wrong way round', '# END orchestrator\n# BEGIN orchestrator\n'],
  ])('marks that are not a pair are left for a person: %s', (_, crontab) => {
    expect(() => withBlock(crontab, BLOCK)).toThrow(/not once each/)
    expect(() => withoutBlock(crontab)).toThrow(/not once each/)
  })

  it('says what it runs, and when', () => {
    const job = jobIn(ODD, EVERY)
    expect(readBlock(`MAILTO=me\n${cronBlock(job)}0 1 * * * true\n`)).toEqual({
      command: job.command,
      when: EVERY.cron,
    })
    expect(readBlock('0 1 * * * true\n')).toBeUndefined()
  })

  it('its line runs in a shell as it was meant, whatever is in its paths', () => {
    const dir = join(mkdtempSync(join(tmpdir(), 'crontab-')), ODD.slice(1).replaceAll('/', '_'))
    for (const name of ['node_modules/.bin', 'logs']) mkdirSync(join(dir, name), { recursive: true })
    writeFileSync(join(dir, 'node_modules/.bin/node'), '#!/bin/sh\npwd\nprintf "%s\\n" "$PATH" "$@"\n', { mode: 0o755 })
    const job = jobIn(dir, EVERY)
    const line = cronBlock(job).split('\n')[1] ?? ''
    // cron makes "\%" a percent sign
    execFileSync('/bin/sh', ['-c', line.split(' ').slice(5).join(' ').replaceAll('\\%', '%')])
    expect(readFileSync(job.output, 'utf8').split('\n')).toEqual([dir, job.path, ...job.command.slice(1), ''])
  })

  it.each([
    ['the loop', { ...jobIn('/srv/a', EVERY), when: 'always' as const }, /wants launchd or systemd/],
    ['a line break', jobIn('/srv/a\nb', EVERY), /line break/],
    ['a path that is too long', jobIn(`/srv/${'a'.repeat(400)}`, EVERY), /crontabs take 990/],
  ])('%s is refused', (_, job, words) => expect(() => cronBlock(job)).toThrow(words))
})
