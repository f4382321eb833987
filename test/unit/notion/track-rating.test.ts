// A row's stars, as a number or as an option.

import { describe, expect, it } from 'vitest'
import { toTrack } from '../../../src/notion/track-row.ts'

type Row = Parameters<typeof toTrack>[0]
const PAGE = { id: 'x', created_time: '', last_edited_time: '', in_trash: false, is_archived: false }
const ratingOf = (rating: unknown) =>
  toTrack({ page: PAGE, cells: { rating, downloaded: { type: 'checkbox', checkbox: false } } } as unknown as Row).rating
const option = (name: string) => ({ type: 'select', select: { id: 'a', name, color: 'default' } })

describe('the rating of a row', () => {
  it.each([
    [{ type: 'number', number: 4 }, 4],
    [{ type: 'number', number: 0 }, 0],
    [{ type: 'number', number: null }, undefined],
    [option('★★★☆☆'), 3],
    [option('⭐️⭐️'), 2],
    [option('4'), 4],
    [option('5 stars'), 5],
    [option('great'), undefined],
    [undefined, undefined],
  ])('%j is %s', (cell, rating) => {
    expect(ratingOf(cell)).toBe(rating)
  })
})
