// E2, E5: a person moves a task while it is worked on, and sets finished ones back.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { text } from '../../support/bench.ts'
import { type House, openHouse } from './house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house[Symbol.asyncDispose]())

const status = (name: string) => ({ Status: { status: { name } } })
const STATUSES = ['In Progress', 'Completed', 'Failed', 'Archived']

/** A task that wants a track; the track's row is there already. */
async function linkedTask(title: string, url: string) {
  const track = await house.addTrack(title, url)
  const task = await house.add('tasks', {
    'Task Name': text('title', `Download the track ${title}`),
    Description: text('rich_text', url),
    ...status('Ready'),
  })
  return { task, track }
}

describe('a task', () => {
  it.each(STATUSES)('E2 moved to "%s" while its track is worked on stays there', async word => {
    const { task, track } = await linkedTask(`moved ${word}`, await house.song())
    house.hooks.at(track, 'convert and analyse', () => house.edit(task, status(word)))
    await house.cycle()
    expect((await house.row(task)).cell('Status')).toBe(word)
    expect((await house.row(track)).cell('Downloaded')).toBe(true)
    expect(house.tools.outbox.count()).toBe(0)
  })

  it('E2 moved before its work begins is not worked on', async () => {
    const { task, track } = await linkedTask('moved before', await house.song())
    house.hooks.at(track, 'find source', async () => {})
    await house.edit(track, { Downloaded: { checkbox: true } })
    await house.edit(task, status('Archived'))
    expect(await house.cycle()).toEqual([])
    expect((await house.row(task)).cell('Status')).toBe('Archived')
  })

  it('E5 set back to ready after it was done runs again, and makes nothing twice', async () => {
    const { task } = await linkedTask('set back', await house.song())
    await house.cycle()
    expect((await house.row(task)).cell('Status')).toBe('Completed')
    await house.edit(task, status('Ready'))
    expect(await house.cycle()).toMatchObject([{ id: task }])
    expect((await house.row(task)).cell('Status')).toBe('Completed')
    expect((await house.library()).filter(name => name.includes('set back'))).toHaveLength(1)
  })

  it('E5 set back to ready after it failed runs again', async () => {
    const missing = (await house.song()).replace(/song/, 'no song')
    const { task, track } = await linkedTask('failed', missing)
    await house.cycle()
    expect((await house.row(task)).cell('Status')).toBe('Failed')
    await house.edit(track, { URL: { url: await house.song() } })
    await house.edit(task, { ...status('Ready') })
    const ends = await house.cycle()
    expect(ends.map(({ id }) => id)).toContain(task)
  })

  it('E5 that failed, finished and set back again to what it was before is moved on by the next run', async () => {
    const { task } = await linkedTask('back and forth', await house.song())
    await house.cycle()
    for (let time = 0; time < 3; time += 1) {
      await house.edit(task, status('Ready'))
      await house.cycle()
      expect((await house.row(task)).cell('Status')).toBe('Completed')
    }
  })
})
