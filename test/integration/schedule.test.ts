import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type CliResult, newVar, orchestrator } from '../support/cli.ts'

/** A system of its own: a home folder, and schedulers that write down what they are told. */
class Machine {
  readonly home = mkdtempSync(join(tmpdir(), 'machine-'))
  readonly bin = join(this.home, 'bin')

  constructor() {
    mkdirSync(this.bin)
    for (const name of ['cat', 'touch', 'rm']) symlinkSync(join('/bin', name), join(this.bin, name))
  }

  /** @param body shell; `$state` is a folder of its own */
  has(program: string, body: string): this {
    const state = join(this.home, `${program}-state`)
    mkdirSync(state)
    const told = `printf '%s\\n' "$*" >> "$state/told"`
    const text = `#!/bin/sh\nstate='${state}'\n${told}\n${body}\n`
    writeFileSync(join(this.bin, program), text)
    chmodSync(join(this.bin, program), 0o755)
    return this
  }

  told(program: string): string[] {
    const file = join(this.home, `${program}-state/told`)
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []
  }

  async run(words: string, settings: Record<string, string> = {}): Promise<CliResult> {
    const environment = { PATH: this.bin, HOME: this.home, ...settings }
    const args = words.split(' ')
    return orchestrator(['schedule', ...args, ...(args.includes('--var') ? [] : ['--var', this.varDir])], environment)
  }

  readonly varDir = join(this.home, 'var')
}

const LAUNCHCTL = `case "$1 $2" in
  "print gui/"*/*) [ -e "$state/loaded" ] || exit 113 ;;
  "bootstrap "*) [ -e "$state/busy" ] && { rm "$state/busy"; echo 'Bootstrap failed: 5: Input/output error' >&2; exit 5; }; touch "$state/loaded" ;;
  "bootout "*) [ -e "$state/loaded" ] || exit 3; rm "$state/loaded" ;;
esac`
const SYSTEMCTL = `case "$*" in
  *is-enabled*) [ -e "$state/$3" ] && echo enabled || { echo disabled; exit 1; } ;;
  *disable*) rm -f "$state/$4" ;;
  *"--user enable"*) touch "$state/$3" ;;
esac`
const CRONTAB = `case "$1" in
  -l) [ -e "$state/tab" ] || { echo 'no crontab for me' >&2; exit 1; }; cat "$state/tab" ;;
  *) cat "$1" > "$state/tab" ;;
esac`

describe('orchestrator schedule', () => {
  it('launchd: installs, says so, changes nothing twice, removes', async () => {
    const machine = new Machine().has('launchctl', LAUNCHCTL)
    const plist = join(machine.home, 'Library/LaunchAgents/local.orchestrator.plist')
    expect((await machine.run('install')).stdout).toMatch(/^Installed: launchd keeps the loop running/)
    const text = readFileSync(plist, 'utf8')
    expect(text).toContain(`<string>${machine.varDir}</string>`)
    expect(machine.told('launchctl').at(-1)).toMatch(new RegExp(`^bootstrap gui/\\d+ ${plist}$`))
    const told = machine.told('launchctl').length
    expect((await machine.run('install')).stdout).toMatch(/^As it was: /)
    expect(machine.told('launchctl').slice(told).join()).not.toMatch(/boot/)
    expect((await machine.run('list')).stdout).toMatch(/^launchd: always/)
    expect((await machine.run('install --run sync')).stdout).toMatch(/^Changed: launchd syncs at 0 \*\/6 \* \* \*/)
    expect((await machine.run('remove')).stdout).toBe('Removed from launchd.\n')
    expect(existsSync(plist)).toBe(false)
    expect((await machine.run('remove')).stdout).toBe('Nothing is scheduled.\n')
  })

  it('a worker is kept running as the loop is, where there is a Redis it can work for', async () => {
    const machine = new Machine().has('systemctl', SYSTEMCTL)
    expect(await machine.run('install --run worker')).toMatchObject({ code: 78, stderr: /REDIS_URL is missing/ })
    expect(existsSync(join(machine.home, '.config/systemd/user'))).toBe(false)
    const redis = { REDIS_URL: 'redis://127.0.0.1:1' }
    expect((await machine.run('install --run worker', redis)).stdout).toMatch(/^Installed: systemd keeps the worker/)
    const service = readFileSync(join(machine.home, '.config/systemd/user/orchestrator.service'), 'utf8')
    expect(service).toContain(`launch.js" "worker" "--var" "${machine.varDir}"`)
    expect(service).toContain('Restart=on-failure')
    expect((await machine.run('list')).stdout).toMatch(/^systemd: always, as a worker/)
    const { stdout, code } = await machine.run('test', redis)
    expect(stdout).toMatch(
      /^systemd has it \S*\ndoctor --worker as it would be started ended with 1:\n.*failed +Redis/s,
    )
    expect(code).toBe(1)
  })

  it('launchd: what was just ended may be in the way of the new one for a while', async () => {
    const machine = new Machine().has('launchctl', LAUNCHCTL)
    writeFileSync(join(machine.home, 'launchctl-state/busy'), '')
    expect(await machine.run('install')).toMatchObject({ code: 0 })
    expect(machine.told('launchctl').filter(words => words.startsWith('bootstrap'))).toHaveLength(2)
  })

  it('systemd: a service that runs on, or a timer; each takes the place of the other', async () => {
    const machine = new Machine().has('systemctl', SYSTEMCTL)
    const units = () => readdirSync(join(machine.home, '.config/systemd/user')).sort()
    expect((await machine.run('install')).stdout).toMatch(/^Installed: systemd keeps the loop running/)
    expect(units()).toEqual(['orchestrator.service'])
    expect((await machine.run('install')).stdout).toMatch(/^As it was: /)
    const sync = await machine.run('install --run sync', { MUSIC_SYNC_SCHEDULE: '30 4 * * 1' })
    expect(sync.stdout).toMatch(/^Changed: systemd syncs at 30 4 \* \* 1/)
    expect(sync.stdout).toMatch(/MUSIC_SYNC_SCHEDULE.*: set in this shell only/)
    expect(units()).toEqual(['orchestrator.service', 'orchestrator.timer'])
    expect(readdirSync(join(machine.home, 'systemctl-state')).sort()).toEqual(['orchestrator.timer', 'told'])
    expect((await machine.run('list')).stdout).toContain('Mon *-*-* 04:30:00')
    expect(await machine.run('remove')).toMatchObject({ code: 0, stdout: 'Removed from systemd.\n' })
    expect(units()).toEqual([])
  })

  it('cron: other lines stay, the crontab is kept before it is changed', async () => {
    const machine = new Machine().has('crontab', CRONTAB)
    const tab = join(machine.home, 'crontab-state/tab')
    const own = 'MAILTO=me\n\n# mine\n5 * * * * echo "100\\%"'
    writeFileSync(tab, own)
    expect(await machine.run('install')).toMatchObject({ code: 0 })
    expect(readFileSync(tab, 'utf8')).toMatch(
      /^MAILTO=me\n\n# mine\n5 \* \* \* \* echo "100\\%"\n# BEGIN orchestrator\n/,
    )
    const told = machine.told('crontab').length
    expect((await machine.run('install')).stdout).toMatch(/^As it was: /)
    expect(
      machine
        .told('crontab')
        .slice(told)
        .filter(words => words !== '-l'),
    ).toEqual([])
    expect((await machine.run('remove')).stdout).toBe('Removed from cron.\n')
    expect(readFileSync(tab, 'utf8')).toBe(`${own}\n`)
    const kept = readdirSync(join(machine.varDir, 'backup')).map(name => join(machine.varDir, 'backup', name))
    expect(kept.map(path => readFileSync(path, 'utf8'))[0]).toBe(own)
  })

  it('a second scheduler says how the first one is ended', async () => {
    const machine = new Machine().has('crontab', CRONTAB).has('systemctl', SYSTEMCTL)
    await machine.run('install --with cron')
    const { stdout } = await machine.run('install --with systemd')
    expect(stdout).toContain('\ncron has it too (crontab): orchestrator schedule remove --with cron\n')
  })

  it('cron: lines that are no UTF-8 stay byte for byte, at its end too', async () => {
    const machine = new Machine().has('crontab', CRONTAB)
    const tab = join(machine.home, 'crontab-state/tab')
    const own = Buffer.concat([Buffer.from('0 3 * * * /home/me/L'), Buffer.from([0xe4]), Buffer.from('rm.sh\r\n')])
    writeFileSync(tab, own)
    await machine.run('install')
    expect(readFileSync(tab).subarray(0, own.length)).toEqual(own)
    await machine.run('remove')
    expect(readFileSync(tab)).toEqual(own)
    const [kept = ''] = readdirSync(join(machine.varDir, 'backup'))
    expect(readFileSync(join(machine.varDir, 'backup', kept))).toEqual(own)
  })

  it('a dry run writes nothing and shows what it would write', async () => {
    const machine = new Machine().has('crontab', CRONTAB)
    const { stdout } = await machine.run('install --dry-run --with systemd --run sync')
    expect(stdout).toContain('OnCalendar=*-*-* 00,06,12,18:00:00')
    expect((await machine.run('install --dry-run')).stdout).toContain('--once')
    expect(readdirSync(machine.home).sort()).toEqual(['bin', 'crontab-state'])
    expect(machine.told('crontab').filter(words => words !== '-l')).toEqual([])
  })

  it('what is not there any more is said, and mended by another install', async () => {
    const machine = new Machine().has('crontab', CRONTAB)
    await machine.run('install')
    const tab = join(machine.home, 'crontab-state/tab')
    const moved = readFileSync(tab, 'utf8').replaceAll('/src/launch.js', '/old/src/launch.js')
    writeFileSync(tab, moved)
    const list = await machine.run('list')
    expect(list).toMatchObject({ code: 1 })
    expect(list.stdout).toMatch(/old\/src\/launch\.js is not there any more: run orchestrator schedule install again/)
    expect(await machine.run('install')).toMatchObject({ code: 0 })
    expect(await machine.run('list')).toMatchObject({ code: 0 })
  })

  it('another checkout’s is not taken over', async () => {
    const machine = new Machine().has('crontab', CRONTAB)
    await machine.run('install')
    const other = join(machine.home, 'launch.js')
    writeFileSync(other, '')
    const tab = join(machine.home, 'crontab-state/tab')
    const theirs = readFileSync(tab, 'utf8').replace(/'[^']*\/src\/launch\.js'/, `'${other}'`)
    writeFileSync(tab, theirs)
    const { code, stderr } = await machine.run('install')
    expect(code).toBe(2)
    expect(stderr).toContain('another checkout')
    expect(readFileSync(tab, 'utf8')).toBe(theirs)
  })

  it('a test runs a cycle that changes nothing, with the scheduler’s PATH', async () => {
    const machine = new Machine().has('crontab', CRONTAB)
    const { code, stdout } = await machine.run('test')
    expect(stdout).toMatch(/A dry run as it would be started ended with 0, well/)
    expect(stdout).toMatch(/track +track/)
    expect(code).toBe(0)
    expect(existsSync(join(machine.varDir, 'orchestrator.db'))).toBe(false)
  })

  it.each([
    ['install', /none of launchd, systemd, cron/, 1],
    ['install --with launchd', /launchd is not there/, 1],
    ['install --with cron --run loop --dry-run', /wants launchd or systemd/, 2],
    ['install --with at', /Choices/, 2],
  ])('%s on a machine without schedulers', async (words, said, code) => {
    const result = await new Machine().run(words)
    expect(result.stderr).toMatch(said)
    expect(result.code).toBe(code)
  })

  it('scripts/setup_music_sync_cron.sh is the old door to it', async () => {
    const machine = new Machine().has('crontab', CRONTAB)
    const script = join(import.meta.dirname, '../../scripts/setup_music_sync_cron.sh')
    const env = { PATH: `${machine.bin}:${process.env.PATH}`, HOME: machine.home }
    const words = (word: string) => [word, '--var', machine.varDir]
    expect(execFileSync(script, words('setup'), { env, encoding: 'utf8' })).toMatch(/^Installed: cron syncs/)
    expect(execFileSync(script, words('list'), { env, encoding: 'utf8' })).toMatch(/--once --music-sync/)
    expect(execFileSync(script, words('remove'), { env, encoding: 'utf8' })).toBe('Removed from cron.\n')
    expect(spawnSync(script, ['install'], { env }).status).toBe(2)
  })

  const isOwnCrontab = process.env.CI !== undefined && spawnSync('crontab', ['-h']).error === undefined
  it.skipIf(!isOwnCrontab)(
    'Debian’s own crontab takes it and gives it back (only in CI: a person’s is theirs)',
    async () => {
      const varDir = await newVar()
      const before = spawnSync('crontab', ['-l'], { encoding: 'utf8' }).stdout
      onTestFinished(() => void execFileSync('crontab', before ? ['-'] : ['-r'], { input: before }))
      execFileSync('crontab', ['-'], { input: '5 * * * * true # 100\\%\n' })
      const run = (words: string) => orchestrator(['schedule', ...words.split(' '), '--with', 'cron', '--var', varDir])
      expect(await run('install')).toMatchObject({ code: 0 })
      expect(execFileSync('crontab', ['-l'], { encoding: 'utf8' })).toMatch(/true # 100\\%\n# BEGIN orchestrator\n/)
      expect((await run('list')).stdout).toMatch(/^cron: 0 \*\/6 \* \* \*/)
      expect(await run('remove')).toMatchObject({ code: 0 })
      expect(execFileSync('crontab', ['-l'], { encoding: 'utf8' })).toBe('5 * * * * true # 100\\%\n')
    },
  )
})
