import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Json, openApi, refusal, type TestApi } from '../unit/workspace/open-client.ts'

let api: TestApi
let table: string
beforeAll(async () => {
  api = openApi()
  const other = await api.table({ Name: { title: {} }, Bpm: { number: {} }, Kind: { select: {} } })
  const rollup = (target: string, name: string) => ({
    rollup: { relation_property_name: 'Rel', rollup_property_name: target, function: name },
  })
  table = await api.table({
    Name: { title: {} },
    Bpm: { number: {} },
    When: { date: {} },
    Who: { people: {} },
    Proof: { verification: {} },
    Go: { button: {} },
    Rel: { relation: { data_source_id: other, single_property: {} } },
    Double: { formula: { expression: 'prop("Bpm") * 2' } },
    Names: rollup('Name', 'show_original'),
    Kinds: rollup('Kind', 'show_original'),
    Sum: rollup('Bpm', 'sum'),
    Groups: rollup('Kind', 'count_per_group'),
  })
})
afterAll(() => api.workspace.close())

const on = (property: string, condition: Json): Json => ({ property, ...condition })

describe('a filter is refused:', () => {
  const missing = (path: string, names: string[]) =>
    `body failed validation. Fix one:\n${names.map(name => `${path}.${name} should be defined, instead was \`undefined\`.`).join('\n')}`
  it.each<[string, Json, string]>([
    [
      'a type there is none of',
      on('Name', { text: { contains: 'x' } }),
      'body failed validation. Fix one:\nbody.filter.or should be defined, instead was `undefined`.\nbody.filter.and should',
    ],
    ['no type', on('Name', {}), 'body failed validation. Fix one:\nbody.filter.or should be defined'],
    [
      'no condition',
      on('Name', { title: {} }),
      missing('body.filter.title', [
        'equals',
        'does_not_equal',
        'contains',
        'does_not_contain',
        'starts_with',
        'ends_with',
        'is_empty',
        'is_not_empty',
      ]),
    ],
    [
      'two conditions',
      on('Name', { title: { equals: 'x', contains: 'y' } }),
      'body failed validation: body.filter.title.contains should be not present, instead was `"y"`.',
    ],
    [
      'two types',
      on('Name', { title: { equals: 'x' }, number: { equals: 1 } }),
      'body failed validation: body.filter.number should be not present, instead was `{"equals":1}`.',
    ],
    [
      'another `type`',
      { ...on('Name', { title: { equals: 'x' } }), type: 'url' },
      'body failed validation: body.filter.type should be `"title"`, instead was `"url"`.',
    ],
    [
      'rich_text for a title',
      on('Name', { rich_text: { equals: 'x' } }),
      'database property title does not match filter rich_text',
    ],
    [
      'a filter on a button',
      on('Go', { checkbox: { equals: true } }),
      'database property button does not match filter checkbox',
    ],
    [
      'a formula by no kind',
      on('Double', { formula: { text: {} } }),
      missing('body.filter.formula', ['string', 'checkbox', 'number', 'date']),
    ],
    [
      'a rollup by no quantifier',
      on('Names', { rollup: { some: {} } }),
      missing('body.filter.rollup', ['any', 'none', 'every', 'date', 'number']),
    ],
    [
      'a list for a figure',
      on('Names', { rollup: { number: { equals: 1 } } }),
      'database property rollup does not match filter number',
    ],
    [
      'a figure for a list',
      on('Sum', { rollup: { any: { number: { equals: 1 } } } }),
      'database property rollup does not match filter any',
    ],
    [
      'a rollup without a filter',
      on('Groups', { rollup: { any: { number: { equals: 1 } } } }),
      'database property rollup does not match filter any',
    ],
    [
      'another type in a rollup',
      on('Kinds', { rollup: { any: { number: { equals: 1 } } } }),
      'database property select does not match filter number',
    ],
    [
      'an unknown state',
      on('Proof', { verification: { status: 'maybe' } }),
      'body failed validation: body.filter.verification.status should be `"verified"` or `"expired"` or `"none"`, instead was `"maybe"`.',
    ],
    [
      'a property beside a timestamp',
      { timestamp: 'created_time', created_time: { after: '2026-07-04' }, property: 'Made' },
      'body failed validation: body.filter.property should be not present, instead was `"Made"`.',
    ],
    [
      'a wrong timestamp',
      { timestamp: 'edited', edited: {} },
      'body failed validation: body.filter.timestamp should be `"created_time"` or `"last_edited_time"`, instead was `"edited"`.',
    ],
    [
      'a person that is no id',
      on('Who', { people: { contains: 'you' } }),
      'body failed validation: body.filter.people.contains should be a valid uuid, instead was `"you"`.',
    ],
    [
      '"me" as a row',
      on('Rel', { relation: { contains: 'me' } }),
      'body failed validation: body.filter.relation.contains should be a valid uuid, instead was `"me"`.',
    ],
    [
      'a word that is no date',
      on('When', { date: { equals: 'constructor' } }),
      'body failed validation: body.filter.date.equals should be a valid ISO 8601 date string, instead was `"constructor"`.',
    ],
    [
      'a stretch with something in it',
      on('When', { date: { past_week: { days: 7 } } }),
      'body failed validation: body.filter.date.past_week.days should be not present, instead was `7`.',
    ],
    [
      'a text for a number',
      on('Bpm', { number: { equals: '2' } }),
      'body failed validation: body.filter.number.equals should be a number, instead was `"2"`.',
    ],
    [
      'and with or',
      { and: [], or: [] },
      'body failed validation: body.filter.or should be not present, instead was `[]`.',
    ],
  ])('%s', async (_what, filter, message) => {
    const refused = await refusal(api.query(table, { filter }))
    expect(refused).toMatchObject({ status: 400, code: 'validation_error' })
    expect(refused.message.slice(0, message.length)).toBe(message)
  })
})

describe('a sort is refused:', () => {
  it.each<[Json, string]>([
    [{ property: 'Go' }, 'Could not sort by property Go: sorting by button is not supported.'],
    [{ property: 'Groups' }, 'Could not sort by property Groups: sorting by rollup is not supported.'],
    [
      { property: 'Name', timestamp: 'created_time' },
      'body failed validation: body.sorts[0].property should be not present, instead was `"Name"`.',
    ],
    [
      { property: 'Name', direction: 'up' },
      'body failed validation: body.sorts[0].direction should be `"ascending"` or `"descending"`, instead was `"up"`.',
    ],
    [{}, 'body failed validation: body.sorts[0].property should be defined, instead was `undefined`.'],
  ])('%j', async (sort, message) => {
    expect((await refusal(api.query(table, { sorts: [sort] }))).message).toBe(message)
  })
})

describe('a request is refused:', () => {
  it.each<[Json, string]>([
    [{ result_type: 'database' }, 'result_type should be `"page"` or `"data_source"`, instead was `"database"`.'],
    [{ in_trash: 'yes' }, 'in_trash should be a boolean, instead was `"yes"`.'],
    [{ is_archived: 1 }, 'is_archived should be a boolean, instead was `1`.'],
    [{ page_size: 0 }, 'page_size should be ≥ `1`, instead was `0`.'],
    [{ page_size: 2.5 }, 'page_size should be ≥ `1`, instead was `2.5`.'],
    [{ sorts: {} }, 'sorts should be an array, instead was `{}`.'],
    [{ sort: [] }, 'sort should be not present, instead was `[]`.'],
  ])('%j', async (body, message) => {
    expect(await refusal(api.query(table, body))).toEqual({
      status: 400,
      code: 'validation_error',
      message: `body failed validation: body.${message}`,
    })
  })
})
