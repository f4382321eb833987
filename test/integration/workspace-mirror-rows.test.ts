import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLog } from '../../src/log.ts'
import { openNotion } from '../../src/notion/client.ts'
import { readRows } from '../../src/notion/read-rows.ts'
import { openWorkspace } from '../../src/workspace/workspace.ts'
import { newVar } from '../support/cli.ts'
import { openReal, type RealWorkspace, withMirror, withoutTimes } from '../support/real-workspace.ts'
import { at, openApi, text, title } from '../unit/workspace/open-client.ts'

let real: RealWorkspace
let varDir: string
beforeAll(async () => {
  varDir = await newVar()
  real = await openReal()
})
afterAll(() => real.close())

describe('workspace mirror --rows', () => {
  let other: string
  beforeAll(async () => {
    const { api } = real
    const lists: string[] = []
    for (let number = 0; number < 30; number += 1)
      lists.push(await api.addRow(real.playlists, { Listenname: title(`L${number}`) }))
    const task = await api.addRow(real.tasks, { 'Task Name': title('Listen'), Status: { status: { name: 'Review' } } })
    other = await api.addRow(real.tracks, {
      Title: {
        title: [{ text: { content: 'Bold' }, annotations: { bold: true } }, { text: { content: ' and plain' } }],
      },
      'Percent %': { number: 0.5 },
      'Rating‚ stars ': { select: { name: 'Option 29' } },
      Mood: { select: { name: 'dark‚ slow' } },
      'Audio Processing': { multi_select: [{ name: 'Mine' }] },
      Playlists: { relation: lists.map(id => ({ id })) },
      Tasks: { relation: [{ id: task }] },
      People: { people: [{ id: '11111111-1111-4111-8111-111111111111' }] },
      Covers: { files: [{ name: 'c', external: { url: 'https://example.com/c.jpg' } }] },
      'Processing Timestamp': { date: { start: '2026-07-04', end: '2026-07-05' } },
      Downloaded: { checkbox: true },
      URL: { url: 'https://example.com/a.mp3' },
    })
    await api.send('patch', `pages/${other}`, { icon: { emoji: '🎧' } })
    for (let number = 0; number < 120; number += 1)
      await api.addRow(real.tracks, { Title: title(`T${number}`), Album: text('A') })
  })

  it('copies cells with their ids; relations to rows that stay there are left out and counted', async () => {
    varDir = await newVar()
    const { code, stdout, stderr } = await real.mirror(varDir, '--rows', 'all', '--json')
    expect(code, stderr).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ rows: 122, left: { relations: 30, files: 0 } })
    await withMirror(varDir, async api => {
      const [there, here] = [await real.api.send('get', `pages/${other}`), await api.send('get', `pages/${other}`)]
      const { properties: theirs, ...realPage } = withoutTimes(there)
      const { properties: ours, ...page } = withoutTimes(here)
      expect(page).toEqual(realPage)
      const alike = (properties: unknown) => ({
        ...Object(properties),
        Playlists: 0,
        Lengths: 0,
        'List names': 0,
        Odd: 0,
      })
      expect(alike(ours)).toEqual(alike(theirs))
      expect(at(ours, 'Playlists', 'relation')).toEqual([])
      const found = await api.query(real.tracks, { filter: { property: 'Mood', select: { equals: 'dark‚ slow' } } })
      expect(found.results.map(({ id }) => id)).toEqual([other])
      const next = await api.send('get', `pages/${await api.addRow(real.tracks, { Title: title('New') })}`)
      expect(at(next, 'properties', 'No', 'unique_id', 'number')).toBe(122)
    })
    expect((await readdir(varDir)).filter(name => name.endsWith('.new'))).toEqual([])
  })

  it('copies the newest so many of each table', async () => {
    varDir = await newVar()
    const { stdout } = await real.mirror(varDir, '--rows', '2')
    expect(stdout).toContain('3 rows copied')
    const workspace = openWorkspace({ file: join(varDir, 'workspace.db'), readOnly: true })
    expect([...workspace.store.pagesOf(real.tracks)]).toHaveLength(2)
    workspace.close()
  })

  it.each(['0', '-1', '1.5', 'many'])('refuses --rows %s', async rows => {
    expect(await real.mirror(varDir, `--rows=${rows}`)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--rows expects'),
    })
  })
})

describe('reading rows', () => {
  /** Rows that are made a minute apart, or all in one, over a Notion that gives out 150 for one query. */
  async function readAll({ apart, limit = Number.POSITIVE_INFINITY }: { apart: number; limit?: number }) {
    let now = Date.parse('2026-07-04T10:00:00.000Z')
    const api = openApi({ queryRows: 150, now: () => new Date(now) })
    const table = await api.table({ Name: { title: {} } })
    for (let number = 0; number < 400; number += 1) {
      await api.addRow(table, { Name: title(`R${number}`) })
      now += apart
    }
    const notion = openNotion({
      token: 'local',
      baseUrl: 'http://workspace.local',
      requestsPerMinute: 6000,
      fetch: api.workspace.fetch,
      log: openLog({ dir: varDir, level: 'error', secrets: [], print: () => {} }),
      signal: new AbortController().signal,
    })
    const names: string[] = []
    try {
      for await (const portion of readRows(notion, table, limit))
        names.push(...portion.map(row => String(at(row, 'properties', 'Name', 'title', 0, 'plain_text'))))
    } finally {
      await notion.close()
    }
    return names
  }

  it('goes on behind the end of a query, each row once, the newest first', async () => {
    const names = await readAll({ apart: 20_000 })
    expect(new Set(names).size).toBe(400)
    expect(names).toHaveLength(400)
    expect(Number(names[0]?.slice(1))).toBeGreaterThan(395)
    expect(Number(names.at(-1)?.slice(1))).toBeLessThan(3)
  })

  it('ends at the limit', async () => {
    expect(await readAll({ apart: 20_000, limit: 201 })).toHaveLength(201)
  })

  it('says so when more rows than a query gives out were made in one minute', async () => {
    await expect(readAll({ apart: 0 })).rejects.toThrow('more than 10,000 rows were made in one minute')
  })
})
