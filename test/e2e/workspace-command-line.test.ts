import { existsSync } from 'node:fs'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { newVar, orchestrator, type RunningCli, startOrchestrator } from '../support/cli.ts'
import { withWorkspace } from '../support/rows.ts'

const Made = z.object({ id: z.string() })
let varDir: string
const run = (...args: string[]) => orchestrator(['workspace', ...args, '--var', varDir])

beforeAll(async () => {
  varDir = await newVar()
  await withWorkspace(varDir, async () => {})
})

describe('help', () => {
  it('lists the commands, and of each the flags it takes', async () => {
    const { code, stdout } = await run('--help')
    expect(code).toBe(0)
    for (const name of ['serve', 'show', 'add', 'task', 'export', 'import', 'mirror', 'reset'])
      expect(stdout).toMatch(new RegExp(`^ +orchestrator workspace ${name}\\b`, 'm'))
    const serve = (await run('serve', '--help')).stdout
    expect(serve).toContain('--webhook-delay')
    expect(serve).not.toContain('--agent')
  })
})

describe('wrong use', () => {
  it.each([
    [[], 'workspace expects one of serve, show, '],
    [['shwo'], 'Did you mean show?'],
    [['show', '--limit'], 'Not enough arguments following: limit'],
    [['show', '--limit', '2', '--limit', '3'], '--limit is given more than once'],
    [['serve', '--webhook', 'http://a.test', '--webhook', 'http://b.test'], '--webhook is given more than once'],
    [['serve', '--port', 'x'], '--port expects a whole number from 0 to 65535'],
    [['serve', '--port', '65536', '--dry-run'], '--port expects'],
    [['serve', '--port', '0', '--rate-limit=3', '--rate-limit=4'], '--rate-limit is given more than once'],
    [['reset', 'now', '--yes'], 'Unknown argument: now'],
    [['task', 'x', '--limit', '3'], 'Unknown argument: limit'],
    [['export', 'a.json', 'b.json'], 'Unknown argument: b.json'],
  ])('%j is refused in one line', async (args, words) => {
    const { code, stdout, stderr } = await run(...args)
    expect({ code, stdout }, stderr).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(words)
    const own = args[0] && args[0] !== 'shwo' ? `${args[0]} ` : ''
    expect(stderr.trim().split('\n')).toEqual([expect.any(String), `Try: orchestrator workspace ${own}--help`])
    expect(existsSync(`${varDir}/workspace.db`)).toBe(true)
  })

  it('takes several words without quotes', async () => {
    const { code, stdout } = await run('task', 'Review', 'the', 'set', 'list', '--dry-run', '--json')
    expect({ code, task: JSON.parse(stdout).task.title }).toEqual({ code: 0, task: 'Review the set list' })
    expect((await run('show', 'music', 'tracks')).stdout).toMatch(/^Music Tracks: /)
  })

  it('names what a mirror needs', async () => {
    const { code, stderr } = await run('mirror')
    expect({ code, stderr }).toMatchObject({
      code: 78,
      stderr: expect.stringContaining('set it and both database ids'),
    })
  })
})

describe('show', () => {
  it('says that there is nothing yet', async () => {
    const empty = await newVar()
    const shown = await orchestrator(['workspace', 'show', '--var', empty])
    expect(shown).toMatchObject({ code: 0, stderr: expect.stringContaining(`there is no ${empty}/workspace.db yet`) })
    expect(existsSync(`${empty}/workspace.db`)).toBe(false)
    expect((await run('show')).stderr).toBe('')
  })

  it('tells databases of the same title apart', async () => {
    const title = [{ type: 'text', text: { content: 'Gear' } }]
    const ids = await withWorkspace(varDir, async call => {
      const make = () => call('POST', 'databases', { parent: { type: 'workspace', workspace: true }, title })
      return [Made.parse(await make()).id, Made.parse(await make()).id]
    })
    const { stdout } = await run('show')
    for (const id of ids) expect(stdout).toContain(`Gear (${id}): 0 rows`)
    expect((await run('show', ids[0] ?? '')).stdout).toMatch(/^Gear: 0 rows/)
    expect((await run('show', 'nope')).stderr.match(/"Gear"/g)).toHaveLength(1)
  })
})

describe('reset', () => {
  let served: RunningCli | undefined
  afterEach(async () => {
    served?.child.kill('SIGTERM')
    await served?.ended
  })

  it('repeats --var in the command it names', async () => {
    const { code, stdout } = await run('reset')
    expect({ code, stdout }).toMatchObject({ code: 3, stdout: expect.stringContaining(`reset --yes --var ${varDir}`) })
    expect(JSON.parse((await run('reset', '--json')).stdout).command).toContain(`--var ${varDir}`)
  })

  it('does not take the file from under a server', async () => {
    served = startOrchestrator(['workspace', 'serve', '--port', '0', '--json', '--var', varDir], {})
    await new Promise(resolve => served?.child.stdout?.once('data', resolve))
    const refused = await run('reset', '--yes')
    expect(refused).toMatchObject({ code: 75, stderr: expect.stringContaining('end it first') })
    expect(existsSync(`${varDir}/workspace.db`)).toBe(true)
    served.child.kill('SIGTERM')
    await served.ended
    expect((await run('reset', '--yes')).code).toBe(0)
    expect(existsSync(`${varDir}/workspace.db`)).toBe(false)
  })
})
