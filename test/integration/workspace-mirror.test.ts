import { readdir } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newVar, orchestrator } from '../support/cli.ts'
import { openReal, type RealWorkspace, withMirror, withoutTimes } from '../support/real-workspace.ts'
import { at, title } from '../unit/workspace/open-client.ts'

let real: RealWorkspace
let varDir: string
beforeAll(async () => {
  varDir = await newVar()
  real = await openReal()
})
afterAll(() => real.close())

describe('workspace mirror', () => {
  it('needs a token, and says nothing is written with --dry-run', async () => {
    const without = await orchestrator(['workspace', 'mirror', '--var', varDir])
    expect(without).toMatchObject({ code: 78, stderr: expect.stringContaining('NOTION_TOKEN is missing') })
    const dry = await real.mirror(varDir, '--dry-run', '--json')
    expect(dry.code, dry.stderr).toBe(0)
    expect(JSON.parse(dry.stdout)).toMatchObject({
      would: 'mirror',
      mirrored: [{ title: 'Agent-Tasks' }, { title: 'Music Tracks' }],
    })
    expect(await readdir(varDir)).not.toContain('workspace.db')
  })

  it('makes the same columns, reading only', async () => {
    const { code, stdout, stderr } = await real.mirror(varDir)
    expect(code, stderr).toBe(0)
    expect(stdout).toContain(`NOTION_TOKEN= npx orchestrator plan --var ${varDir}`)
    expect(stdout).toContain(
      '"Odd" of "Music Tracks" is always empty: its formula cannot be read here (thisIsNoFunction(',
    )
    expect(stdout).toContain('2 databases that relations lead to, with a title only (1 of them not shared')
    expect(real.requests.filter(request => !request.startsWith('GET ') && !request.endsWith('/query'))).toEqual([])
    await withMirror(varDir, async api => {
      const { agentTasks, tracks } = real.api.workspace.ids
      expect(api.workspace.ids).toEqual({ agentTasks, tracks })
      for (const path of [
        `databases/${agentTasks}`,
        `databases/${tracks}`,
        `data_sources/${real.tasks}`,
        `data_sources/${real.tracks}`,
      ]) {
        const [there, here] = [await real.api.send('get', path), await api.send('get', path)]
        expect(withoutTimes(here), path).toEqual(withoutTimes(there))
        expect(Object.keys(at(here, 'properties') ?? {})).toEqual(Object.keys(at(there, 'properties') ?? {}))
      }
    })
  })

  it('stands in for databases that relations lead to', async () => {
    await withMirror(varDir, async api => {
      const shared = await api.send('get', `data_sources/${real.playlists}`)
      expect(Object.keys(at(shared, 'properties') ?? {})).toEqual(['Listenname', 'Länge', 'Songs '])
      expect(at(shared, 'properties', 'Länge')).toMatchObject({ type: 'number', number: { format: 'percent' } })
      const hidden = await api.send('get', `data_sources/${real.hidden}`)
      expect(at(hidden, 'title', 0, 'plain_text')).toMatch(/^Not shared \([0-9a-f]{8}\)$/)
      expect(Object.keys(at(hidden, 'properties') ?? {})).toEqual(['Name', 'Owned songs'])
    })
  })

  it('can be worked with: rows, the computed columns, and the program itself', async () => {
    await withMirror(varDir, async api => {
      const row = await api.addRow(real.tracks, {
        Title: title('Mine'),
        URL: { url: 'https://example.com/mine.mp3' },
        'Percent %': { number: 1 },
        'Quote "x" \\': { number: 4 },
      })
      const page = await api.send('get', `pages/${row}`)
      expect(at(page, 'properties', 'Twice', 'formula', 'number')).toBe(9)
      expect(at(page, 'properties', 'Odd', 'formula', 'string')).toBeNull()
      expect(at(page, 'properties', 'No', 'unique_id')).toEqual({ prefix: 'TRK', number: 1 })
      const list = await api.addRow(real.playlists, {
        Listenname: title('L'),
        Länge: { number: 3 },
        'Songs ': { relation: [{ id: row }] },
      })
      const related = await api.query(real.tracks, {
        filter: { property: 'Lengths', rollup: { number: { equals: 3 } } },
      })
      expect(related.results.map(({ id }) => id)).toEqual([row])
      const odd = { property: 'Odd', formula: { string: { is_empty: true } } }
      expect(
        (await api.query(real.tracks, { filter: odd, sorts: [{ property: 'Odd', direction: 'ascending' }] })).results,
      ).toHaveLength(1)
      await api.send('patch', `pages/${list}`, { properties: { Listenname: title('M') } })
    })
    const plan = await orchestrator(['plan', '--json', '--var', varDir], { ...real.environment, NOTION_TOKEN: '' })
    expect(plan.code, plan.stderr).toBe(0)
    expect(JSON.stringify(JSON.parse(plan.stdout))).toContain('Mine')
  })

  it('does not replace rows without --yes, and then keeps them', async () => {
    const asked = await real.mirror(varDir, '--json')
    expect(asked.code).toBe(3)
    expect(JSON.parse(asked.stdout).command).toBe(`npx orchestrator workspace mirror --yes --var ${varDir}`)
    const done = await real.mirror(varDir, '--json', '--yes')
    expect(done.code, done.stderr).toBe(0)
    expect(JSON.parse(done.stdout).backup).toMatch(/workspace-\d{8}T\d{6}Z\.json$/)
    await withMirror(varDir, async api => expect((await api.query(real.tracks, {})).results).toEqual([]))
  })

  it('takes the database of playlists whole where it is set', async () => {
    const folder = await newVar()
    const lists = real.api.workspace.store.dataSource(real.playlists)?.databaseId ?? ''
    const environment = { ...real.environment, PLAYLISTS_DB_ID: lists }
    const { code, stdout, stderr } = await orchestrator(['workspace', 'mirror', '--json', '--var', folder], environment)
    expect(code, stderr).toBe(0)
    expect(JSON.parse(stdout).mirrored).toHaveLength(3)
    await withMirror(folder, async api => {
      expect(api.workspace.ids).toMatchObject({ playlists: lists, artists: undefined })
      const there = await real.api.send('get', `data_sources/${real.playlists}`)
      const here = await api.send('get', `data_sources/${real.playlists}`)
      expect(Object.keys(at(here, 'properties') ?? {})).toEqual(Object.keys(at(there, 'properties') ?? {}))
      expect(at(there, 'properties', 'Key ')).toBeDefined()
    })
  })
})
