// A2: killed while a recording is found, refused and replaced: no refusal is forgotten, and no third one is tried.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { linkOf } from '../../support/fake-ytdlp.ts'
import { assertWorld } from '../world/invariants.ts'
import { plain } from '../world/remote.ts'
import { UPLOADS } from '../world/uploads.ts'
import { makeWorld, type World, type WorldOptions } from '../world/world.ts'
import { enumeratePoints, isWhole } from './points.ts'
import { type Blow, blowAt, finish, strike } from './strike.ts'

const FOUND: WorldOptions = { kinds: ['found'], formats: ['wav'], sync: false }
const NOT_FOUND: WorldOptions = { ...FOUND, kinds: ['not found'] }
const LINKS = ['URL', 'SoundCloud URL', 'YouTube URL']

/** Two in every world: a third kill would set the job aside. */
const PAIRS: readonly (readonly [string, string])[] = [
  ['choice.proved', 'choice.refused'],
  ['download.proved', 'quarantine.moved'],
  ['quarantine.noted', 'file.linked'],
  ['choice.forgotten', 'write back.proved'],
]

describe('killed while a recording is found', () => {
  for (const pair of PAIRS)
    it.skipIf(isWhole)(`A2 at ${pair.join(', then ')}: the next one is taken, once`, { timeout: 120_000 }, async () => {
      await using world = await makeWorld(FOUND)
      expect(
        await strikeRow(
          world,
          pair.map(name => blowAt(name)),
        ),
      ).toEqual([true, true])
      await assertFound(world)
    })

  it.runIf(isWhole)('A2 at every point, every time that it is passed', { timeout: 3_600_000 }, async () => {
    for (const [name, count] of await enumeratePoints(FOUND)) {
      for (let nth = 1; nth <= count; nth += 1) {
        await using world = await makeWorld(FOUND)
        await strikeRow(world, [blowAt(name, nth)])
        await assertFound(world)
      }
    }
  })

  it('A2 between two refusals, and before the row is told: no third one is tried', { timeout: 120_000 }, async () => {
    await using world = await makeWorld(NOT_FOUND)
    expect(
      await strikeRow(
        world,
        ['choice.forgotten', 'choice.forgotten'].map(name => blowAt(name)),
      ),
    ).toEqual([true, true])
    const [first, second, third] = UPLOADS.notFound
    expect(await downloadsIn(world)).toEqual([`download ${first}`, `download ${second}`])
    expect(refusedIn(world)).toEqual([linkOfUpload(first), linkOfUpload(second)])
    expect(quarantineOf(world)).toHaveLength(4)
    const summary = String(plain(await rowOf(world), 'Audio Processing Summary'))
    expect(summary).toContain(first)
    expect(summary).not.toContain(third)
  })
})

/** After each blow its row is looked at. @returns for each whether the program died of it */
async function strikeRow(world: World, blows: readonly Blow[]): Promise<boolean[]> {
  const died: boolean[] = []
  for (const blow of blows) {
    died.push(await strike(world, blow))
    await assertNoEarlyLink(world, blow.at)
  }
  await finish(world)
  await assertWorld(world, `killed at ${blows.map(({ at }) => at).join(', then ')}`)
  return died
}

/** A link stands in the row only beside a file that is there. */
async function assertNoEarlyLink(world: World, at: string): Promise<void> {
  const row = await rowOf(world)
  const links = LINKS.filter(column => plain(row, column))
  const isFinished = plain(row, 'Downloaded') === true
  expect({ at, links }).toEqual({ at, links: isFinished ? ['YouTube URL'] : [] })
}

async function assertFound(world: World): Promise<void> {
  const [cut, whole, another] = UPLOADS.found
  expect(plain(await rowOf(world), 'YouTube URL')).toBe(linkOfUpload(whole))
  expect(refusedIn(world)).toEqual([linkOfUpload(cut)])
  expect(await downloadsIn(world)).not.toContain(`download ${another}`)
  const page = world.wishes[0]?.page ?? ''
  const names = quarantineOf(world)
  expect(names).toEqual([expect.stringMatching(/^[0-9a-f]{8}\.json$/), expect.stringMatching(/^[0-9a-f]{8}\.wav$/)])
  const note: unknown = JSON.parse(readFileSync(join(world.varDir, 'quarantine', page, names[0] ?? ''), 'utf8'))
  expect(note).toMatchObject({ page, link: linkOfUpload(cut), checks: [{ verdict: 'fail' }] })
}

const linkOfUpload = (name: string) => linkOf({ site: 'youtube', name })

function rowOf(world: World) {
  return world.remote.read(world.wishes[0]?.page ?? '')
}

async function downloadsIn({ ytdlp }: World): Promise<string[]> {
  return ((await ytdlp?.asked()) ?? []).filter(line => line.startsWith('download'))
}

const quarantineOf = ({ varDir, wishes }: World) =>
  readdirSync(join(varDir, 'quarantine', wishes[0]?.page ?? '')).sort()

function refusedIn({ varDir }: World): string[] {
  const database = new DatabaseSync(join(varDir, 'orchestrator.db'), { readOnly: true })
  const rows = database.prepare('select link from refused_link order by at, link').all()
  database.close()
  return rows.map(({ link }) => String(link))
}
