import { describe, expect, it } from 'vitest'
import { Environment, InputFault, Limited, Transient } from '../../../src/errors.ts'
import { NOON } from '../queue/open.ts'
import { fill, move, options, testOutbox } from './open.ts'

const signal = new AbortController().signal
const never = new Promise<void>(() => {})

describe('a write', () => {
  it('fills what is empty, replaces what is ours, and leaves what is a person’s', async () => {
    using opened = testOutbox()
    const { rows } = opened
    await opened.add({ tempo: fill(120), key: fill('A minor'), title: fill('Song') })
    await opened.outbox.deliver('page')
    rows.edit('page', 'key', 'C major')
    await opened.add({ tempo: fill(121), key: fill('B minor'), title: fill('Song') })
    const delivery = await opened.outbox.deliver('page')
    expect(delivery).toEqual({ kind: 'written', kept: [{ field: 'key', theirs: 'C major', ours: 'B minor' }] })
    expect(['tempo', 'key', 'title'].map(field => rows.cell('page', field))).toEqual([121, 'C major', 'Song'])
    expect(rows.writes.at(-1)?.values).toEqual({ tempo: 121 })
    expect(opened.said).toEqual([
      { page: 'page', text: 'Found, and not written over what stands here: key: B minor (here: C major)' },
    ])
  })

  it('of a value that stands there already is none, and does not make a person’s value ours', async () => {
    using opened = testOutbox()
    const { rows } = opened
    await opened.add({ tempo: fill(120) })
    await opened.outbox.deliver('page')
    rows.edit('page', 'tempo', 125)
    await opened.add({ tempo: fill(125) })
    await opened.outbox.deliver('page')
    await opened.add({ tempo: fill(126) })
    await opened.outbox.deliver('page')
    expect(rows.cell('page', 'tempo')).toBe(125)
    expect(rows.writes).toHaveLength(1)
  })

  it('does not fill again what a person emptied while the work was done', async () => {
    using opened = testOutbox()
    opened.rows.edit('page', 'tempo', null)
    await opened.add({ tempo: fill(120, true) })
    await opened.outbox.deliver('page')
    expect(opened.rows.cell('page', 'tempo')).toBe(null)
  })

  it('skips a field that has no column', async () => {
    using opened = testOutbox()
    await opened.add({ 'no column': fill('x'), title: fill('Song') })
    expect(await opened.outbox.deliver('page')).toEqual({ kind: 'written', kept: [] })
    expect(opened.rows.writes).toEqual([{ page: 'page', values: { title: 'Song' } }])
  })

  it('of options lets a person’s own stand', async () => {
    using opened = testOutbox()
    opened.rows.edit('page', 'tags', ['Favourite', 'SC_404'])
    await opened.add({ tags: options(['Too_Long'], ['SC_404']) })
    await opened.outbox.deliver('page')
    expect(opened.rows.cell('page', 'tags')).toEqual(['Favourite', 'Too_Long'])
  })
})

describe('a status', () => {
  it('moves from where it was when the work began, and not from where a person moved it', async () => {
    using opened = testOutbox()
    opened.rows.edit('page', 'status', 'Ready')
    await opened.add({ status: move('Ready', 'Completed') })
    await opened.outbox.deliver('page')
    expect(opened.rows.cell('page', 'status')).toBe('Completed')
    opened.rows.edit('page', 'status', 'Archived')
    await opened.add({ status: move('Ready', 'Failed') })
    await opened.outbox.deliver('page')
    expect(opened.rows.cell('page', 'status')).toBe('Archived')
  })

  it('E2 that a person moved back to what it was after the last run stays there', async () => {
    using opened = testOutbox()
    opened.rows.edit('page', 'status', 'Ready')
    await opened.add({ status: move('Ready', 'Completed') })
    await opened.outbox.deliver('page')
    opened.rows.edit('page', 'status', 'Ready')
    opened.pass(1000)
    opened.rows.edit('page', 'status', 'Completed')
    await opened.add({ status: move('Ready', 'Failed') })
    await opened.outbox.deliver('page')
    expect(opened.rows.cell('page', 'status')).toBe('Completed')
  })

  it('goes on from our own earlier write that was still on its way', async () => {
    using opened = testOutbox()
    const { rows, outbox } = opened
    rows.edit('page', 'status', 'Ready')
    await opened.add({ status: move('Ready', 'In Progress') })
    rows.script.at = async moment => {
      if (moment === 'write done') await opened.add({ status: move('Ready', 'Completed') })
      if (moment === 'write done') rows.script.at = async () => {}
    }
    await outbox.deliver('page')
    expect(rows.cell('page', 'status')).toBe('Completed')
  })
})

describe('several writes', () => {
  it('to one page are one while they wait, with the later values', async () => {
    using opened = testOutbox()
    await opened.add({ tempo: fill(120), tags: options(['SC_404']), status: move('Ready', 'In Progress') })
    await opened.add({ tempo: fill(121), tags: options([], ['SC_404']), status: move('Ready', 'Completed') })
    opened.rows.edit('page', 'status', 'Ready')
    expect(opened.outbox.count()).toBe(1)
    await opened.outbox.deliver('page')
    expect(opened.rows.writes).toEqual([{ page: 'page', values: { tempo: 121, status: 'Completed' } }])
  })

  it.each(['read', 'read done', 'write', 'write done'] as const)(
    'lose nothing when one is added at "%s" of the one before',
    async at => {
      using opened = testOutbox()
      const { rows } = opened
      await opened.add({ tempo: fill(120) })
      rows.script.at = async moment => {
        if (moment !== at) return
        rows.script.at = async () => {}
        await opened.add({ tempo: fill(121), key: fill('A minor') })
      }
      await opened.outbox.deliver('page')
      expect(opened.outbox.count()).toBe(0)
      expect([rows.cell('page', 'tempo'), rows.cell('page', 'key')]).toEqual([121, 'A minor'])
    },
  )

  it('to one page are made in their order, also when several ask for it at once', async () => {
    using opened = testOutbox()
    const values = Array.from({ length: 50 }, (_, n) => n)
    await Promise.all(
      values.map(async tempo => {
        await opened.add({ tempo: fill(tempo) })
        await opened.outbox.deliver('page')
      }),
    )
    const written = opened.rows.writes.map(({ values: { tempo } }) => Number(tempo))
    expect(written).toEqual([...written].sort((a, b) => a - b))
    expect(opened.rows.cell('page', 'tempo')).toBe(49)
  })
})

describe('Notion', () => {
  const failing = async (error: Error, at: 'read' | 'write' | 'write done') => {
    const opened = testOutbox()
    await opened.add({ tempo: fill(120) })
    opened.rows.script.at = async moment => {
      if (moment === at) throw error
    }
    return opened
  }

  it.each([
    ['away', new Environment('no connection'), true],
    ['limiting', new Limited('wait', NOON + 5000), true],
    ['failing', new Transient('500'), false],
  ])('%s: the write waits', async (_, error, everywhere) => {
    using opened = await failing(error, 'write')
    expect(await opened.outbox.deliver('page')).toMatchObject({ kind: 'waits', reason: error.message, everywhere })
    expect(opened.outbox.waiting(9)).toMatchObject([{ attempts: everywhere ? 0 : 1, state: 'sending' }])
    expect(opened.outbox.isPending('page')).toBe(true)
    opened.rows.script.at = async () => {}
    expect(await opened.outbox.deliver('page')).toMatchObject({ kind: 'written' })
    expect(opened.outbox.isPending('page')).toBe(false)
  })

  it('limiting: the time it named is kept to', async () => {
    using opened = await failing(new Limited('wait', NOON + 5000), 'read')
    await opened.outbox.drain(signal)
    opened.rows.script.at = async () => {}
    expect(await opened.outbox.drain(signal)).toMatchObject({ written: 0, waiting: 1 })
    opened.pass(5000)
    expect(await opened.outbox.drain(signal)).toMatchObject({ written: 1, waiting: 0 })
  })

  it('refusing a write: it is kept for a person, and the others go on', async () => {
    using opened = await failing(new InputFault('too long', 'Unknown_Error'), 'write')
    expect(await opened.outbox.deliver('page')).toMatchObject({ kind: 'refused', reason: 'too long' })
    opened.rows.script.at = async () => {}
    expect(opened.outbox.count()).toBe(0)
    await opened.add({ key: fill('A minor') })
    expect(await opened.outbox.deliver('page')).toMatchObject({ kind: 'written' })
    expect(opened.outbox.waiting(9)).toMatchObject([{ state: 'refused', reason: 'too long' }])
    await opened.outbox.again()
    await opened.outbox.drain(signal)
    expect(opened.rows.cell('page', 'tempo')).toBe(120)
  })

  it('having no such row: there is nothing left to write', async () => {
    using opened = await failing(new InputFault('gone', 'Unknown_Error', { fields: { status: 404 } }), 'read')
    expect(await opened.outbox.deliver('page')).toMatchObject({ kind: 'gone' })
    expect(opened.outbox.waiting(9)).toEqual([])
  })

  it('E1 having it in the trash: nothing is written', async () => {
    using opened = testOutbox()
    opened.rows.row('page').inTrash = true
    await opened.add({ tempo: fill(120) })
    expect(await opened.outbox.deliver('page')).toMatchObject({ kind: 'gone' })
    expect(opened.rows.writes).toEqual([])
    expect(opened.outbox.count()).toBe(0)
  })

  it('away: one page is asked, not all of them', async () => {
    using opened = await failing(new Environment('no connection'), 'read')
    for (let page = 0; page < 10; page += 1) await opened.add({ tempo: fill(120) }, `page ${page}`)
    let asked = 0
    opened.rows.script.at = async () => {
      asked += 1
      throw new Environment('no connection')
    }
    expect(await opened.outbox.drain(signal)).toMatchObject({ written: 0, waiting: 11, reason: 'no connection' })
    expect(asked).toBe(1)
  })

  it('failing for one page: the others are written', async () => {
    using opened = testOutbox()
    for (let page = 0; page < 5; page += 1) await opened.add({ tempo: fill(120) }, `page ${page}`)
    opened.rows.script.at = async (_moment, page) => {
      if (page === 'page 1') throw new Transient('it changed again')
    }
    expect(await opened.outbox.drain(signal)).toMatchObject({ written: 4, waiting: 1 })
  })
})

describe('the program dies', () => {
  it.each(['read', 'read done', 'write', 'write done'] as const)(
    'at "%s": the value is there in the end, and it is ours',
    async at => {
      using opened = testOutbox()
      const { rows } = opened
      await opened.add({ tempo: fill(120) })
      const reached = Promise.withResolvers<void>()
      rows.script.at = async moment => {
        if (moment !== at) return
        reached.resolve()
        await never
      }
      void opened.outbox.deliver('page')
      await reached.promise
      opened.restart()
      rows.script.at = async () => {}
      await opened.outbox.drain(signal)
      expect(rows.cell('page', 'tempo')).toBe(120)
      expect(rows.writes).toHaveLength(1)
      expect(opened.outbox.isOurs('page', 'tempo', 120)).toBe(true)
    },
  )

  it('after it wrote, and a person edits before it starts again: the edit stays', async () => {
    using opened = testOutbox()
    const { rows } = opened
    await opened.add({ tempo: fill(120), key: fill('A minor') })
    const reached = Promise.withResolvers<void>()
    rows.script.at = async moment => {
      if (moment !== 'write done') return
      reached.resolve()
      await never
    }
    void opened.outbox.deliver('page')
    await reached.promise
    rows.edit('page', 'tempo', 99)
    opened.restart()
    rows.script.at = async () => {}
    await opened.outbox.drain(signal)
    await opened.add({ tempo: fill(121), key: fill('B minor') })
    await opened.outbox.drain(signal)
    expect([rows.cell('page', 'tempo'), rows.cell('page', 'key')]).toEqual([99, 'B minor'])
  })
})

describe('what was written', () => {
  it('is known for as long as a query may lag', async () => {
    using opened = testOutbox()
    await opened.add({ tempo: fill(120) })
    await opened.outbox.deliver('page')
    expect(opened.outbox.isSettling('page')).toBe(true)
    opened.pass(60_000)
    expect(opened.outbox.isSettling('page')).toBe(false)
    expect(opened.outbox.wrote('page', 'tempo')).toBe(120)
    expect(opened.outbox.isOurs('page', 'tempo', 121)).toBe(false)
  })

  it('beside the outbox is ours too', async () => {
    using opened = testOutbox()
    await opened.outbox.remember('page', 'summary', 'a mark')
    opened.rows.edit('page', 'summary', 'a mark')
    await opened.add({ summary: fill('120 BPM') })
    await opened.outbox.deliver('page')
    expect(opened.rows.cell('page', 'summary')).toBe('120 BPM')
  })
})
