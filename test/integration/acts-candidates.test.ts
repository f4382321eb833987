// Which recording it is: one answer counts, however many come at once, and however late Notion is told.

import { afterEach, beforeEach, expect, it } from 'vitest'
import { Act } from '../../src/model/act.ts'
import { inputOf, type Track } from '../../src/model/track.ts'
import { performAct } from '../../src/orchestrator/acts/perform-act.ts'
import type { Tools } from '../../src/tools.ts'
import { openControlPlace } from '../support/control-place.ts'

const LINKS = ['https://soundcloud.com/nia/which-one', 'https://www.youtube.com/watch?v=abcdefghijk']

let place: Awaited<ReturnType<typeof openControlPlace>>
let row: Track
beforeEach(async () => {
  place = await openControlPlace([{ title: 'Which One', artist: 'Nia Kessler' }])
  row = await place.row(0)
  const { store, searches } = place.tools
  await store.commit(() => searches.end(row.id, { input: inputOf(row), ended: 'asked', links: LINKS }))
  await place.fail(row, 'Which of these is it?')
})
afterEach(() => place[Symbol.asyncDispose]())

const take = (choice: number, tools: Tools = place.tools) =>
  performAct(tools, Act.parse({ kind: 'candidate', page: row.id, choice, link: LINKS[choice - 1] }), {
    by: 'dashboard',
    readyStatuses: ['Ready'],
  })
const linksNow = async () => {
  const { soundcloudUrl, youtubeUrl } = await place.row(0)
  return [soundcloudUrl, youtubeUrl].filter(Boolean)
}

it('two at once: one is taken, and the other is told so', async () => {
  const answers = await Promise.all([take(1), take(2)])
  expect(answers.map(({ ok }) => ok).sort()).toEqual([false, true])
  expect(answers.find(({ ok }) => !ok)?.says).toMatch(/not offered any more|another recording was taken/)
  expect(await linksNow()).toHaveLength(1)
})

it('one after the other, while Notion does not take the first: the first counts', async () => {
  const { tools } = place
  const deliver = async () => ({ kind: 'waits' as const, reason: 'Notion is away', until: 0, everywhere: true })
  const away = { ...tools, outbox: { ...tools.outbox, deliver } }
  expect(await take(1, away)).toMatchObject({ ok: true })
  expect(await take(2, away)).toMatchObject({ ok: false, says: 'that recording is not offered any more' })
  await tools.outbox.deliver(row.id)
  expect(await linksNow()).toEqual([LINKS[0]])
})
