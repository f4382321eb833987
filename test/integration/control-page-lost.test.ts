// The control page when answers are lost, a person is quick, or one of several orders cannot be carried out.

import { afterEach, beforeEach, expect, it } from 'vitest'
import { Environment } from '../../src/errors.ts'
import { armFailpoints } from '../../src/failpoint.ts'
import { openControlPlace } from '../support/control-place.ts'

const ROWS = ['Night Ferry', 'Low Tide', 'Third'].map(title => ({
  title,
  artist: 'Nia Kessler',
  url: `https://example.org/${title.length}.mp3`,
}))
const REASON = 'the server has no such file'
const LEAVE = '↳ leave it alone'

let place: Awaited<ReturnType<typeof openControlPlace>>
beforeEach(async () => {
  place = await openControlPlace(ROWS)
  for (const at of ROWS.keys()) await place.fail(await place.row(at), REASON)
})
afterEach(async () => {
  armFailpoints('nothing=throw')
  await place[Symbol.asyncDispose]()
})

const texts = async () => (await place.blocks()).map(({ text }) => text)

async function loseAnswer(): Promise<void> {
  armFailpoints('control-page.added=throw@1')
  await expect(place.look()).rejects.toThrow()
  armFailpoints('nothing=throw')
  await place.restart()
}

/** The first box that says so behind the line of a track. */
async function boxUnder(title: string) {
  const blocks = await place.blocks()
  const from = blocks.findIndex(({ text }) => text.includes(title))
  return blocks.slice(from).find(({ text }) => text === LEAVE)?.id ?? ''
}

const check = (id: string) => place.person(call => call('PATCH', `blocks/${id}`, { to_do: { checked: true } }))
const leftAlone = () => place.tools.ignored.list().map(({ page }) => page)

it('of lines that say the same each keeps its meaning, though the answer was lost and a person threw one away', async () => {
  await loseAnswer()
  await place.remove(await boxUnder('Third'))
  await place.look()
  await check(await boxUnder('Low Tide'))
  await place.look()
  expect(leftAlone()).toEqual([place.pages[1]])
})

it('nor does a line of an earlier life take the place of a new one', async () => {
  const page = await place.tools.controlPage?.()
  await page?.append([{ type: 'to_do', words: [{ text: LEAVE }], checked: false }])
  await loseAnswer()
  await place.look()
  await check(await boxUnder('Night Ferry'))
  await place.look()
  expect(leftAlone()).toEqual([place.pages[0]])
})

it('what a person writes in a line a moment after it was written is written over by nothing', async () => {
  const settleMs = 3_600_000
  await place.look({ settleMs })
  const blocks = await place.blocks()
  for (const title of ['Night Ferry', 'Low Tide']) {
    const { id = '' } = blocks.find(({ text }) => text.includes(title)) ?? {}
    await place.rewrite(id, 'to_do', `my words about ${title}`)
  }
  await place.fail(await place.row(0), 'the server is away') // its line would say something else
  const [, page = ''] = place.pages
  await place.tools.store.commit(() => place.tools.ignored.add({ page, label: 'Low Tide', reason: '' })) // and this one goes
  await place.look({ settleMs })
  expect((await texts()).filter(text => /^my words/.test(text))).toHaveLength(2)
  await place.look() // by now it is known whose they are
  const all = await texts()
  expect(all.filter(text => /^my words/.test(text))).toHaveLength(2)
  expect(all.filter(text => text.includes('the server is away'))).toHaveLength(1)
})

it('an order that cannot be carried out now holds up no other', async () => {
  const row = { id: '0123456789abcdef0123456789abcdef', label: 'Some Row', because: 'it has no link yet' }
  await place.look({ waiting: [row] })
  for (const words of ['it has no link yet', 'YouTube', 'SoundCloud']) await place.tick(words)
  const { tools } = place
  const { tracks } = tools
  Object.assign(tools, {
    tracks: async () => {
      throw new Environment('Music Tracks has another form')
    },
  })
  await expect(place.look({ waiting: [row] })).rejects.toThrow('Music Tracks has another form')
  const paused = tools.lanes.status().filter(({ state }) => state === 'paused')
  expect(paused.map(({ name }) => name).sort()).toEqual(['soundcloud', 'youtube'])
  Object.assign(tools, { tracks })
  await place.look({ waiting: [row] })
  expect(tools.acts.last(9)).toHaveLength(3)
})

it('a line that a person took along to another page stays there', async () => {
  await place.look()
  const taken = (await place.blocks()).find(({ text }) => text.includes('Night Ferry'))?.id ?? ''
  const removed: string[] = []
  await place.look({
    as: page => ({
      ...page,
      children: async () => (await page.children()).filter(({ id }) => id !== taken),
      block: async id => {
        const block = await page.block(id)
        expect(block?.onPage).toBe(page.id)
        return block && { ...block, onPage: '00000000-0000-4000-8000-000000000001' }
      },
      remove: async id => void removed.push(id),
    }),
  })
  expect(removed).toEqual([])
  expect((await texts()).filter(text => text.includes('Night Ferry'))).toHaveLength(2)
})

it('a page whose state was lost is taken over: no line stands twice, and what a person wrote stays', async () => {
  await place.look()
  const before = await texts()
  await place.write('my own words', (await place.blocks()).find(({ text }) => text.includes('Low Tide'))?.id)
  await place.rewrite(await boxUnder('Third'), 'to_do', 'a line that is mine now')
  const forget = () => {
    const { database } = place.tools.store
    database.exec("delete from page_block; delete from page_answer; delete from fact where name like 'control page%'")
  }
  forget()
  await place.look()
  expect((await texts()).toSorted()).toEqual([...before, 'my own words', 'a line that is mine now'].toSorted())
  await place.tick('Night Ferry')
  await place.look()
  expect(place.tools.queue.resting(`track:${place.pages[0]}`)?.state).toBe('waiting')
  forget()
  await place.remove((await place.blocks()).find(({ text }) => text === 'Now')?.id ?? '')
  await place.look()
  const all = await texts()
  expect(all.filter(text => text === 'Now')).toHaveLength(1)
  expect(all.filter((text, at) => text !== LEAVE && all.indexOf(text) !== at)).toEqual([])
})
