// Options: select, status and multi_select, and what Notion makes of an option's name.

import { z } from 'zod'
import { type CellType, expectValue, shown, unfit } from './cell-type.ts'
import { folded } from './same-text.ts'
import { start } from './split-text.ts'
import { wordsOf } from './text.ts'
import type { CellValue } from './values.ts'

const LONGEST_NAME = 100
const MOST_VALUES = 100

/** The name as it is written: Notion refuses commas (a low quotation mark, U+201A, looks the same) and more than 100 characters. */
export const optionName = (name: string): string => start(name.toWellFormed().replaceAll(',', '‚'), LONGEST_NAME)

/** Whether two names mean the same option: commas as they are written, blanks at the ends, case and split accents do not count. */
export const sameOption = (a: string, b: string): boolean => sameWord(a) === sameWord(b)
const sameWord = (name: string) => folded(optionName(name)).toLowerCase()

const Option = z.object({ name: z.string() })

export const oneOption: CellType<string> = {
  reads: 'the option’s name',
  writes: 'an option’s name of at most 100 characters, a comma in it as ‚ (U+201A)',
  read: value => expectValue(Option.nullable(), value, 'select')?.name,
  text: value => value,
  write(value, column) {
    const name = optionName(wordsOf(value, column))
    return name.trim() === '' ? null : { name }
  },
  same: (meant, answered) => sameOption(wordsOf(meant, ''), oneOption.read(answered, NO_CELL) ?? ''),
}

export const manyOptions: CellType<readonly string[]> = {
  reads: 'the options’ names',
  writes: 'all names anew, at most 100; commas as ‚ (U+201A)',
  read: value => expectValue(z.array(Option), value, 'multi_select').map(option => option.name),
  text: value => value.join(', '),
  write: (value, column) => namesOf(value, column).map(name => ({ name })),
  same: (meant, answered) => wordsIn(namesOf(meant, '')) === wordsIn(manyOptions.read(answered, NO_CELL) ?? []),
}

const NO_CELL = { type: '' }
/** Of two names that mean the same option Notion keeps one. */
const wordsIn = (names: readonly string[]) => JSON.stringify([...new Set(names.map(sameWord))].toSorted())

/** Without repetitions; blanks stay, as a person's own option may have them. */
function namesOf(value: CellValue, column: string): string[] {
  const { success, data } = z.array(z.string()).nullable().safeParse(value)
  if (!success) throw unfit(column, `${shown(value)} is no list of names`)
  const names = new Map((data ?? []).map(name => [optionName(name).toLowerCase(), optionName(name)]))
  if (data?.some(name => name.trim() === '')) throw unfit(column, 'an option needs a name')
  if (names.size > MOST_VALUES) throw unfit(column, `${names.size} options, Notion takes ${MOST_VALUES} in a cell`)
  return [...names.values()]
}
