// Finished rows lead to the pages of their artists: each is made once, also when the program dies in between.

import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { newVar, orchestrator } from '../support/cli.ts'
import { addTracks, trackRows, withWorkspace } from '../support/rows.ts'
import { wav } from '../support/wav.ts'

const Report = z.object({
  done: z.number(),
  entries: z.array(z.object({ label: z.string(), outcome: z.object({ kind: z.string(), text: z.string() }) })),
})
const Pages = z.object({
  results: z.array(z.object({ id: z.string(), properties: z.record(z.string(), z.unknown()) })),
})
const Sources = z.object({ data_sources: z.array(z.object({ id: z.string() })).min(1) })
const Name = z.object({ title: z.array(z.object({ plain_text: z.string() })) })
const Relation = z.object({ relation: z.array(z.object({ id: z.string() })) })

let varDir: string
beforeEach(async () => {
  varDir = await newVar()
  await mkdir(join(varDir, 'demo'), { recursive: true })
})
afterEach(() => rm(varDir, { recursive: true, force: true }))

async function addSongs(artists: readonly string[]): Promise<string[]> {
  const songs = []
  for (const [index, artist] of artists.entries()) {
    const path = join(varDir, 'demo', `${index}.wav`)
    await writeFile(path, wav(3 + index))
    songs.push({ title: `Song ${index}`, artist, url: `file://${path}` })
  }
  return addTracks(varDir, songs)
}

type Call = (method: string, path: string, body?: object) => Promise<unknown>

const rowsOf = async (call: Call, database = '') => {
  const source = Sources.parse(await call('GET', `databases/${database}`)).data_sources[0]?.id
  return { source, pages: Pages.parse(await call('POST', `data_sources/${source}/query`, {})).results }
}
const nameOf = ({ properties }: { properties: Record<string, unknown> }) =>
  Name.parse(properties.Name)
    .title.map(part => part.plain_text)
    .join('')

const addArtist = (name: string) =>
  withWorkspace(varDir, async (call, ids) => {
    const { source } = await rowsOf(call, ids.artists)
    const properties = { Name: { title: [{ text: { content: name } }] } }
    await call('POST', 'pages', { parent: { data_source_id: source }, properties })
  })

/** The names of all artists, and those that each row leads to. */
const shown = () =>
  withWorkspace(varDir, async (call, ids) => {
    const { pages } = await rowsOf(call, ids.artists)
    const names = new Map(pages.map(page => [page.id, nameOf(page)]))
    const tracks = await rowsOf(call, ids.tracks)
    const links = tracks.pages.map(({ properties }) =>
      Relation.parse(properties.Artist).relation.map(({ id }) => names.get(id)),
    )
    return { artists: [...names.values()].toSorted(), links }
  })

async function run(...args: string[]) {
  const { code, stdout, stderr } = await orchestrator([...args, '--json', '--var', varDir])
  expect(code, stderr).toBe(0)
  return Report.parse(JSON.parse(stdout))
}

describe('the artists of a finished row', () => {
  it('are found or made, each once; a name that has a page is not split', { timeout: 120_000 }, async () => {
    await addArtist('Above & Beyond')
    await addSongs(['Above & Beyond feat. Ada Low', 'Ada Low x Ben Oak', 'ada low', 'Various Artists'])
    expect((await run('--once')).done).toBe(4)
    expect(await shown()).toEqual({
      artists: ['Above & Beyond', 'Ada Low', 'Ben Oak'],
      links: [['Above & Beyond', 'Ada Low'], ['Ada Low', 'Ben Oak'], ['Ada Low'], []],
    })
  })

  it('are made once over a kill', { timeout: 120_000 }, async () => {
    await addSongs(['Ada Low'])
    const killed = await orchestrator(['--once', '--var', varDir], { FAILPOINTS: 'notion.made=kill' })
    expect(killed.code).not.toBe(0)
    expect((await shown()).artists).toEqual(['Ada Low'])
    await run('--once')
    expect(await shown()).toEqual({ artists: ['Ada Low'], links: [['Ada Low']] })
  })

  it('are linked in old rows by enrich; what a person took out stays out', { timeout: 120_000 }, async () => {
    const [mine = '', row = ''] = await addSongs(['Ada Low', 'Ben Oak'])
    await withWorkspace(varDir, async call => {
      for (const id of [mine, row])
        await call('PATCH', `pages/${id}`, { properties: { Downloaded: { checkbox: true } } })
    })
    const planned = await orchestrator(['enrich', '--dry-run', '--json', '--var', varDir])
    expect(planned.stdout.match(/it lacks a link to its artists/g)).toHaveLength(2)
    expect((await shown()).links).toEqual([[], []])
    expect((await run('enrich')).entries.map(({ outcome }) => outcome.text)).toEqual(
      Array(2).fill('linked to its artist'),
    )
    await withWorkspace(varDir, call => call('PATCH', `pages/${mine}`, { properties: { Artist: { relation: [] } } }))
    expect((await run('enrich')).entries).toEqual([])
    expect(await shown()).toEqual({ artists: ['Ada Low', 'Ben Oak'], links: [[], ['Ben Oak']] })
  })

  it('are left alone in a workspace that was made before there were any', { timeout: 120_000 }, async () => {
    await addSongs(['Ada Low'])
    const database = new DatabaseSync(join(varDir, 'workspace.db'))
    database.exec("DELETE FROM setting WHERE name IN ('artists', 'playlists')")
    database.close()
    expect((await run('--once')).done).toBe(1)
    expect((await trackRows(varDir))[0]).toMatchObject({ Downloaded: '✓' })
    expect((await trackRows(varDir))[0]).not.toHaveProperty('Artist')
  })
})
