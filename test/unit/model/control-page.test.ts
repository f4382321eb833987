// The page as a person leaves it between two looks: nothing of theirs is lost, each order is heard once, and what is
// wanted is reached with the fewest requests.

import { expect, it } from 'vitest'
import { judge } from '../../../src/model/control-page/judge.ts'
import { type Held, type Line, type Seen, saidOf, textOf } from '../../../src/model/control-page/line.ts'
import { type PagePlan, planPage, requestsOf } from '../../../src/model/control-page/plan-page.ts'
import fc from '../../support/property.ts'

/** Whatever was written is shown at once. */
const SETTLED = { now: 0, settleMs: 0 }
type When = typeof SETTLED
const SECTIONS = ['now', 'failed', 'services']
const retry = (what: string) => ({ kind: 'retry', what }) as const
const lineOf = (section: string, number: number, text: string): Line => ({
  key: `${section} ${number}`,
  section,
  type: 'to_do',
  words: [{ text: `${section} ${number} ${text}` }],
  checked: false,
  tick: retry(`track:${section}${number}`),
})
const headingOf = (section: string): Line => ({
  key: `heading ${section}`,
  section,
  type: 'heading_3',
  words: [{ text: `the ${section}` }],
})

/** A page, and the program beside it. */
function openPlace() {
  let blocks: (Seen & { mine: boolean })[] = []
  let held: Held[] = []
  let made = 0
  let requests = 0

  const put = (line: Line, mine: boolean) => {
    made += 1
    return {
      id: `b${made}`,
      type: line.type,
      text: textOf(line),
      checked: line.checked ?? false,
      hasChildren: false,
      mine,
    }
  }
  const heldOf = (line: Line, id: string, turn = 0): Held => ({
    ...saidOf(line),
    id,
    section: line.section,
    type: line.type,
    turn,
    at: 0,
  })

  function carryOut(plan: PagePlan): void {
    requests = requestsOf(plan)
    for (const { held: one, line } of plan.changes) {
      const block = blocks.find(({ id }) => id === one.id)
      if (!block) throw new Error('a block that is not there is changed')
      Object.assign(block, { text: textOf(line), checked: line.checked ?? false })
      held = [...held.filter(({ id }) => id !== one.id), heldOf(line, one.id, one.turn + 1)]
    }
    let last: string | undefined
    for (const { after, follows, lines } of plan.additions) {
      expect(lines.length).toBeLessThanOrEqual(100)
      const news = lines.map(line => put(line, true))
      const anchor = follows ? last : after
      const place = anchor === undefined ? blocks.length : blocks.findIndex(({ id }) => id === anchor) + 1
      expect(place).toBeGreaterThan(anchor === undefined ? -1 : 0)
      blocks.splice(place, 0, ...news)
      last = news.at(-1)?.id
      held = [...held, ...lines.map((line, at) => heldOf(line, news[at]?.id ?? ''))]
    }
    for (const { id } of [...plan.removals, ...plan.leftOver]) {
      const isLeft = plan.leftOver.some(one => one.id === id)
      expect(blocks.find(block => block.id === id)?.hasChildren ?? false).toBe(isLeft)
      if (!isLeft) blocks = blocks.filter(block => block.id !== id)
      else for (const block of blocks) if (block.id === id) block.mine = false // what is inside is a person's
      held = held.filter(one => one.id !== id)
    }
  }

  return {
    person(work: (all: (Seen & { mine: boolean })[]) => void) {
      work(blocks)
    },
    /** One look. @returns the orders it heard */
    look(wanted: readonly Line[]): string[] {
      const seen = structuredClone(blocks)
      const judged = judge(held, seen, SETTLED)
      for (const { id } of judged.theirs) for (const block of blocks) if (block.id === id) block.mine = false
      const answered = new Map(judged.orders.map(({ held: one, checked }) => [one.id, checked]))
      held = judged.held.map(one =>
        answered.has(one.id)
          ? { ...one, key: `answer ${one.id} ${one.turn}`, checked: answered.get(one.id) ?? false, turn: one.turn + 1 }
          : one,
      )
      const known = new Set(held.map(({ key }) => key))
      const free = held.filter(({ key }) => !wanted.some(line => line.key === key)).length
      const plan = planPage(wanted, held, { seen })
      const other = plan.changes.filter(({ held: one, line }) => one.key === line.key).length
      expect(plan.changes.length + plan.removals.length + plan.leftOver.length).toBe(other + free)
      const missing = wanted.filter(({ key }) => !known.has(key))
      expect(plan.additions.length).toBeLessThanOrEqual(missing.length)
      if (missing.length === 0) expect(plan.additions).toEqual([])
      carryOut(plan)
      return judged.orders.map(({ held: one }) => `${one.id} ${one.turn}`)
    },
    get blocks() {
      return blocks
    },
    get held() {
      return held
    },
    get requests() {
      return requests
    },
  }
}

const wish = fc
  .array(
    fc.record({ section: fc.constantFrom(...SECTIONS), number: fc.nat(6), text: fc.constantFrom('a', 'b', 'c') }),
    {
      maxLength: 12,
    },
  )
  .map(entries => {
    const lines = [...new Map(entries.map(one => [`${one.section} ${one.number}`, one])).values()]
    return SECTIONS.flatMap(section => [
      headingOf(section),
      ...lines.filter(one => one.section === section).map(one => lineOf(section, one.number, one.text)),
    ])
  })
const edit = fc.record({
  what: fc.constantFrom('write', 'remove', 'move', 'rewrite', 'tick', 'nest'),
  at: fc.nat(40),
  to: fc.nat(40),
})

it('whatever a person does to the page, their blocks stay and the wanted lines are there once', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ wanted: wish, edits: fc.array(edit, { maxLength: 6 }) }), { maxLength: 6 }),
      rounds => {
        const place = openPlace()
        const heard = new Set<string>()
        let written = 0
        for (const { wanted, edits } of rounds) {
          place.person(all => {
            for (const { what, at, to } of edits) {
              const block = all[at % Math.max(1, all.length)]
              if (what === 'write') {
                written += 1
                const text = `a person’s ${written}`
                all.splice(at % (all.length + 1), 0, {
                  id: `p${written}`,
                  type: 'paragraph',
                  text,
                  checked: false,
                  hasChildren: false,
                  mine: false,
                })
              } else if (!block) continue
              else if (what === 'remove') all.splice(all.indexOf(block), 1)
              else if (what === 'move') all.splice(to % all.length, 0, ...all.splice(all.indexOf(block), 1))
              else if (what === 'rewrite') block.text += ', says a person'
              else if (what === 'tick' && block.type === 'to_do') block.checked = true
              else if (what === 'nest') block.hasChildren = true
            }
          })
          const theirs = structuredClone(place.blocks.filter(({ mine }) => !mine))
          const rewritten = structuredClone(place.blocks.filter(({ text }) => text.endsWith('says a person')))
          for (const order of place.look(wanted)) {
            expect(heard.has(order)).toBe(false)
            heard.add(order)
          }
          for (const block of [...theirs, ...rewritten])
            expect(place.blocks.find(({ id }) => id === block.id)).toMatchObject({
              text: block.text,
              checked: block.checked,
            })
          expect(place.held.map(({ key }) => key).toSorted()).toEqual(wanted.map(({ key }) => key).toSorted())
          for (const line of wanted) {
            const one = place.held.find(({ key }) => key === line.key)
            expect(place.blocks.find(({ id }) => id === one?.id)).toMatchObject({
              text: textOf(line),
              checked: line.checked ?? false,
            })
          }
          place.look(wanted)
          expect(place.requests).toBe(0)
        }
      },
    ),
    { numRuns: 300 },
  )
})

it('a new entry takes the place of one that is over, in one request', () => {
  const place = openPlace()
  place.look([headingOf('failed'), lineOf('failed', 1, 'a'), lineOf('failed', 2, 'a')])
  expect(place.requests).toBe(1)
  place.look([headingOf('failed'), lineOf('failed', 2, 'a'), lineOf('failed', 3, 'a')])
  expect(place.requests).toBe(1)
  expect(place.blocks.map(({ text }) => text)).toEqual(['the failed', 'failed 3 a', 'failed 2 a'])
})

it('one that a person moved out of its section is not used for another entry', () => {
  const place = openPlace()
  const first = [headingOf('now'), headingOf('failed'), lineOf('failed', 1, 'a')]
  place.look(first)
  place.person(all => all.splice(1, 0, ...all.splice(2, 1)))
  place.look([headingOf('now'), headingOf('failed'), lineOf('failed', 2, 'a')])
  expect(place.blocks.map(({ text }) => text)).toEqual(['the now', 'the failed', 'failed 2 a'])
})

it('250 lines are three requests, in their order', () => {
  const place = openPlace()
  const wanted = [headingOf('failed'), ...Array.from({ length: 249 }, (_, number) => lineOf('failed', number, 'a'))]
  place.look(wanted)
  expect(place.requests).toBe(3)
  expect(place.blocks.map(({ text }) => text)).toEqual(wanted.map(textOf))
  const middle = Array.from({ length: 150 }, (_, number) => lineOf('now', number, 'a'))
  const longer = [headingOf('now'), ...middle, ...wanted]
  const other = openPlace()
  other.look([headingOf('now'), ...wanted])
  other.look(longer)
  expect(other.requests).toBe(2)
  expect(other.blocks.map(({ text }) => text)).toEqual(longer.map(textOf))
})

it('a change that Notion may show late is not taken for a person’s', () => {
  const held: Held = {
    ...saidOf(lineOf('failed', 1, 'new')),
    id: 'b',
    section: 'failed',
    type: 'to_do',
    turn: 1,
    at: 100,
  }
  const old: Seen = { id: 'b', type: 'to_do', text: 'old', checked: true, hasChildren: false }
  const [soon, later, setBack] = [120, 220, -3000].map(now => ({ now, settleMs: 70 })) as [When, When, When]
  expect(judge([held], [old], soon)).toMatchObject({ held: [held], orders: [], theirs: [], gone: [] })
  expect(judge([held], [], soon)).toMatchObject({ held: [held], gone: [] })
  const ticked = { ...old, text: held.text } // it has the new words: the tick came after them
  expect(judge([held], [ticked], soon)).toMatchObject({ orders: [{ checked: true }] })
  expect(judge([held], [old], later)).toMatchObject({ held: [], orders: [{ checked: true }], theirs: [{ id: 'b' }] })
  expect(judge([held], [], setBack)).toMatchObject({ held: [], gone: [held] }) // nor does a clock keep it young for hours
})

it('of a write whose answer was lost, the page tells whether it was made', () => {
  const meant = saidOf(lineOf('failed', 2, 'new'))
  const held: Held = {
    ...saidOf(lineOf('failed', 1, 'old')),
    id: 'b',
    section: 'failed',
    type: 'to_do',
    turn: 0,
    at: 0,
    meant,
  }
  const block = (text: string, checked = false): Seen => ({ id: 'b', type: 'to_do', text, checked, hasChildren: false })
  expect(judge([held], [block('failed 2 new')], SETTLED).held).toMatchObject([{ key: 'failed 2' }])
  expect(judge([held], [block('failed 1 old')], SETTLED).held).toMatchObject([{ key: 'failed 1' }])
  expect(judge([held], [block('failed 2 new', true)], SETTLED).orders).toMatchObject([{ act: retry('track:failed2') }])
  expect(judge([held], [block('failed 1 old', true)], SETTLED).orders).toMatchObject([{ act: retry('track:failed1') }])
})
