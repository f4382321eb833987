// Agents that are run: what they answer counts, what they are told by a task's words does not get out of their cage.

import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { type AgentProgram, runAgent } from '../../src/agents/run/run-agent.ts'
import { Environment, Limited, Refused } from '../../src/errors.ts'
import type { Task } from '../../src/model/task.ts'

const BWRAP =
  spawnSync('bwrap', ['--ro-bind', '/', '/', '--unshare-pid', 'true']).status === 0 ? '/usr/bin/bwrap' : undefined

let place: string
let program: string
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'agents-'))
  program = join(place, 'bin', 'agent')
  for (const name of ['bin', 'var/other-task', 'home/.ssh']) await mkdir(join(place, name), { recursive: true })
  await writeFile(join(place, 'var/orchestrator.db'), 'the state')
  await writeFile(join(place, 'var/other-task/task.json'), 'another’s')
  await writeFile(join(place, '.env'), 'NOTION_TOKEN=ntn_canary')
  await writeFile(join(place, 'home/.ssh/id_rsa'), 'ntn_canary')
})
afterEach(() => rm(place, { recursive: true, force: true }))

const task = (description = ''): Task => ({
  id: '284e7361-6c27-8018-872a-eb14e82e0392',
  url: 'https://www.notion.so/x',
  createdAt: '2026-11-21T09:00:00Z',
  editedAt: '2026-11-21T09:00:00Z',
  inTrash: false,
  archived: false,
  title: 'Tidy the crates',
  description,
})

interface Options extends Partial<AgentProgram> {
  description?: string
  signal?: AbortSignal
}

/** @param body of a shell script, in its work folder */
async function run(body: string, { description, signal, ...more }: Options = {}) {
  await writeFile(program, `#!/bin/sh\n${body}\n`)
  await chmod(program, 0o755)
  const agent: AgentProgram = {
    name: 'Stub Agent',
    command: [program, '{prompt}'],
    minutes: 1,
    hasNetwork: true,
    reads: [],
    writes: [],
    shutIn: false,
    env: { PATH: '/usr/bin:/bin', HOME: join(place, 'home') },
    ...more,
  }
  const hidden = [join(place, 'var'), join(place, '.env')]
  return runAgent(
    task(description),
    agent,
    { workDir: join(place, 'var/agent-work/1'), home: join(place, 'home'), hidden, cages: { bwrap: BWRAP } },
    { signal: signal ?? new AbortController().signal, now: Date.now },
  )
}

const ANSWER = `echo '{"status":"done","summary":"tidied","files":["crates.txt"]}' > result.json`

describe('an agent’s answer', () => {
  it('is what it wrote into the result file', async () => {
    const { answer, exitCode } = await run(ANSWER)
    expect({ answer, exitCode }).toEqual({
      answer: { status: 'done', summary: 'tidied', files: ['crates.txt'] },
      exitCode: 0,
    })
  })

  it('its task is there as words, as a file and as JSON, in a folder of its own', async () => {
    const { answer } = await run(
      `[ "$1" = "$(cat TASK.md)" ] && grep -q 'Tidy the crates' task.json && [ "$(ls | tr '\\n' ' ')" = "TASK.md task.json " ] && ${ANSWER}`,
    )
    expect(answer.status).toBe('done')
  })

  it.each([
    ['silent', 'exit 0', /gave no answer that can be read/],
    ['garbage', 'head -c 5000 /dev/urandom', /gave no answer that can be read/],
    [
      'crashing',
      `${ANSWER}\necho 'Segmentation fault' >&2\nexit 139`,
      /tidied \(it ended with 139\).*Segmentation fault/,
    ],
    ['lying: it says Complete', `echo '{"status":"Complete","summary":"x"}' > result.json`, /no answer/],
    ['that links its answer elsewhere', `ln -s ../../../.env result.json`, /no answer/],
    ['that never stops talking', 'yes aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', /more than 4 MiB/],
  ])('M12 %s: the task failed, and it is said why', async (_, body, words) => {
    const { answer } = await run(body)
    expect(answer.status).toBe('failed')
    expect(answer.summary).toMatch(words)
    expect(answer.summary).not.toContain('canary')
  })

  it('M12 slow: it is ended with all it started', async () => {
    const { answer } = await run(`(sleep 60; echo late > late) & sleep 60`, { minutes: 0.02 })
    expect(answer).toMatchObject({ status: 'failed', summary: expect.stringMatching(/did not finish/) })
  })

  it('one that needs a person says so, also when its program fails', async () => {
    const { answer } = await run(`echo '{"status":"needs a person","summary":"which crate?"}'; exit 1`)
    expect(answer).toMatchObject({ status: 'needs a person', summary: 'which crate?' })
  })

  it('a limit of its service is no failure of the task', async () => {
    const until = Math.floor(Date.now() / 1000) + 7200
    const limited = run(`echo 'Claude AI usage limit reached|${until}' >&2; exit 1`)
    await expect(limited).rejects.toThrow(Limited)
    await expect(limited).rejects.toMatchObject({ until: until * 1000 })
  })

  it('what a killed start left in its folder is gone', async () => {
    await mkdir(join(place, 'var/agent-work/1'), { recursive: true })
    await writeFile(join(place, 'var/agent-work/1/result.json'), '{"status":"done","summary":"of yesterday"}')
    expect((await run('true')).answer.status).toBe('failed')
  })

  it('a program that is not there is the surroundings’ fault; a stop is a stop', async () => {
    await expect(run('', { command: ['/nowhere/agent'] })).rejects.toThrow(Environment)
    const stop = new AbortController()
    const running = run('sleep 30', { signal: stop.signal })
    setTimeout(() => stop.abort(new Error('stopped by a person')), 300)
    await expect(running).rejects.toThrow('stopped by a person')
  })
})

/** Does what the words of its task say: each line behind "RUN " in a shell, what comes of it into a file. */
const OBEDIENT = `grep -o 'RUN [^"\\\\]*' TASK.md | sed 's/^RUN //' | while read -r line; do sh -c "$line" >> heard 2>> failed; done
echo '{"status":"done","summary":"I did all they said"}' > result.json`

describe.skipIf(!BWRAP)('the cage (skipped without bubblewrap)', () => {
  const obey = async (...lines: string[]) => {
    const description = lines.map(line => `RUN ${line}`).join('\n')
    process.env.CAGE_CANARY = 'ntn_canary'
    const { answer } = await run(OBEDIENT, { description, shutIn: true, hasNetwork: false })
    const dir = join(place, 'var/agent-work/1')
    expect(answer).toMatchObject({ status: 'done' })
    const heard = await readFile(join(dir, 'heard'), 'utf8').catch(() => '')
    return { heard, files: await readdir(dir) }
  }

  it('M10 an agent that obeys every word of a task reaches no secret', async () => {
    const { heard } = await obey(
      `cat ${place}/.env`,
      `cat ${place}/home/.ssh/id_rsa`,
      'cat /proc/*/environ',
      `cat /proc/1/root${place}/.env`,
      'env',
      'echo it was heard',
    )
    expect(heard).toContain('it was heard')
    expect(heard).not.toContain('canary')
  })

  it('M13 … nor another task’s folder, nor the program’s own files', async () => {
    const { heard, files } = await obey(
      `cat ${place}/var/other-task/task.json ${place}/var/orchestrator.db`,
      `ls ${place}/var`,
      `echo gone > ${place}/var/orchestrator.db`,
      `rm -rf ${place}/var/other-task`,
      `rm -rf ${process.cwd()}/src`,
      `cat ${process.cwd()}/package.json`,
      'echo here > mine',
    )
    expect(heard).not.toMatch(/another|the state|orchestrator/)
    expect(files).toContain('mine')
    expect(await readFile(join(place, 'var/orchestrator.db'), 'utf8')).toBe('the state')
    expect(await readdir(join(place, 'var'))).toContain('other-task')
    expect(await readdir(join(process.cwd(), 'src'))).toContain('cli.ts')
  })

  it('… nor the processes beside it', async () => {
    const { heard } = await obey(`kill -9 ${process.pid}`, 'ls -d /proc/[0-9]* | wc -l')
    expect(Number(heard)).toBeLessThan(20)
  })

  it('… nor a right of who runs it, a port of this machine, or what lies beside a program in the home folder', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    await writeFile(join(place, 'home/secret'), 'ntn_canary')
    program = join(place, 'home/agent')
    const { heard } = await obey(
      'grep CapEff /proc/self/status',
      'mount -o remount,rw,bind /usr && echo mounted',
      `bash -c 'echo > /dev/tcp/127.0.0.1/${port}' && echo connected`,
      `cat ${place}/home/secret`,
    )
    expect(heard.trim()).toBe('CapEff:\t0000000000000000')
  })

  it('it has what it was given, and that only', async () => {
    const [read, write] = [join(place, 'home/repo'), join(place, 'home/out')]
    for (const dir of [read, write]) await mkdir(dir)
    await writeFile(join(read, 'README'), 'read me')
    const body = `cat ${read}/README > ${write}/copy; echo x > ${read}/README; ${ANSWER}`
    const { answer } = await run(body, { shutIn: true, reads: [read, join(place, 'bin')], writes: [write] })
    expect(answer.status).toBe('done')
    expect(await readFile(join(write, 'copy'), 'utf8')).toBe('read me')
    expect(await readFile(join(read, 'README'), 'utf8')).toBe('read me')
  })
})

describe('what an agent may be given', () => {
  it.each(['var', 'var/other-task', '.'])('%s holds what stays hidden: refused', async given => {
    await expect(run(ANSWER, { shutIn: true, writes: [join(place, given)] })).rejects.toThrow(Refused)
    await symlink(join(place, given), join(place, 'home/link'))
    await expect(run(ANSWER, { shutIn: true, reads: [join(place, 'home/link')] })).rejects.toThrow(Refused)
  })

  it('where nothing can shut it in, it is not run', async () => {
    const { caged } = await import('../../src/agents/run/cage.ts')
    const cage = { workDir: place, home: place, reads: [], writes: [], hidden: [], hasNetwork: true }
    expect(() => caged(['/bin/true'], cage, {})).toThrow(/install bubblewrap/)
  })

  it('on a Mac the rules name what is hidden before what is given', async () => {
    const { caged } = await import('../../src/agents/run/cage.ts')
    const cage = {
      workDir: '/w',
      home: '/Users/me',
      reads: ['/Users/me/"repo"'],
      writes: [],
      hidden: ['/srv/orchestrator'],
      hasNetwork: false,
    }
    const [, , profile = ''] = caged(['/bin/true'], cage, { sandboxExec: '/usr/bin/sandbox-exec' })
    const lines = profile.split('\n')
    const hides = lines.findIndex(line => line.startsWith('(deny file-read*') && line.includes('/srv/orchestrator'))
    const gives = lines.findIndex(
      line => line.startsWith('(allow file-read*') && line.includes('"/Users/me/\\"repo\\""'),
    )
    expect(hides).toBeGreaterThan(0)
    expect(gives).toBeGreaterThan(hides)
  })
})
