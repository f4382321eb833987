// Ended in the middle, edited in the middle, started twice.

import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, link, openBench, STACK, treeOf } from '../support/bench.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench({ AUDIO_FORMATS: 'wav' })
})
afterAll(() => bench[Symbol.asyncDispose]())

const ONCE = ['--once', '--no-music-sync']
let songs = 0
async function slowRow() {
  songs += 1
  const name = `slow${songs}`
  return { name, id: await bench.addTrack(name, bench.media.url(`/${name}.wav?pitch=${400 + 10 * songs}`)) }
}
const filesOf = async (name: string) => (await bench.library()).filter(file => file.includes(`/${name} `))

async function finish({ name, id }: { name: string; id: string }) {
  bench.media.release()
  const running = bench.start([...ONCE, '--json'])
  await bench.media.asked()
  bench.media.release()
  const { code, stdout } = await running.ended
  expect(code, stdout).toBe(0)
  expect(await bench.row(id)).toMatchObject({ downloaded: true, tags: [] })
  expect(await filesOf(name)).toHaveLength(1)
  expect(await bench.leftovers()).toEqual([])
}

describe('ended in the middle', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    '%s: ends soon, the row is untouched, the next run finishes it',
    async signal => {
      const row = await slowRow()
      const running = bench.start(ONCE)
      await bench.media.asked()
      bench.writes.length = 0
      const at = Date.now()
      running.child.kill(signal)
      const { code, stdout, stderr } = await running.ended
      expect(Date.now() - at).toBeLessThan(20_000)
      expect(code).toBe(1)
      expect(stdout + stderr).not.toMatch(STACK)
      expect(bench.writes).toEqual([])
      expect(await bench.leftovers()).toEqual([])
      await finish(row)
    },
  )

  it('before any row is known: it is not called "nothing to do"', async () => {
    const asked = Promise.withResolvers<void>()
    const never = new Promise<undefined>(() => {})
    bench.setFault((_method, path) => {
      if (!path.endsWith('/query')) return undefined
      asked.resolve()
      return never
    })
    const running = bench.start(ONCE)
    await asked.promise
    running.child.kill('SIGTERM')
    const { code, stdout } = await running.ended
    bench.setFault()
    expect(code).toBe(1)
    expect(stdout).toMatch(/^Stopped/)
  })

  it('a second SIGINT ends at once', async () => {
    const row = await slowRow()
    const running = bench.start(ONCE)
    await bench.media.asked()
    running.child.kill('SIGINT')
    running.child.kill('SIGINT')
    const at = Date.now()
    await running.ended
    expect(Date.now() - at).toBeLessThan(2000)
    await finish(row)
  })

  it('kill -9: a plan changes nothing, the next run finishes it with one set of files', async () => {
    const row = await slowRow()
    const running = bench.start(ONCE)
    await bench.media.asked()
    running.child.kill('SIGKILL')
    await running.ended
    const before = await treeOf(bench.varDir)
    expect((await bench.run(['plan', '--json'])).code).toBe(0)
    expect(await treeOf(bench.varDir)).toEqual(before)
    await finish(row)
  })

  it('kill -9 between the files and the row: the files are adopted', async () => {
    const id = await bench.addTrack('adopted', bench.media.url('/adopted.wav?pitch=777'))
    const written = Promise.withResolvers<void>()
    bench.setFault(async method => {
      if (method !== 'PATCH') return undefined
      written.resolve()
      await sleep(3000)
      return new Response(null, { status: 500 })
    })
    const running = bench.start(ONCE)
    await written.promise
    running.child.kill('SIGKILL')
    await running.ended
    bench.setFault()
    expect(await filesOf('adopted')).toHaveLength(1)
    expect((await bench.report(ONCE)).exitCode).toBe(0)
    expect(await filesOf('adopted')).toHaveLength(1)
    expect(await bench.row(id)).toMatchObject({ downloaded: true })
  })
})

describe('two instances on one var', () => {
  it('the second names the holder and leaves within two seconds', async () => {
    const row = await slowRow()
    const running = bench.start(ONCE)
    await bench.media.asked()
    const at = Date.now()
    const { code, stdout, stderr } = await bench.run(['--once', '--json'])
    expect(code).toBe(75)
    expect(stdout).toBe('')
    expect(stderr).toMatch(
      new RegExp(`^orchestrator: another instance works in .* \\(process ${running.child.pid}, .*\\)\\n$`),
    )
    expect(Date.now() - at).toBeLessThan(2000)
    expect((await bench.run(['status'])).code).toBe(0)
    bench.media.release()
    expect((await running.ended).code).toBe(0)
    expect(await filesOf(row.name)).toHaveLength(1)
  })
})

describe('a row that changes while it runs', () => {
  it('an edited link wins: nothing is written, and the new one is done next', async () => {
    const row = await slowRow()
    const running = bench.start(ONCE)
    await bench.media.asked()
    await bench.edit(row.id, link(bench.media.url('/edited.wav?pitch=850')))
    bench.writes.length = 0
    bench.media.release()
    const { code, stdout } = await running.ended
    expect(code).toBe(1)
    expect(stdout).toMatch(/edited meanwhile/)
    expect(bench.writes).toEqual([])
    expect(await filesOf(row.name)).toEqual([])
    expect((await bench.report(ONCE)).exitCode).toBe(0)
    expect(await bench.row(row.id)).toMatchObject({ downloaded: true })
  })

  it('a row put into the trash is left there', async () => {
    const row = await slowRow()
    const running = bench.start(ONCE)
    await bench.media.asked()
    await bench.trash(row.id)
    bench.writes.length = 0
    bench.media.release()
    const { code, stdout } = await running.ended
    expect(code, stdout).toBe(0)
    expect(bench.writes).toEqual([])
    expect(await filesOf(row.name)).toEqual([])
    expect(await bench.leftovers()).toEqual([])
  })
})
