// Random tables and rows: every type of column, cells that are often empty, texts and dates that are seldom plain.

import { BOT_ID, PERSON_ID } from '../../../../src/workspace/api/identity.ts'
import fc from '../../../support/property.ts'
import { type Json, text, title } from '../open-client.ts'

const KINDS = ['Song', 'Mix', 'Ära', '100% live']
const STATES = ['Ready', 'Running', 'Done', 'Lost']
const GROUPS = ['To-do', 'In progress', 'Complete']
export const USERS = [PERSON_ID, BOT_ID, 'b0700000-0000-8000-8000-00000000000f']

/** Texts, and parts of them to look for. */
const TEXTS = [
  'a',
  'A',
  'ab',
  'Äpfel & Birnen',
  '100% sure',
  'snake_case',
  'back\\slash',
  `it's "quoted"`,
  '😀 smile',
  'line\nbreak',
  'ﬁn',
  'Straße',
  `${'long text '.repeat(30)}with a tail`,
  `${'x'.repeat(300)}tail`,
]
const PARTS = ['a', 'Ä', '%', '_', '\\', '"', '😀', 'tail', 'LONG TEXT', 'xxx', "t's", '\n', 'ss', '']
const graphemes = fc.string({ unit: 'grapheme', maxLength: 6 }).filter(each => !each.includes('\0'))
export const anyText = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...TEXTS) }, graphemes)
export const anyPart = fc.oneof(fc.constantFrom(...PARTS), anyText)
export const anyNumber = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constantFrom(0.1, 0.2, 1e21, -2.5))

/** Around 2026-07-04, the day of asking, and half a year away from it. */
const near = fc.constantFrom('2026-07-03', '2026-07-04', '2026-07-05')
const far = fc.constantFrom('2026-07-01', '2026-01-31', '2025-07-04', '2027-01-01')
const day = fc.oneof({ weight: 4, arbitrary: near }, { weight: 1, arbitrary: far })
const clock = fc.constantFrom('T00:00:00', 'T00:00:00.001', 'T23:30:00.000', 'T12:00')
export const anyMoment = fc.oneof(
  day,
  fc.tuple(day, clock, fc.constantFrom('Z', 'Z', '+02:00', '-05:30', '')).map(parts => parts.join('')),
)
const zoned = fc.record({
  start: fc.tuple(day, fc.constantFrom('T00:30:00', 'T23:30:00')).map(parts => parts.join('')),
  time_zone: fc.constantFrom('Europe/Vienna', 'America/New_York', 'Asia/Kolkata'),
})
const anyDate = fc.oneof(
  anyMoment.map(start => ({ start })),
  day.map(start => ({ start, end: '2027-07-04' })),
  zoned,
)

export interface RandomTable {
  kinds: string[]
  states: { name: string; group: string }[]
}
export const anyTable: fc.Arbitrary<RandomTable> = fc.record({
  kinds: fc.shuffledSubarray(KINDS, { minLength: 1 }),
  states: fc
    .shuffledSubarray(STATES, { minLength: 1 })
    .chain(names => fc.tuple(...names.map(name => fc.constantFrom(...GROUPS).map(group => ({ name, group }))))),
})

/** Columns both tables have. */
const common = ({ kinds }: RandomTable): Json => ({
  Name: { title: {} },
  Bpm: { number: {} },
  Done: { checkbox: {} },
  Kind: { select: { options: kinds.map(name => ({ name })) } },
  Tags: { multi_select: { options: kinds.map(name => ({ name })) } },
  When: { date: {} },
})
export const otherColumns = common

const rollup = (target: string, name: string): Json => ({
  rollup: { relation_property_name: 'Related', rollup_property_name: target, function: name },
})

/** The columns of the other table that rollups take. */
export const ROLLED_UP: Record<string, string> = {
  Names: 'Name',
  Bpms: 'Bpm',
  Flags: 'Done',
  Kinds: 'Kind',
  AllTags: 'Tags',
  Dates: 'When',
}

export const mainColumns = (table: RandomTable, other: string): Json => ({
  ...common(table),
  Note: { rich_text: {} },
  Link: { url: {} },
  Mail: { email: {} },
  Phone: { phone_number: {} },
  State: { status: { options: table.states } },
  Who: { people: {} },
  Files: { files: {} },
  Nr: { unique_id: {} },
  Made: { created_time: {} },
  Edited: { last_edited_time: {} },
  By: { created_by: {} },
  EditedBy: { last_edited_by: {} },
  Checked: { verification: {} },
  Related: { relation: { data_source_id: other, single_property: {} } },
  Double: { formula: { expression: 'prop("Bpm") * 2' } },
  Shout: { formula: { expression: 'prop("Name") + "!"' } },
  Fast: { formula: { expression: 'prop("Bpm") > 1' } },
  Due: { formula: { expression: 'prop("When")' } },
  Age: { formula: { expression: 'dateBetween(now(), prop("When"), "days")' } },
  Total: rollup('Bpm', 'sum'),
  Latest: rollup('When', 'latest_date'),
  ...Object.fromEntries(Object.entries(ROLLED_UP).map(([name, target]) => [name, rollup(target, 'show_original')])),
})

const named = (name: string) => ({ name })
const commonCells = ({ kinds }: RandomTable) => ({
  Name: anyText.map(title),
  Bpm: anyNumber.map(number => ({ number })),
  Done: fc.boolean().map(checkbox => ({ checkbox })),
  Kind: fc.constantFrom(...kinds).map(name => ({ select: { name } })),
  Tags: fc.shuffledSubarray(kinds).map(names => ({ multi_select: names.map(named) })),
  When: anyDate.map(date => ({ date })),
})

export interface RandomRow {
  properties: Json
  /** Rows of the other table, by their place in it. */
  related: number[]
  byPerson: boolean
  /** Minutes since the row before. */
  minutes: number
}

const rowOf = (cells: Record<string, fc.Arbitrary<Json>>): fc.Arbitrary<RandomRow> =>
  fc.record({
    properties: fc.record(cells, { requiredKeys: [] }),
    related: fc.uniqueArray(fc.nat(2), { maxLength: 3 }),
    byPerson: fc.boolean(),
    minutes: fc.constantFrom(0, 1, 60 * 24),
  })

export const otherRow = (table: RandomTable) => rowOf(commonCells(table))

export const mainRow = (table: RandomTable) =>
  rowOf({
    ...commonCells(table),
    Note: anyText.map(text),
    Link: anyText.filter(each => each !== '').map(url => ({ url })),
    Mail: fc.constantFrom('me@x.y', 'YOU@x.y').map(email => ({ email })),
    Phone: fc.constantFrom('+41 1', '+43 2').map(phone_number => ({ phone_number })),
    State: fc.constantFrom(...table.states).map(({ name }) => ({ status: { name } })),
    Who: fc.shuffledSubarray(USERS).map(ids => ({ people: ids.map(id => ({ id })) })),
    Files: fc
      .array(fc.constant({ name: 'f', external: { url: 'https://x.y/f' } }), { maxLength: 2 })
      .map(files => ({ files })),
  })
