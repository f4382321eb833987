// What Notion does not say about queries, and what is taken for true here: each guess has its one place.
// Beside these: a date range is compared by its start, a filter for an option that does not exist matches no row,
// and what has nothing to compare (button, place, verification) cannot be sorted by.

import { raw, type Sql, sql } from './sql.ts'

/** Texts are compared ignoring case, character by character. For SQLite a text may end at a NUL, so there is none. */
export const folded = (text: string): string => text.toLowerCase().replaceAll('\0', '\u{FFFD}')

/** `does_not_…` matches empty cells too. */
export const unless = (condition: Sql): Sql => sql`((${condition}) IS NOT 1)`

/** Empty cells come last, in both directions. */
export const EMPTIES = 'NULLS LAST'

/** Texts that are the same up to here stand in the order they were made. */
export const SORTED_LENGTH = 1000

/** `{and: []}` and `{or: []}` match every row. */
export const NO_CONDITIONS = raw('1')

/** `every` is true of a rollup over no rows. */
export const EVERY_OF_NONE = raw('1')

/** Monday; days as in Date.getUTCDay. */
export const FIRST_WEEKDAY = 1

/** A page of a table is never verified. */
export const VERIFICATION = 'none'
