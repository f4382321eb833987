// The program is killed between a finished track and its item in Eagle: the item is there once, and the row leads to it.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EaglePlace, importsIn, openEaglePlace } from '../../support/eagle/place.ts'
import { isWhole } from '../kill/points.ts'

/** The first ones are the short form. Of what every job passes, the track's own end comes first. */
const POINTS = [
  'write back.proved=kill',
  'import.done=kill',
  'import.told=kill',
  'write back.ran=kill',
  'job.claimed=kill@2',
  'eagle.intended=kill',
  'eagle.added=kill',
  'eagle.there=kill',
  'eagle.tagged=kill',
  'outbox.sending=kill@2',
  'outbox.sent=kill@2',
  'outbox.recorded=kill@2',
  'job.ended=kill@2',
  'job.recorded=kill@2',
] as const

let place: EaglePlace
beforeAll(async () => {
  place = await openEaglePlace()
})
afterAll(() => place[Symbol.asyncDispose]())

describe('L4: killed on the way into Eagle', () => {
  it.each(isWhole ? POINTS : POINTS.slice(0, 3))('%s', { timeout: 120_000 }, async failpoint => {
    const [page = ''] = await place.addRows([`Song ${POINTS.indexOf(failpoint)}`])
    const before = place.server.main.items.length
    expect((await place.run(['--once'], { FAILPOINTS: failpoint })).code).toBe(-1)
    const report = await place.once()
    expect(report).toMatchObject({ exitCode: 0, failed: 0, waiting: [] })
    expect(importsIn(report).every(({ kind }) => kind === 'done')).toBe(true)
    const items = place.server.main.items.slice(before)
    expect(items.map(({ tags }) => tags[0])).toEqual([`track:${page.replaceAll('-', '')}`])
    const row = (await place.rows()).find(({ Title }) => Title === `Song ${POINTS.indexOf(failpoint)}`)
    expect(row).toMatchObject({ Downloaded: '✓', 'Eagle File ID': items[0]?.id })
  })
})
