import { describe, expect, it } from 'vitest'
import { fill, options, testOutbox } from './open.ts'

describe('what stood there before a write', () => {
  it('is kept from the first one on, whatever is written later', async () => {
    using opened = testOutbox()
    const { rows, outbox } = opened
    rows.edit('page', 'tags', ['Favourite', 'SC_404'])
    await opened.add({ tempo: fill(120), tags: options([], ['SC_404']) })
    await outbox.deliver('page')
    await opened.add({ tempo: fill(121), tags: options(['Too_Long']) })
    await outbox.deliver('page')
    expect(outbox.writtenTo('page')).toEqual([
      { field: 'tags', ours: ['Favourite', 'Too_Long'], before: ['Favourite', 'SC_404'] },
      { field: 'tempo', ours: 121, before: null },
    ])
  })

  it('is known also when the program dies in the middle of the write', async () => {
    using opened = testOutbox()
    const { rows } = opened
    rows.script.at = async moment => {
      if (moment === 'write done') throw new Error('dead')
    }
    await opened.add({ tempo: fill(120) })
    await expect(opened.outbox.deliver('page')).rejects.toThrow('dead')
    rows.script.at = async () => {}
    opened.restart()
    await opened.outbox.deliver('page')
    expect(opened.outbox.writtenTo('page')).toEqual([{ field: 'tempo', ours: 120, before: null }])
  })

  it('is not what an undo writes over', async () => {
    using opened = testOutbox()
    await opened.add({ artists: { how: 'options', add: ['a'], remove: [] } })
    await opened.outbox.deliver('page')
    await opened.store.commit(() => opened.outbox.forgetBefore('page'))
    await opened.add({ artists: { how: 'options', add: [], remove: ['a'], isUndo: true } })
    await opened.outbox.deliver('page')
    expect(opened.outbox.writtenTo('page')).toEqual([{ field: 'artists', ours: [] }])
  })
})

describe('a move that decides', () => {
  const reset = {
    wavPath: { how: 'move', from: '/gone.wav', value: null, decides: true },
    downloaded: { how: 'move', from: true, value: false, decides: true },
  } as const

  it('is made with all others, also over what another program wrote', async () => {
    using opened = testOutbox()
    opened.rows.edit('page', 'wavPath', '/gone.wav')
    opened.rows.edit('page', 'downloaded', true)
    await opened.add(reset)
    expect(await opened.outbox.deliver('page')).toEqual({ kind: 'written', kept: [] })
    expect(opened.rows.writes).toEqual([{ page: 'page', values: { wavPath: null, downloaded: false } }])
  })

  it('is not made, nor anything with it, once a person changed its cell', async () => {
    using opened = testOutbox()
    opened.rows.edit('page', 'wavPath', '/mine.wav')
    opened.rows.edit('page', 'downloaded', true)
    await opened.add(reset)
    expect(await opened.outbox.deliver('page')).toMatchObject({ kind: 'outdated' })
    expect(opened.rows.writes).toEqual([])
  })
})
