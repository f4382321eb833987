import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Cron } from 'croner'
import { describe, expect, it } from 'vitest'
import { readUnits, unitsOf } from '../../../src/schedule/units.ts'
import { jobIn, ODD } from '../../support/schedule/jobs.ts'

const ANALYSE = 'systemd-analyze'
const hasSystemd = spawnSync(ANALYSE, ['--version']).status === 0
const ifSystemd = it.skipIf(!hasSystemd)

describe('units of systemd', () => {
  it.each(['always', { cron: '0 */6 * * *' }] as const)('say what they run: %o', when => {
    const job = jobIn(ODD, when)
    const { command } = readUnits(unitsOf(job))
    expect(command).toEqual(job.command)
  })

  it('both a day and a weekday are two times', () => {
    expect(readUnits(unitsOf(jobIn('/srv/a', { cron: '5 4 1 2 0' }))).when).toBe(
      '*-02-01 04:05:00, Sun *-02-* 04:05:00',
    )
  })

  ifSystemd.each(['always', { cron: '0 */6 * * *' }] as const)('systemd finds nothing wrong in them: %o', when => {
    const dir = mkdtempSync(join(tmpdir(), 'units-'))
    const place = join(dir, `it's 100% "mine"`)
    mkdirSync(join(place, 'node_modules/.bin'), { recursive: true })
    writeFileSync(join(place, 'node_modules/.bin/node'), '', { mode: 0o755 })
    const { service, timer } = unitsOf(jobIn(place, when))
    writeFileSync(join(dir, 'orchestrator.service'), service)
    if (timer) writeFileSync(join(dir, 'orchestrator.timer'), timer)
    const file = join(dir, timer ? 'orchestrator.timer' : 'orchestrator.service')
    const { stderr, status } = spawnSync(ANALYSE, ['--user', 'verify', file], {
      encoding: 'utf8',
      env: { ...process.env, XDG_RUNTIME_DIR: dir },
    })
    expect(stderr.split('\n').filter(line => line.includes('orchestrator'))).toEqual([])
    expect(status).toBe(0)
  })

  ifSystemd.each(['0 */6 * * *', '30 4 * * 1-5', '*/7 * * * *', '0 0 29 2 *', '15 3 1,15 * *'])(
    'systemd runs them when cron would: %s',
    cron => {
      const [time = ''] = readUnits(unitsOf(jobIn('/srv/a', { cron }))).when.split(', ')
      const meant = () => {
        const runs = new Cron(cron, { timezone: 'UTC' }).nextRuns(3)
        return runs.map(at => at.toISOString().slice(0, 19).replace('T', ' '))
      }
      const before = meant()
      const said = execFileSync(ANALYSE, ['calendar', '--iterations=3', time], {
        encoding: 'utf8',
        env: { ...process.env, TZ: 'UTC' },
      })
      const times = [...said.matchAll(/(?:Next elapse|Iter(?:ation)?\. #\d): \w+ (\S+ \S+) UTC/g)].map(([, at]) => at)
      expect([before, meant()]).toContainEqual(times) // a minute may have begun meanwhile
    },
  )
})
