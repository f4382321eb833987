// The program is killed while it puts a track into Eagle, at each of its own points and around requests: the next run
// adopts what is there, and each file is there once.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { MARK, openHouse } from '../../support/eagle/user.ts'
import { figure } from '../../support/figure.ts'
import { chosen, isWhole, numbersOf, SEED } from '../kill/points.ts'

const CHILD = join(import.meta.dirname, 'eagle-child.ts')
/** How long a run looks for an add whose answer it does not know. */
const LAND_MS = '1500'

async function openBench(version: 'V1' | 'V2') {
  const house = await openHouse()
  const varDir = mkdtempSync(join(house.dir, 'var-'))
  Object.assign(house.server.state, { version, hidden: 5, sizeless: 2 })
  const files = [house.file('a.wav', 'the wav'), house.file('a.aiff', 'the aiff')].map(({ path }) => path)
  const start = (failpoints = '') => {
    const child = spawn(process.execPath, [CHILD, varDir, house.server.url, LAND_MS, ...files], {
      env: { PATH: process.env.PATH, FAILPOINTS: failpoints },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk
    })
    const ended = once(child, 'close').then(() => said)
    return { child, ended }
  }
  /** What must be true in the end, whatever happened. */
  const expectOnce = () => {
    const { main } = house.server
    main.settle()
    expect(main.folders.map(({ name }) => name)).toEqual(['Playlists', 'Sunday'])
    expect(main.items.map(({ ext, size, isDeleted }) => [ext, size, isDeleted]).sort()).toEqual([
      ['aiff', 8, false],
      ['wav', 7, false],
    ])
    for (const { tags, folders } of main.items) {
      expect(tags.slice(0, 3)).toEqual([MARK, 'House', 'BPM128'])
      expect(tags).toHaveLength(4)
      expect(folders).toEqual([main.folders[1]?.id])
    }
  }
  return { ...house, start, expectOnce, [Symbol.asyncDispose]: () => house[Symbol.asyncDispose]() }
}

/** The first ones are the short form. */
const POINTS = [
  ['V2', 'eagle.intended=kill@1', 'added,added'],
  ['V2', 'eagle.added=kill@1', 'there,added'],
  ['V1', 'eagle.added=kill@2', 'there,there'],
  ['V2', 'eagle.folder=kill@2', 'added,added'],
  ['V2', 'eagle.folder=kill@1', 'added,added'],
  ['V2', 'eagle.there=kill@2', 'there,there'],
  ['V2', 'eagle.tagged=kill@1', 'there,added'],
  ['V1', 'eagle.intended=kill@2', 'there,added'],
] as const

describe('killed at its own points', () => {
  it.each(isWhole ? POINTS : POINTS.slice(0, 4))('%s, %s: each file is there once', async (version, failpoint, was) => {
    await using bench = await openBench(version)
    expect(await bench.start(failpoint).ended).toBe('')
    expect(await bench.start().ended).toBe(was)
    bench.expectOnce()
  })
})

describe('L4: killed around a request', () => {
  /** With the `nth` request the program dies: before Eagle does what was asked, or after. */
  async function killAt(nth: number, isDone: boolean): Promise<void> {
    await using bench = await openBench('V2')
    const first = bench.start()
    let count = 0
    bench.server.next(
      '',
      pass => {
        count += 1
        if (count !== nth) return pass()
        if (isDone) pass()
        first.child.kill('SIGKILL')
        return 'cut'
      },
      nth,
    )
    expect(await first.ended).toBe('')
    expect(await bench.start().ended).toMatch(/^(added|there),(added|there)$/)
    bench.expectOnce()
  }

  it('each file is there once', { timeout: 600_000 }, async () => {
    const requests = await requestsOf()
    const all = Array.from({ length: requests }, (_, at) => [
      { nth: at + 1, isDone: false },
      { nth: at + 1, isDone: true },
    ]).flat()
    const points = isWhole ? all : chosen(all, 2, numbersOf(SEED))
    for (const { nth, isDone } of points) await killAt(nth, isDone)
    figure('L4', `killed at ${points.length} of ${all.length} points around ${requests} requests: 0 lost, 0 doubled`)
  })

  async function requestsOf(): Promise<number> {
    await using bench = await openBench('V2')
    expect(await bench.start().ended).toBe('added,added')
    bench.expectOnce()
    return bench.server.asked.length
  }
})
