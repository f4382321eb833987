import { describe, expect, it } from 'vitest'
import { isAhead, type PrerequisiteState, whyNotReady } from '../../../src/model/ready.ts'
import { statusKind } from '../../../src/model/status-word.ts'
import type { Task } from '../../../src/model/task.ts'

const NOW = new Date(2026, 10, 21, 12)
const task = (more: Partial<Task> = {}): Task => ({
  id: 'a',
  url: '',
  createdAt: '',
  editedAt: '',
  inTrash: false,
  archived: false,
  title: 'Write the page',
  status: 'Ready',
  ...more,
})
const why = (more: Partial<Task>, states: Record<string, PrerequisiteState> = {}) =>
  whyNotReady(task(more), {
    readyStatuses: ['Ready', 'Not Started'],
    now: NOW,
    prerequisite: id => states[id] ?? 'unknown',
  })

describe('a task is left out', () => {
  it.each<[string, Partial<Task>, string | undefined]>([
    ['ready', {}, undefined],
    ['ready, in other letters', { status: ' not started ' }, undefined],
    ['archived', { archived: true }, 'it is archived'],
    ['blocked', { status: 'Blocked' }, 'its status is "Blocked"'],
    ['a draft', { status: 'Draft' }, 'its status is "Draft", which is not one of Ready, Not Started'],
    ['a review by its type', { taskType: 'Review Task' }, 'it is a review of another task'],
    ['a review by its title', { title: 'Review: Write the page' }, 'it is a review of another task'],
    ['no review by its words', { title: 'Review the set list' }, undefined],
    ['held by its dependencies', { dependency: 'Blocked' }, 'its dependency status is "Blocked"'],
    ['let go by its dependencies', { dependency: 'Ready' }, undefined],
    ['for another day', { notBefore: '2026-11-22' }, 'not before 2026-11-22'],
    ['for today', { notBefore: '2026-11-21' }, undefined],
    ['after itself', { prerequisites: ['a'] }, undefined],
    ['after what nobody knows', { prerequisites: ['b'] }, 'what it waits for is not known yet'],
  ])('%s', (_what, more, reason) => expect(why(more)).toBe(reason))

  it('because of tasks that come before it, by their names', () => {
    const open = { title: 'Buy', status: 'Draft' }
    expect(why({ prerequisites: ['b', 'c'] }, { b: 'met', c: open })).toBe('waits for "Buy" (Draft)')
    expect(why({ prerequisites: ['b', 'c', 'd', 'e'] }, { b: open, c: open, d: open, e: open })).toMatch(/and 1 more$/)
    expect(why({ prerequisites: ['b', 'c'] }, { b: 'met', c: 'met' })).toBeUndefined()
  })

  it('until a moment, in whatever zone it is given', () => {
    expect(isAhead(new Date(NOW.getTime() + 1000).toISOString(), NOW)).toBe(true)
    expect(isAhead(NOW.toISOString(), NOW)).toBe(false)
  })
})

it.each([
  ['Complete', 'completed'],
  ['In-Progress', 'working'],
  ['needs_input', 'blocked'],
  ['Cancelled', 'failed'],
  ['Ready To Publish', 'other'],
  ['', 'none'],
])('the status "%s" means %s', (word, kind) => expect(statusKind(word)).toBe(kind))
