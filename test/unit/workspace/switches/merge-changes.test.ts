import { describe, expect, it } from 'vitest'
import type { Change } from '../../../../src/workspace/store/changes.ts'
import { dueGroups, mergeGroup } from '../../../../src/workspace/switches/webhooks/merge-changes.ts'

const PARENT = { id: 'd', type: 'database', data_source_id: 's' }
let seq = 0
function change(type: string, data: Record<string, unknown> = {}, more: Partial<Change> = {}): Change {
  seq += 1
  const entity = { id: 'e', type: type.split('.')[0] ?? '' }
  return { seq, at: seq, type, entity, author: 'u', data: { parent: PARENT, ...data }, ...more }
}
const types = (...changes: Change[]) => mergeGroup(changes).map(event => event.type)
const properties = (...ids: string[]) => change('page.properties_updated', { updated_properties: ids })

describe('changes of one page', () => {
  it('become one event with all properties, once each, and all authors', () => {
    const last = change('page.properties_updated', { updated_properties: ['b', 'c'] }, { author: 'v' })
    expect(mergeGroup([properties('a', 'b'), last, properties('a')])).toEqual([
      {
        type: 'page.properties_updated',
        entity: { id: 'e', type: 'page' },
        authors: ['u', 'v'],
        at: seq,
        data: { parent: PARENT, updated_properties: ['a', 'b', 'c'] },
      },
    ])
  })

  it('keep what was done apart by what it is', () => {
    const blocks = (...ids: string[]) =>
      change('page.content_updated', { updated_blocks: ids.map(id => ({ id, type: 'block' })) })
    const events = mergeGroup([blocks('1', '2'), properties('a'), blocks('2', '3')])
    expect(events.map(event => event.type)).toEqual(['page.content_updated', 'page.properties_updated'])
    expect(events[0]?.data.updated_blocks).toEqual(['1', '2', '3'].map(id => ({ id, type: 'block' })))
  })

  const [made, gone, back] = ['page.created', 'page.deleted', 'page.undeleted']
  it.each<[string[], string[]]>([
    [[made, gone], []],
    [[made, 'page.properties_updated', gone], []],
    [[made, gone, back], [made]],
    [[made, gone, back, gone], []],
    [[gone, back], []],
    [[gone, back, gone], [gone]],
    [[back, gone], []],
    [[back, gone, back], [back]],
    [[gone, back, 'page.moved'], ['page.moved']],
    [[made, 'page.properties_updated', 'page.moved'], [made]],
    [['page.properties_updated', gone], [gone]],
    [
      [back, 'page.properties_updated'],
      [back, 'page.properties_updated'],
    ],
    [['page.moved', 'page.moved'], ['page.moved']],
  ])('%j come to %j', (given, expected) => {
    expect(types(...given.map(type => change(type)))).toEqual(expected)
  })

  it('are told of a new page with the place it was moved to', () => {
    const [event] = mergeGroup([change('page.created'), change('page.moved', { parent: { id: 'p', type: 'page' } })])
    expect(event).toMatchObject({ type: 'page.created', data: { parent: { id: 'p', type: 'page' } } })
  })
})

describe('changes of columns', () => {
  const schema = (...actions: [string, string, string?][]) =>
    change('data_source.schema_updated', {
      updated_properties: actions.map(([id, action, name = id]) => ({ id, name, action })),
    })
  const left = (...changes: Change[]) => mergeGroup(changes)[0]?.data.updated_properties

  it('are put together, column by column', () => {
    expect(
      left(
        schema(['a', 'created'], ['b', 'updated'], ['c', 'created'], ['d', 'deleted']),
        schema(['a', 'updated', 'A'], ['b', 'deleted'], ['c', 'deleted'], ['d', 'created']),
      ),
    ).toEqual([
      { id: 'a', name: 'A', action: 'created' },
      { id: 'b', name: 'b', action: 'deleted' },
      { id: 'd', name: 'd', action: 'updated' },
    ])
  })

  it('that undo one another are no event', () => {
    expect(types(schema(['a', 'created']), schema(['a', 'deleted']))).toEqual([])
  })
})

describe('groups', () => {
  it('wait for the delay after their first change; comments and locks do not', () => {
    const at = (type: string, time: number, id = 'e') =>
      change(type, {}, { at: time, entity: { id, type: type.split('.')[0] ?? '' } })
    const waiting = [
      at('page.created', 100, 'one'),
      at('page.properties_updated', 150, 'two'),
      at('page.locked', 190, 'one'),
      at('page.properties_updated', 195, 'one'),
      at('comment.created', 199, 'three'),
    ]
    const due = (now: number) => dueGroups(waiting, now, 100).map(group => group.map(each => each.type))
    expect(due(199)).toEqual([['page.locked'], ['comment.created']])
    expect(due(200)).toEqual([['page.locked'], ['comment.created'], ['page.created', 'page.properties_updated']])
    expect(due(250)).toHaveLength(4)
  })

  it('of a comment are passed on as they are', () => {
    const made = change('comment.created', { page_id: 'p' })
    expect(mergeGroup([made])).toMatchObject([{ type: 'comment.created', data: { parent: PARENT, page_id: 'p' } }])
  })
})
