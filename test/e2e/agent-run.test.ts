// Tasks for an agent that has a program: run, and the board says what came of it. Nothing is handed over in files then.

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { newVar, orchestrator, startOrchestrator } from '../support/cli.ts'
import { withWorkspace } from '../support/rows.ts'

const hasBwrap = spawnSync('bwrap', ['--ro-bind', '/', '/', '--unshare-pid', 'true']).status === 0

const Text = z
  .array(z.object({ plain_text: z.string() }))
  .transform(parts => parts.map(part => part.plain_text).join(''))
const Option = z.object({ name: z.string() }).nullable()
const Row = z.object({
  id: z.string(),
  properties: z.object({
    'Task Name': z.object({ title: Text }),
    Status: z.object({ status: Option }),
    'Execution-Result': z.object({ rich_text: Text }),
    'Blocking Reason': z.object({ rich_text: Text }),
  }),
})
const Made = z.object({ id: z.string() })
const Sources = z.object({ data_sources: z.array(Made) })

let varDir: string
let bin: string
beforeEach(async () => {
  varDir = await newVar()
  bin = join(varDir, '..', `bin-${varDir.split('-').at(-1)}`)
  await mkdir(bin)
})
afterEach(async () => {
  await rm(varDir, { recursive: true, force: true })
  await rm(bin, { recursive: true, force: true })
})

/** @param body shell, in the run's folder */
async function agent(body: string, more: object = {}): Promise<string> {
  const program = join(bin, 'agent')
  await writeFile(program, `#!/bin/sh\n${body}\n`)
  await chmod(program, 0o755)
  const file = join(bin, 'agents.json')
  const form = { name: 'Codex MM1 Agent', command: [program, '{promptFile}'], shutIn: hasBwrap, reads: [bin], ...more }
  await writeFile(file, JSON.stringify({ agents: [form, { name: 'Claude MM1 Agent' }] }))
  return file
}

const addTask = (title: string, name = 'Codex MM1 Agent') =>
  withWorkspace(varDir, async (call, ids) => {
    const source = Sources.parse(await call('GET', `databases/${ids.agentTasks}`)).data_sources[0]?.id
    const properties = {
      'Task Name': { title: [{ text: { content: title } }] },
      Status: { status: { name: 'Ready' } },
      'Assigned-Agent': { select: { name } },
    }
    return Made.parse(await call('POST', 'pages', { parent: { data_source_id: source }, properties })).id
  })

const read = (id: string) =>
  withWorkspace(varDir, async call => {
    const { properties } = Row.parse(await call('GET', `pages/${id}`))
    return {
      status: properties.Status.status?.name,
      result: properties['Execution-Result'].rich_text,
      blocking: properties['Blocking Reason'].rich_text,
    }
  })

const once = (file: string, ...args: string[]) =>
  orchestrator([...(args.length > 0 ? args : ['--once']), '--no-music-sync', '--var', varDir], { AGENTS_FILE: file })

const answer = (status: string) =>
  `echo '{"status":"${status}","summary":"as the crates say","files":["crates.txt"]}' > result.json`

describe('a task of an agent with a program', () => {
  it.each([
    ['done', 'Completed', ''],
    ['failed', 'Failed', /as the crates say/],
    ['needs a person', 'Blocked', /as the crates say/],
  ])('that is %s', async (status, word, blocking) => {
    const file = await agent(
      `while read -r line; do case $line in *'Sort the crates'*) found=1 ;; esac; done < "$1"; [ "$found" ] && ${answer(status)}`,
    )
    const id = await addTask('Sort the crates')
    await once(file)
    const row = await read(id)
    expect(row).toMatchObject({ status: word, result: expect.stringContaining('as the crates say (made: crates.txt)') })
    expect(row.blocking).toMatch(blocking)
    expect(await readdir(join(varDir, 'agents')).catch(() => [])).not.toContain('Codex-MM1-Agent')
  })

  it('that failed is run again when a person asks for it, and the plan says so', async () => {
    const file = await agent(answer('failed'))
    const id = await addTask('Sort the crates')
    await once(file)
    expect(await read(id)).toMatchObject({ status: 'Failed' })
    const status = await orchestrator(['status', '--var', varDir], { AGENTS_FILE: file })
    expect(status.stdout).toMatch(/task failed: Sort the crates: .*orchestrator retry task:/)
    await agent(answer('done'))
    await orchestrator(['retry', id, '--var', varDir], { AGENTS_FILE: file })
    const plan = await orchestrator(['plan', '--var', varDir], { AGENTS_FILE: file })
    expect(plan.stdout).toMatch(/agent-run +Sort the crates: asked for again/)
    await once(file)
    expect(await read(id)).toMatchObject({ status: 'Completed' })
  })

  it('one with no program gets its file, beside', async () => {
    const file = await agent(answer('done'))
    const [run, handed] = [await addTask('Sort the crates'), await addTask('Sort the shelf', 'Claude MM1 Agent')]
    await once(file)
    expect(await read(run)).toMatchObject({ status: 'Completed' })
    expect(await read(handed)).toMatchObject({ status: 'In Progress' })
    expect(await readdir(join(varDir, 'agents/Claude-MM1-Agent/01_inbox'))).toHaveLength(1)
    const { stdout } = await orchestrator(['status', '--agents', '--var', varDir], { AGENTS_FILE: file })
    expect(stdout).toMatch(
      /^ {2}Codex MM1 Agent: 0 tasks now, 0 waiting; last: \d+ \w+, \d\d:\d\d done: Codex MM1 Agent \(.*crates\.txt/m,
    )
    expect(stdout).toMatch(/^Claude-MM1-Agent +1 /m)
  })

  it('whose limit is reached waits, and no other of its tasks is begun', async () => {
    const file = await agent(`echo ran >> ran; echo 'usage limit reached' >&2; exit 1`, { writes: [] })
    const ids = [await addTask('One'), await addTask('Two')]
    const { stdout } = await once(file)
    expect(stdout).toMatch(/its limit is reached/)
    for (const id of ids) expect((await read(id)).status).not.toBe('Failed')
    const runs = await readdir(join(varDir, 'agent-work'))
    expect(runs).toHaveLength(1)
    await once(file)
    expect(await readFile(join(varDir, 'agent-work', runs[0] ?? '', 'ran'), 'utf8')).toBe('ran\n')
  })

  it('killed while it runs: nothing of it is left running, and it is run again', async () => {
    const file = await agent(
      `echo $$ > pid; [ -e ../again ] || { sleep 0.5; touch ../again; sleep 60; }; ${answer('done')}`,
      {
        shutIn: false,
      },
    )
    const id = await addTask('Sort the crates')
    const running = startOrchestrator(['--once', '--no-music-sync', '--var', varDir], { AGENTS_FILE: file })
    const begun = join(varDir, 'agent-work/again')
    while (!existsSync(begun)) await sleep(50)
    running.child.kill('SIGKILL')
    await running.ended
    await once(file)
    expect(await read(id)).toMatchObject({
      status: 'Completed',
      result: expect.stringContaining('as the crates say (made: crates.txt)'),
    })
    expect(spawnSync('pgrep', ['-f', join(bin, 'agent')]).stdout?.toString() ?? '').toBe('') // where there is such a program
  })

  it('a plan says that it would be run, and by whom', async () => {
    const file = await agent(answer('done'))
    await addTask('Sort the crates')
    const { stdout } = await orchestrator(['plan', '--var', varDir], { AGENTS_FILE: file })
    expect(stdout).toMatch(/agent-run +Sort the crates: run by Codex MM1 Agent, by assigned agent/)
  })

  it('a command that cannot be right is said at start', async () => {
    const file = await agent(answer('done'), { command: ['agent', '{promt}'] })
    const { code, stderr } = await once(file)
    expect(code).toBe(78)
    expect(stderr).toMatch(/"command" of the agent "Codex MM1 Agent": \{promt\} is no slot/)
  })
})
