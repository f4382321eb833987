// An order on the control page, and a program that is killed while it writes what became of it.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { orchestrator } from '../../support/cli.ts'
import { openControlPlace } from '../../support/control-place.ts'

const ROWS = [{ title: 'Night Ferry', artist: 'Nia Kessler', url: 'https://example.org/ferry.mp3' }]

let place: Awaited<ReturnType<typeof openControlPlace>>
beforeAll(async () => {
  place = await openControlPlace(ROWS)
})
afterAll(() => place[Symbol.asyncDispose]())

const run = (failpoints = '') =>
  orchestrator(['--once', '--no-music-sync', '--var', place.varDir, '--log-level', 'error'], {
    CONTROL_PAGE_ID: place.page,
    EAGLE_ENABLED: 'false',
    FAILPOINTS: failpoints,
  })

it('carries it out once, and no line stands twice', { timeout: 120_000 }, async () => {
  await place.fail(await place.row(0), 'the server has no such file')
  await place.look()
  await place.write('my own note')
  await place.tick('↳ leave it alone')
  await place.closed(async () => {
    expect((await run('control-page.changed=kill')).code).toBe(-1)
    expect((await run('control-page.added=kill')).code).toBe(-1)
    expect((await run()).code).toBe(0)
  })
  expect(place.tools.acts.last(9)).toMatchObject([{ by: 'control page', ok: true, act: { kind: 'ignore' } }])
  expect(place.tools.ignored.list()).toMatchObject([{ page: place.pages[0] }])
  const texts = (await place.blocks()).map(({ text }) => text)
  expect(texts.filter((text, at) => texts.indexOf(text) !== at)).toEqual([])
  expect(texts.filter(text => text.includes('Night Ferry'))).toHaveLength(2) // the answer, and that it is left alone
  expect(texts).toContain('my own note')
})
