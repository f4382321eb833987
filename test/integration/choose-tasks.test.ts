// Which tasks of a database are started, and what is said of the others.

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { discoverTasks, openTasksOf, surveyTasks } from '../../src/orchestrator/task-survey.ts'
import { type Office, openOffice } from '../support/agents/office.ts'

const READY = ['Ready', 'Not Started']
let office: Office
beforeEach(async () => {
  office = await openOffice()
})
afterEach(() => office[Symbol.asyncDispose]())

const after = (...ids: string[]) => ({ 'Prerequisite Tasks': { relation: ids.map(id => ({ id })) } })
const look = async () => {
  const { tools } = office.house
  return surveyTasks(tools, await openTasksOf(tools, READY), { readyStatuses: READY })
}

it('says why each task is left out, archived ones too', async () => {
  const first = await office.addTask('first', { status: 'Draft' })
  await office.addTask('second', { more: after(first) })
  await office.addTask('archived', { more: { Archive: { checkbox: true } } })
  await office.addTask('Review: first')
  await office.addTask('blocked', { status: 'Blocked' })
  await office.addTask('held', { more: { 'Dependency Status': { select: { name: 'Blocked' } } } })
  await office.addTask('in a year', { more: { 'Not Before': { date: { start: '2999-01-01' } } } })
  await office.addTask('over', { status: 'Completed' })
  await office.addTask('ready')
  const { ready, left } = await discoverTasks(office.house.tools, READY, { archived: true })
  expect(ready.map(({ title }) => title)).toEqual(['ready'])
  expect(Object.fromEntries(left.map(({ task, because }) => [task.title, because]))).toEqual({
    first: 'its status is "Draft", which is not one of Ready, Not Started',
    second: 'waits for "first" (Draft)',
    archived: 'it is archived',
    'Review: first': 'it is a review of another task',
    blocked: 'its status is "Blocked"',
    held: 'its dependency status is "Blocked"',
    'in a year': 'not before 2999-01-01',
  })
})

it('a task starts when those before it are completed, which are read once', async () => {
  const ids = [
    await office.addTask('one', { status: 'Completed' }),
    await office.addTask('two', { status: 'Completed' }),
  ]
  const third = await office.addTask('three', { more: after(...ids) })
  expect((await look()).ready.map(({ id }) => id)).toEqual([third])
  const before = office.house.requests()
  await look()
  expect(office.house.requests() - before).toBe(1)
  await office.setStatus(ids[0] ?? '', 'In Progress')
  expect((await look()).left.find(({ task }) => task.id === third)?.because).toBe('waits for "one" (In Progress)')
})

it('one that failed, or is put away, holds the next; one in the trash does not', async () => {
  const failed = await office.addTask('failed', { status: 'Failed' })
  const archived = await office.addTask('gone', { status: 'Archived' })
  const trashed = await office.addTask('trashed', { status: 'Draft' })
  await office.house.setTrash(trashed, true)
  await office.addTask('after failed', { more: after(failed) })
  await office.addTask('after archived', { more: after(archived) })
  const free = await office.addTask('after trashed', { more: after(trashed) })
  const { ready, left } = await look()
  expect(ready.map(({ id }) => id)).toEqual([free])
  expect(left.map(({ because }) => because).toSorted()).toEqual([
    'waits for "failed" (Failed)',
    'waits for "gone" (Archived)',
  ])
})

it('so many unknown ones are read in one look and no more; the others wait for the next', async () => {
  const ids = []
  for (let n = 0; n < 60; n += 1) ids.push(await office.addTask(`done ${n}`, { status: 'Completed' }))
  for (const id of ids) await office.addTask('next', { more: after(id) })
  const spy = vi.spyOn(await office.house.tools.tasks(), 'read')
  expect((await look()).left).toHaveLength(10)
  expect(spy).toHaveBeenCalledTimes(50)
  expect((await look()).ready).toHaveLength(60)
})

it('more than a page of tasks is seen whole', async () => {
  for (let n = 0; n < 130; n += 1) await office.addTask(`Task ${n}`)
  expect((await look()).ready).toHaveLength(130)
})
