// Random filters of up to two levels, and random sorts, over the columns of random-rows.ts.

import fc from '../../../support/property.ts'
import type { Json } from '../open-client.ts'
import { anyMoment, anyNumber, anyPart, type RandomTable, ROLLED_UP, USERS } from './random-rows.ts'

type Condition = fc.Arbitrary<Json>

const either = (names: readonly string[], wanted: fc.Arbitrary<unknown>): Condition =>
  fc.tuple(fc.constantFrom(...names), wanted).map(([name, value]) => ({ [name]: value }))

const existence: Condition = fc.constantFrom({ is_empty: true }, { is_not_empty: true })
const texts = fc.oneof(
  either(['equals', 'does_not_equal', 'contains', 'does_not_contain', 'starts_with', 'ends_with'], anyPart),
  existence,
)
const numbers = fc.oneof(
  either(
    ['equals', 'does_not_equal', 'greater_than', 'less_than', 'greater_than_or_equal_to', 'less_than_or_equal_to'],
    anyNumber,
  ),
  existence,
)
const checkboxes = either(['equals', 'does_not_equal'], fc.boolean())
const words = [
  'today',
  'tomorrow',
  'yesterday',
  'one_week_ago',
  'one_week_from_now',
  'one_month_ago',
  'one_month_from_now',
]
const stretches = ['this_week', 'past_week', 'past_month', 'past_year', 'next_week', 'next_month', 'next_year']
const dates = fc.oneof(
  either(['equals', 'before', 'after', 'on_or_before', 'on_or_after'], fc.oneof(anyMoment, fc.constantFrom(...words))),
  fc.constantFrom(...stretches).map(name => ({ [name]: {} })),
  existence,
)
const people = fc.oneof(either(['contains', 'does_not_contain'], fc.constantFrom('me', ...USERS)), existence)

/** One name or several, of which some are no option. */
const names = (known: readonly string[]) => {
  const one = fc.constantFrom(...known, 'no such option')
  return fc.oneof(one, fc.array(one, { maxLength: 3 }))
}
const options = (known: readonly string[]) => fc.oneof(either(['equals', 'does_not_equal'], names(known)), existence)
const lists = (known: readonly string[]) => fc.oneof(either(['contains', 'does_not_contain'], names(known)), existence)

const inside = (key: string, condition: Condition): Condition => condition.map(each => ({ [key]: each }))
const formulas = fc.oneof(
  inside('string', texts),
  inside('number', numbers),
  inside('checkbox', checkboxes),
  inside('date', dates),
)
const ofRows = (key: string, condition: Condition): Condition =>
  fc.tuple(fc.constantFrom('any', 'none', 'every'), condition).map(([quantifier, each]) => ({
    [quantifier]: { [key]: each },
  }))

/** The conditions each column can be asked for, beside the type they are asked by. */
function leaves({ kinds, states }: RandomTable, related: readonly string[]): Record<string, [type: string, Condition]> {
  const relations = fc.oneof(either(['contains', 'does_not_contain'], fc.constantFrom(...related)), existence)
  return {
    Name: ['title', texts],
    Note: ['rich_text', texts],
    Link: ['url', texts],
    Mail: ['email', texts],
    Phone: ['phone_number', texts],
    Bpm: ['number', numbers],
    Nr: ['unique_id', numbers],
    Done: ['checkbox', checkboxes],
    Kind: ['select', options(kinds)],
    State: ['status', options([...states.flatMap(({ name, group }) => [name, group])])],
    Tags: ['multi_select', lists(kinds)],
    When: ['date', dates],
    Made: ['created_time', dates],
    Edited: ['last_edited_time', dates],
    Who: ['people', people],
    By: ['created_by', people],
    EditedBy: ['people', people],
    Files: ['files', existence],
    Related: ['relation', relations],
    Checked: ['verification', either(['status', 'does_not_equal'], fc.constantFrom('verified', 'expired', 'none'))],
    Double: ['formula', formulas],
    Shout: ['formula', formulas],
    Fast: ['formula', formulas],
    Due: ['formula', formulas],
    Age: ['formula', formulas],
    Total: ['rollup', inside('number', numbers)],
    Latest: ['rollup', inside('date', dates)],
    Names: ['rollup', ofRows('rich_text', texts)],
    Bpms: ['rollup', ofRows('number', numbers)],
    Flags: ['rollup', ofRows('checkbox', checkboxes)],
    Kinds: ['rollup', ofRows('select', options(kinds))],
    AllTags: ['rollup', ofRows('multi_select', lists(kinds))],
    Dates: ['rollup', ofRows('date', dates)],
  }
}

export function anyFilter(table: RandomTable, related: readonly string[]): fc.Arbitrary<Json> {
  const timestamp = fc
    .tuple(fc.constantFrom('created_time', 'last_edited_time'), dates)
    .map(([key, condition]): Json => ({ timestamp: key, [key]: condition }))
  const columns = Object.entries(leaves(table, related)).map(([property, [type, condition]]) =>
    condition.map((each): Json => ({ property, [type]: each })),
  )
  const leaf = fc.oneof({ weight: 1, arbitrary: timestamp }, { weight: 20, arbitrary: fc.oneof(...columns) })
  const group = (part: fc.Arbitrary<Json>) =>
    fc
      .tuple(fc.constantFrom('and', 'or'), fc.array(part, { maxLength: 3 }))
      .map(([key, parts]): Json => ({ [key]: parts }))
  return fc.oneof(leaf, leaf, group(leaf), group(fc.oneof(leaf, group(leaf))))
}

export function anySorts(): fc.Arbitrary<Json[]> {
  const direction = fc.constantFrom('ascending', 'descending')
  const sortable = [...Object.keys(leaves({ kinds: ['x'], states: [] }, ['x'])), ...Object.keys(ROLLED_UP)].filter(
    name => name !== 'Checked',
  )
  const byProperty = fc.record({ property: fc.constantFrom(...new Set(sortable)), direction })
  const byTime = fc.record({ timestamp: fc.constantFrom('created_time', 'last_edited_time'), direction })
  return fc.array(fc.oneof({ weight: 9, arbitrary: byProperty }, { weight: 1, arbitrary: byTime }), { maxLength: 3 })
}
