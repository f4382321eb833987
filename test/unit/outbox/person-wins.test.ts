// S14: in any order of runs, writes, failures, deaths and a person's edits, what the person wrote stays.

import { describe, expect, it } from 'vitest'
import { Environment, Transient } from '../../../src/errors.ts'
import type { FieldWrites } from '../../../src/model/write.ts'
import fc from '../../support/property.ts'
import { memoryStore } from '../queue/open.ts'
import { fill, move, options, type TestOutbox, testOutbox } from './open.ts'
import { isBlank, type Moment } from './scripted-rows.ts'

const FILLED = ['tempo', 'key', 'summary'] as const
const MOMENTS: readonly Moment[] = ['read', 'read done', 'write', 'write done']
const STATUSES = ['Ready', 'In Progress', 'Completed', 'Failed']

const edit = fc.oneof(
  fc.record({ field: fc.constantFrom(...FILLED), value: fc.constantFrom('theirs', 'theirs too', null) }),
  fc.record({ field: fc.constant('status' as const), value: fc.constantFrom(...STATUSES) }),
  fc.record({ field: fc.constant('tags' as const), value: fc.constantFrom('Mine', 'Favourite') }),
)
type Edit = typeof edit extends fc.Arbitrary<infer E> ? E : never

/** What happens at one moment of a delivery. */
const event = fc.record({
  at: fc.constantFrom(...MOMENTS),
  what: fc.oneof(edit, fc.constantFrom('die' as const, 'fail' as const, 'away' as const)),
})
type Event = typeof event extends fc.Arbitrary<infer E> ? E : never

const step = fc.oneof(
  fc.record({ op: fc.constant('run' as const), edits: fc.array(edit, { maxLength: 2 }), status: fc.nat({ max: 3 }) }),
  fc.record({ op: fc.constant('deliver' as const), events: fc.array(event, { maxLength: 3 }) }),
  fc.record({ op: fc.constant('edit' as const), edit }),
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

describe('a person’s edit', () => {
  it('S14 is never written over, and what nobody touched ends with our newest value', {
    timeout: 120_000,
  }, async () => {
    using store = memoryStore()
    let lives = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 10 }), async steps => {
        lives += 1
        await live(testOutbox(store), steps, `page ${lives}`)
      }),
      { numRuns: 5000 },
    )
  })
})

/** What is known of one row's life beside the program. */
interface Life {
  page: string
  runs: number
  /** Statuses of which nobody can say who set them: what runs saw whose writes are not made yet, or tried to write. */
  seen: Set<string>
  /** Whether a run has begun since a person moved the status. */
  isSeen: boolean
  touched: Set<string>
  /** Our newest value of each field. */
  meant: Map<string, string>
  /** The person's tags that stand. */
  tags: Set<string>
}

async function live(opened: TestOutbox, steps: readonly Step[], page: string): Promise<void> {
  const life: Life = {
    page,
    runs: 0,
    seen: new Set(),
    isSeen: true,
    touched: new Set(),
    meant: new Map(),
    tags: new Set(),
  }
  const { rows } = opened
  rows.edit(page, 'status', 'Ready')
  rows.script.onChange = (field, before, value) => {
    if (field === 'tags' || before?.by !== 'person' || isBlank(before.value)) return
    if (field === 'status' && (life.isSeen || life.seen.has(String(before.value)))) return
    overwritten.push(`${field}: "${before.value}" of a person was replaced by "${value}"`)
  }
  const overwritten: string[] = []
  for (const one of steps) {
    opened.pass(1000)
    if (one.op === 'run') await run(opened, life, one)
    else if (one.op === 'edit') apply(opened, life, one.edit)
    else await deliver(opened, life, one.events)
  }
  opened.rows.script.at = async () => {}
  await opened.outbox.again()
  await opened.outbox.drain(new AbortController().signal)
  expect(overwritten).toEqual([])
  expect(opened.outbox.count()).toBe(0)
  for (const [field, value] of life.meant)
    if (!life.touched.has(field)) expect(`${field} ${rows.cell(page, field)}`).toBe(`${field} ${value}`)
  const tags = rows.cell(page, 'tags') ?? []
  for (const tag of life.tags) expect(tags).toContain(tag)
  if (life.runs > 0) expect(tags).toContain(`Ours ${life.runs % 2}`)
  expect(tags).not.toContain(`Ours ${(life.runs + 1) % 2}`)
}

/** The row is read, work is done while a person may edit it, and its results go to the outbox. */
async function run(opened: TestOutbox, life: Life, { edits, status }: Step & { op: 'run' }): Promise<void> {
  const { rows, outbox } = opened
  const { page } = life
  life.runs += 1
  const from = String(rows.cell(page, 'status'))
  if (!outbox.isPending(page)) life.seen.clear()
  life.seen.add(from)
  life.isSeen = true
  const isTheirs = (field: string) => {
    const value = rows.cell(page, field) ?? null
    return !isBlank(value) && !outbox.isOurs(page, field, value)
  }
  const fields: Record<string, FieldWrites[string]> = {}
  for (const field of FILLED) fields[field] = fill(`${field} ${life.runs}`, isTheirs(field))
  fields.status = move(from, STATUSES[status] ?? 'Ready')
  fields.tags = options([`Ours ${life.runs % 2}`], [`Ours ${(life.runs + 1) % 2}`])
  for (const one of edits) apply(opened, life, one)
  opened.pass(1000)
  await opened.add(fields, page)
  for (const field of FILLED) life.meant.set(field, `${field} ${life.runs}`)
  life.meant.set('status', STATUSES[status] ?? 'Ready')
}

function apply({ rows }: TestOutbox, life: Life, { field, value }: Edit): void {
  const { page } = life
  life.touched.add(field)
  if (field === 'status') life.isSeen = false
  if (field !== 'tags') {
    rows.edit(page, field, value)
    return
  }
  const now = rows.cell(page, 'tags')
  rows.edit(page, 'tags', [...new Set([...(now && typeof now === 'object' ? now : []), value])])
  life.tags.add(value)
}

/** One delivery, in which each event happens once. */
async function deliver(opened: TestOutbox, life: Life, events: readonly Event[]): Promise<void> {
  const dead = Promise.withResolvers<void>()
  const left = [...events]
  opened.rows.script.at = async moment => {
    for (const one of left.filter(({ at }) => at === moment)) {
      left.splice(left.indexOf(one), 1)
      if (one.what === 'fail') throw new Transient('500')
      if (one.what === 'away') throw new Environment('no connection')
      if (one.what === 'die') {
        dead.resolve()
        await new Promise<never>(() => {})
      } else apply(opened, life, one.what)
    }
  }
  const delivery = await Promise.race([opened.outbox.deliver(life.page), dead.promise])
  if (delivery?.kind !== 'written') life.seen.add(life.meant.get('status') ?? '')
  opened.restart()
}
