import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { plistOf, readPlist } from '../../../src/schedule/plist.ts'
import { jobIn, ODD } from '../../support/schedule/jobs.ts'

const hasPython = spawnSync('python3', ['-c', 'import plistlib']).status === 0

/** As another reader of property lists understands it. */
function parsed(plist: string): Record<string, unknown> {
  const program = 'import plistlib, json, sys; print(json.dumps(plistlib.loads(sys.stdin.buffer.read())))'
  const { stdout, stderr } = spawnSync('python3', ['-c', program], { input: plist, encoding: 'utf8' })
  expect(stderr).toBe('')
  return JSON.parse(stdout)
}

describe('the property list', () => {
  it.each(['always', { cron: '0 */6 * * *' }] as const)('says what it runs: %o', when => {
    const job = jobIn(ODD, when)
    expect(readPlist(plistOf(job)).command).toEqual(job.command)
  })

  it.skipIf(!hasPython)('the loop runs on, and is started again after a fault', () => {
    const job = jobIn(ODD, 'always')
    expect(parsed(plistOf(job))).toEqual({
      Label: 'local.orchestrator',
      ProgramArguments: job.command,
      WorkingDirectory: job.dir,
      EnvironmentVariables: { PATH: job.path },
      StandardOutPath: job.output,
      StandardErrorPath: job.output,
      ExitTimeOut: 30,
      RunAtLoad: true,
      KeepAlive: { SuccessfulExit: false },
      ThrottleInterval: 30,
    })
  })

  it.skipIf(!hasPython)('each time of a sync is an entry', () => {
    const { StartCalendarInterval, KeepAlive } = parsed(plistOf(jobIn(ODD, { cron: '0,30 6 1 * 5' })))
    expect(KeepAlive).toBeUndefined()
    expect(StartCalendarInterval).toEqual([
      { Day: 1, Hour: 6, Minute: 0 },
      { Day: 1, Hour: 6, Minute: 30 },
      { Weekday: 5, Hour: 6, Minute: 0 },
      { Weekday: 5, Hour: 6, Minute: 30 },
    ])
  })

  it('too many times are refused', () => {
    expect(() => plistOf(jobIn('/srv/a', { cron: '*/2 0-22 * * *' }))).toThrow(/690 entries/)
  })
})
