// The control page in a local workspace, as a person uses it: through Notion’s own client.

import { afterEach, beforeEach, expect, it } from 'vitest'
import { armFailpoints } from '../../src/failpoint.ts'
import { failed } from '../../src/model/outcome.ts'
import { inputOf } from '../../src/model/track.ts'
import { discoverTracks } from '../../src/orchestrator/discover.ts'
import { playlistJob, trackJob } from '../../src/orchestrator/wishes.ts'
import { openControlPlace } from '../support/control-place.ts'

const ROWS = [
  { title: 'Night Ferry', artist: 'Nia Kessler', url: 'https://example.org/ferry.mp3' },
  { title: 'Low Tide', artist: 'Nia Kessler', url: 'https://example.org/tide.mp3' },
  { title: 'Which One', artist: 'Nia Kessler' },
]
const LINKS = ['https://soundcloud.com/nia/which-one', 'https://www.youtube.com/watch?v=abcdefghijk']

let place: Awaited<ReturnType<typeof openControlPlace>>
beforeEach(async () => {
  place = await openControlPlace(ROWS)
})
afterEach(async () => {
  armFailpoints('nothing=throw')
  await place[Symbol.asyncDispose]()
})

const texts = async () => (await place.blocks()).map(({ text }) => text)
const found = async (words: string) => (await place.blocks()).filter(({ text }) => text.includes(words))
const state = (page: string | undefined) => place.tools.queue.resting(`track:${page}`)?.state

it('is written with one request, read with one, and not written while nothing changes', async () => {
  await place.fail(await place.row(0), 'the server has no such file')
  expect(await place.look()).toBe(3) // is it a page, what stands there, the lines
  expect((await texts()).filter(text => !/tick|↳/.test(text))).toEqual([
    'Orchestrator',
    expect.stringContaining('A box you change is an order'),
    'Now',
    '0 at work, 0 wait for their turn',
    'Waiting',
    'Needs you',
    'Failed',
    'Left alone',
    'Services',
  ])
  expect(await found('Night Ferry')).toMatchObject([
    {
      type: 'to_do',
      checked: false,
      text: 'Nia Kessler – Night Ferry · the server has no such file · tick: try it again',
    },
  ])
  expect(await place.look()).toBe(1)
  await place.restart()
  expect(await place.look()).toBe(1)
  expect(await place.look({ isSoon: true })).toBe(0) // it was looked at a moment ago
  expect(await place.look({ isSoon: true, isNews: true })).toBe(1)
  await place.fail(await place.row(1), 'the server has no such file')
  expect(await place.look({ isSoon: true })).toBe(2) // there is something to say
})

it('an entry stands in one section at a time, however short ago “Now” was written', async () => {
  const { queue } = place.tools
  const first = await place.row(0)
  await queue.enqueue([trackJob(first, { at: Date.now(), asked: true })])
  const [job] = await queue.claim({ pool: 'tracks', limit: 1 })
  await place.look()
  expect(await found('Night Ferry')).toMatchObject([{ text: expect.stringContaining('leave it alone after this run') }])
  if (job) await queue.finish(job, failed('the server has no such file', 'No_Source'), { startedAt: Date.now() })
  await place.look({ isSoon: true })
  expect(await found('Night Ferry')).toMatchObject([{ text: expect.stringContaining('no such file') }])
  expect(await found('at work')).toMatchObject([{ text: '0 at work, 0 wait for their turn' }])
  await queue.enqueue([trackJob(await place.row(1), { at: Date.now(), asked: true })])
  expect(await place.look({ isSoon: true })).toBe(0) // what changes all the time alone is no news
})

it('says of everything at work what it is, and how many more there are', async () => {
  const { queue } = place.tools
  const lists = Array.from({ length: 7 }, (_, at) =>
    playlistJob({ link: `https://example.org/list/${at}` }, 'asked for'),
  )
  await queue.enqueue([trackJob(await place.row(0), { at: Date.now(), asked: true }), ...lists.slice(0, 3)])
  await queue.claim({ pool: 'tracks', limit: 9 })
  await queue.claim({ pool: 'lists', limit: 9 })
  await place.look()
  const now = async () => (await texts()).slice((await texts()).indexOf('Now') + 1, (await texts()).indexOf('Waiting'))
  expect(await now()).toHaveLength(5)
  expect((await now())[0]).toMatch(/^4 at work, 0 wait/)
  await queue.enqueue(lists)
  await queue.claim({ pool: 'lists', limit: 9 })
  await place.look()
  expect((await now()).at(0)).toMatch(/^8 at work/)
  expect((await now()).slice(6)).toEqual(['… and 3 more: orchestrator status'])
})

it('a tick is one order, answered in its place', async () => {
  await place.fail(await place.row(0), 'the server has no such file')
  await place.fail(await place.row(1), 'the server has no such file')
  await place.look()
  const id = await place.tick('Night Ferry')
  await place.look()
  expect(state(place.pages[0])).toBe('waiting')
  expect(state(place.pages[1])).toBe('failed')
  expect(await found('Night Ferry')).toMatchObject([
    {
      id,
      checked: true,
      text: expect.stringMatching(/\d\d:\d\d · Nia Kessler – Night Ferry: it is done again in the next cycle/),
    },
  ])
  expect(await place.look()).toBe(1)
  expect(place.tools.acts.last(9)).toMatchObject([{ by: 'control page', ok: true, act: { kind: 'retry' } }])
})

it('what is left alone is shown so, found by no look for work, and comes back by its box', async () => {
  await place.fail(await place.row(0), 'the server has no such file')
  await place.look()
  const id = (await found('↳ leave it alone'))[0]?.id ?? ''
  await place.person(call => call('PATCH', `blocks/${id}`, { to_do: { checked: true } }))
  await place.look()
  await place.restart()
  expect(place.tools.ignored.list()).toMatchObject([{ page: place.pages[0], label: 'Nia Kessler – Night Ferry' }])
  expect(await found('untick: look at it again')).toMatchObject([{ checked: true, type: 'to_do' }])
  expect((await discoverTracks(place.tools)).ready.map(({ id }) => id)).toEqual([place.pages[1]])
  await place.tick('untick: look at it again', false)
  await place.look()
  expect(place.tools.ignored.list()).toEqual([])
  expect(await found('tick: try it again')).toMatchObject([{ checked: false }])
})

it('which recording it is: each that may be it is a box, and the one that is ticked goes into the row', async () => {
  const row = await place.row(2)
  const { searches, store } = place.tools
  const offered = LINKS.map(link => ({ shown: `“Which One” by Nia, 3:20, ${link}`, because: 'the title is the same' }))
  await store.commit(() => searches.end(row.id, { input: inputOf(row), ended: 'asked', links: LINKS, offered }))
  await place.fail(row, 'Which of these is it?')
  await place.look()
  expect(await found('↳ take 2')).toMatchObject([
    { text: `↳ take 2: “Which One” by Nia, 3:20, ${LINKS[1]}: the title is the same` },
  ])
  await place.tick('↳ take 2')
  await place.look()
  expect(await place.row(2)).toMatchObject({ youtubeUrl: LINKS[1], soundcloudUrl: undefined })
  expect(place.tools.queue.resting(`track:${row.id}`)).toMatchObject({ state: 'waiting', asked: true })
  expect(await found('number 2 is taken')).toHaveLength(1)
  expect(await found('↳')).toEqual([])
})

it('a link that a person put into the row meanwhile counts for more than a tick', async () => {
  const row = await place.row(2)
  const { searches, store } = place.tools
  await store.commit(() => searches.end(row.id, { input: inputOf(row), ended: 'asked', links: LINKS }))
  await place.fail(row, 'Which of these is it?')
  await place.look()
  await place.person(call => call('PATCH', `pages/${row.id}`, { properties: { 'SoundCloud URL': { url: LINKS[0] } } }))
  await place.tick('↳ take 2')
  await place.look()
  expect(await found('not done: Nia Kessler – Which One: its row was edited since')).toHaveLength(1)
  expect((await place.row(2)).youtubeUrl).toBeUndefined()
})

it('a row that waits is worked on by a tick; a service is paused by one, over a restart, until the box is empty', async () => {
  const row = await place.row(2)
  const waiting = [{ id: row.id, label: 'Nia Kessler – Which One', because: 'it has no link yet' }]
  await place.look({ waiting })
  await place.tick('it has no link yet')
  await place.tick('YouTube')
  await place.look({ waiting })
  expect(state(row.id)).toBe('waiting')
  await place.restart()
  const { lanes } = place.tools
  expect(lanes.status().find(({ name }) => name === 'youtube')).toMatchObject({ state: 'paused' })
  expect(lanes.closed()).toEqual(new Set(['youtube']))
  await expect(lanes.run('youtube', async () => 1)).rejects.toThrow('YouTube was paused by a person')
  await place.look()
  expect(await found('YouTube is paused')).toMatchObject([{ checked: true }])
  await place.tick('YouTube is paused', false)
  await place.look()
  expect(await lanes.run('youtube', async () => 1)).toBe(1)
  expect(await found('YouTube')).toMatchObject([{ checked: false, text: 'YouTube · tick: pause it' }])
})

it('what a person writes, rewrites or puts inside stays; what they throw away is made again, once', async () => {
  await place.fail(await place.row(0), 'the server has no such file')
  await place.look()
  const [failed] = await found('Failed')
  const [entry] = await found('Night Ferry')
  await place.write('my own note', failed?.id)
  await place.rewrite(entry?.id ?? '', 'to_do', 'Night Ferry: I have the CD')
  const [how] = await found('A box you change')
  await place.remove(how?.id ?? '')
  await place.look()
  expect(await found('my own note')).toHaveLength(1)
  expect(await found('I have the CD')).toHaveLength(1)
  expect(await found('A box you change')).toHaveLength(1)
  expect(await found('the server has no such file')).toHaveLength(1)
  expect((await texts()).slice(0, 2)).toEqual(['Orchestrator', expect.stringContaining('A box you change')])
  await place.person(call =>
    call('PATCH', `blocks/${failed?.id}/children`, {
      children: [{ paragraph: { rich_text: [{ text: { content: 'inside' } }] } }],
    }),
  )
  for (const { id, text } of await place.blocks())
    if (text !== 'my own note' && id !== failed?.id) await place.remove(id)
  await place.look()
  expect((await texts()).filter(text => text === 'Failed')).toHaveLength(1)
  expect(await found('the server has no such file')).toHaveLength(1)
  expect(await found('my own note')).toHaveLength(1)
  expect(await place.look()).toBe(1)
})

it('a line that is ticked and rewritten is heard, also when the program dies before, and then the person’s', async () => {
  await place.fail(await place.row(0), 'the server has no such file')
  await place.look()
  const id = await place.tick('Night Ferry')
  await place.rewrite(id, 'to_do', 'please, now')
  armFailpoints('control-page.judged=throw')
  await expect(place.look()).rejects.toThrow()
  armFailpoints('nothing=throw')
  await place.restart()
  await place.look()
  expect(state(place.pages[0])).toBe('waiting')
  expect((await place.blocks()).find(block => block.id === id)).toMatchObject({ text: 'please, now', checked: true })
  expect(await found('it is done again')).toHaveLength(1)
  expect(place.tools.acts.last(9)).toHaveLength(1)
})

it('a tick in the moment of a write is heard at the next look', async () => {
  const row = await place.row(0)
  await place.fail(row, 'the server has no such file')
  await place.look()
  await place.fail(row, 'the server is away')
  await place.look({
    as: page => ({
      ...page,
      async change(...given) {
        await place.tick('Night Ferry')
        return page.change(...given)
      },
    }),
  })
  expect(await found('the server is away')).toMatchObject([{ checked: true }])
  expect(state(row.id)).toBe('failed')
  await place.look()
  expect(state(row.id)).toBe('waiting')
})

it('a line that a person put inside another block is made anew and does not stand twice', async () => {
  await place.fail(await place.row(0), 'the server has no such file')
  await place.look()
  const [entry] = await found('Night Ferry')
  const removed: string[] = []
  await place.look({
    as: page => ({
      ...page,
      children: async () => (await page.children()).filter(({ id }) => id !== entry?.id),
      remove: async id => {
        removed.push(id)
        await page.remove(id)
      },
    }),
  })
  expect(removed).toEqual([entry?.id])
  expect(await found('Night Ferry')).toHaveLength(1)
})

it.each(['judged', 'adding', 'added', 'changing', 'changed'])(
  'cut off at %s, an order is carried out once and no line stands twice',
  async point => {
    await place.fail(await place.row(0), 'the server has no such file')
    const cutOff = async (nth: number) => {
      armFailpoints(`control-page.${point}=throw@${nth}`)
      await place.look().catch(() => {})
      armFailpoints('nothing=throw')
      await place.restart()
    }
    await cutOff(1)
    await place.look()
    await place.tick('Night Ferry')
    await cutOff(1)
    await cutOff(1)
    await place.look()
    expect(place.tools.acts.last(9)).toHaveLength(1)
    expect(state(place.pages[0])).toBe('waiting')
    const all = await texts()
    expect(all.filter((text, at) => all.indexOf(text) !== at)).toEqual([])
    expect(await place.look()).toBe(1)
  },
)

it('a page in the trash is said once and looked for again later; nothing else stands still', async () => {
  await place.look()
  await place.person(call => call('PATCH', `pages/${place.page}`, { in_trash: true }))
  await place.fail(await place.row(0), 'the server has no such file')
  const trouble = () => JSON.parse(place.tools.ledger.fact(`control page ${place.page}`) ?? '{}').trouble
  await place.look()
  expect(trouble()).toMatch(/is in Notion’s trash$/)
  await place.person(call => call('PATCH', `pages/${place.page}`, { in_trash: false }))
  await place.look()
  expect(trouble()).toBeUndefined()
  expect(await found('Night Ferry')).toHaveLength(1)
})

it.each([
  ['0'.repeat(32), /^there is no page 0{8}-.*or it is not shared with this connection/],
  ['tracks', /is a database: expected a page$/],
])('of the id of %s it is said what is wrong with it', async (id, says) => {
  const { controlPage } = place.tools
  const database = id === 'tracks' ? (place.app.workspace?.ids.tracks ?? '') : id
  const other = (await controlPage?.())?.page(database)
  await expect(other?.require()).rejects.toThrow(says)
})
