// Hand-offs in Agent-Tasks as a live workspace had it: 190 columns, the agent in a relation or a rollup, Notion over HTTP.

import { readdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { serveWorkspace } from '../../src/workspace/serve.ts'
import { openWorkspace } from '../../src/workspace/workspace.ts'
import { type AssignedAs, makeLiveTasks } from '../support/agents/live-schema.ts'
import { text } from '../support/bench.ts'
import { newVar, orchestrator } from '../support/cli.ts'

const AGENTS = ['Claude MM1 Agent', 'Cursor MM1 Agent']
const Plan = z.object({ rows: z.array(z.object({ label: z.string(), would: z.string(), because: z.string() })) })
const Page = z.object({ id: z.string(), properties: z.record(z.string(), z.any()) })
const Inventory = z.object({ agents: z.array(z.object({ folder: z.string() }).catchall(z.number())) })
const Story = z.object({ now: z.string(), decisions: z.array(z.object({ says: z.string() })) })

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function openLive(assignedAs: AssignedAs) {
  const varDir = await newVar()
  const workspace = openWorkspace({ file: ':memory:' })
  const served = await serveWorkspace(workspace, { port: 0 })
  closing.push(async () => {
    await served.close()
    workspace.close()
  })
  const call = async (method: string, path: string, body?: object) => {
    const answer = await workspace.fetch(`http://live/v1/${path}`, {
      method,
      headers: { authorization: 'Bearer t', 'notion-version': '2025-09-03', 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    })
    const json: unknown = await answer.json()
    if (!answer.ok) throw new Error(JSON.stringify(json))
    return json
  }
  const live = await makeLiveTasks(call, assignedAs, AGENTS)
  const env = {
    NOTION_TOKEN: 'ntn_liveTokenThatNobodyMaySee42',
    NOTION_BASE_URL: served.url,
    NOTION_REQUESTS_PER_MINUTE: '6000',
    CLAIM_SETTLE: '0',
    AGENT_TASKS_DB_ID: live.database,
    TRACKS_DB_ID: workspace.ids.tracks,
  }
  return {
    live,
    dir: join(varDir, 'agents'),
    run: async (...args: string[]) => orchestrator([...args, '--var', varDir], env),
    json: async (...args: string[]) =>
      JSON.parse((await orchestrator([...args, '--json', '--var', varDir], env)).stdout) as unknown,
    add: async (title: string, more: object = {}) =>
      Page.parse(
        await call('POST', 'pages', {
          parent: { type: 'data_source_id', data_source_id: live.source },
          properties: { 'Task Name': text('title', title), Status: { status: { name: 'Ready' } }, ...more },
        }),
      ).id,
    status: async (id: string) => Page.parse(await call('GET', `pages/${id}`)).properties.Status.status.name,
    edit: (id: string, properties: object) => call('PATCH', `pages/${id}`, { properties }),
  }
}

describe('the live columns', () => {
  it.each(['rollup', 'relation'] as const)(
    'with Assigned-Agent as a %s: planned, handed off, done, told',
    async assignedAs => {
      const { live, dir, run, json, add, status, edit } = await openLive(assignedAs)
      expect(live.columns).toBeGreaterThanOrEqual(190)
      const claude = await add('Write the page', live.assigned('Claude MM1 Agent'))
      const cursor = await add('Mend the script', live.assigned('Cursor MM1 Agent'))
      await add('Later', { ...live.assigned('Claude MM1 Agent'), 'Prerequisite Tasks': { relation: [{ id: claude }] } })
      await add('Planned', { Status: { status: { name: 'Planning' } } })
      await add('Published', { Status: { status: { name: 'Ready To Publish' } } })
      const planned = Plan.parse(await json('plan')).rows
      const of = (label: string) => planned.find(row => row.label === label)
      expect(of('Write the page')).toMatchObject({ would: 'agent-handoff' })
      expect(of('Later')).toMatchObject({ would: 'nothing', because: 'waits for "Write the page" (Ready)' })
      expect(of('Planned')?.because).toContain('"Planning"')
      expect(of('Published')?.because).toContain('"Ready To Publish"')
      await run('--once', '--no-music-sync')
      expect(await status(claude)).toBe('In Progress')
      await writeFile(join(dir, 'Claude-MM1-Agent/01_inbox/notes.txt'), 'mine')
      await writeFile(join(dir, 'Claude-MM1-Agent/01_inbox/half.json'), '{')
      const [name = ''] = await readdir(join(dir, 'Cursor-MM1-Agent/01_inbox'))
      await rename(join(dir, 'Cursor-MM1-Agent/01_inbox', name), join(dir, 'Cursor-MM1-Agent/02_processed', name))
      const rows = Inventory.parse(await json('status', '--agents')).agents
      expect(rows.find(({ folder }) => folder === 'Claude-MM1-Agent')).toMatchObject({
        open: 1,
        ours: 1,
        foreign: 1,
        broken: 1,
      })
      expect(rows.find(({ folder }) => folder === 'Cursor-MM1-Agent')).toMatchObject({ open: 0, processed: 1 })
      await edit(claude, { Status: { status: { name: 'Review' } } })
      const told = await run('--once', '--no-music-sync')
      expect(told.stdout).toContain('hand-off: Mend the script: done, says Cursor MM1 Agent')
      expect([await status(claude), await status(cursor)]).toEqual(['Review', 'Completed'])
      const story = Story.parse(await json('status', cursor))
      expect(story.now).toBe('left out: it is over')
      expect(story.decisions.map(({ says }) => says)).toEqual([
        expect.stringContaining('handed to Cursor MM1 Agent (1 of 3)'),
        expect.stringContaining('done, says Cursor MM1 Agent'),
      ])
    },
    60_000,
  )
})
