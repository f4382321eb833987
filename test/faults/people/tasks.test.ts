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
    const { task, track } = await linkedTask(`moved ${STATUSES.indexOf(word)}`, house.webSong())
    house.hooks.at(track, 'convert and analyse', () => house.edit(task, status(word)))
    const ends = await house.cycle()
    expect(house.hooks.left()).toEqual([])
    expect(ends.map(({ id }) => id)).toContain(task)
    expect((await house.row(task)).cell('Status')).toBe(word)
    expect((await house.row(track)).cell('Downloaded')).toBe(true)
    expect(house.tools.outbox.count()).toBe(0)
  })

  it('E2 moved before its work begins is not worked on', async () => {
    const { task, track } = await linkedTask('moved before', house.webSong())
    await house.edit(track, { Downloaded: { checkbox: true } })
    await house.edit(task, status('Archived'))
    expect(await house.cycle()).toEqual([])
    expect((await house.row(task)).cell('Status')).toBe('Archived')
  })

  it('E5 set back to ready after it was done runs again, and makes nothing twice', async () => {
    const { task } = await linkedTask('set back', house.webSong())
    await house.cycle()
    expect((await house.row(task)).cell('Status')).toBe('Completed')
    await house.edit(task, status('Ready'))
    expect((await house.cycle()).find(({ id }) => id === task)).toMatchObject({ kind: 'skipped' })
    expect((await house.row(task)).cell('Status')).toBe('Completed')
    expect((await house.library()).filter(name => name.includes('set back'))).toHaveLength(1)
  })

  it('E5 set back to ready after it failed runs again', async () => {
    const missing = house.webSong().replace('/song', '/gone')
    const { task, track } = await linkedTask('nowhere', missing)
    await house.cycle()
    expect((await house.row(task)).cell('Status')).toBe('Failed')
    await house.edit(track, { URL: { url: house.webSong() } })
    await house.edit(task, status('Ready'))
    const ends = await house.cycle()
    expect(ends.map(({ id }) => id)).toContain(task)
  })

  it('E5 set back to ready again and again is moved on each time', async () => {
    const { task } = await linkedTask('back and forth', house.webSong())
    await house.cycle()
    for (let time = 0; time < 3; time += 1) {
      await house.edit(task, status('Ready'))
      await house.cycle()
      expect((await house.row(task)).cell('Status')).toBe('Completed')
    }
  })
})
