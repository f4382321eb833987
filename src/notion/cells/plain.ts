// Cells of one plain value: number, checkbox, place, verification, and what Notion itself keeps about a row.

import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { type CellType, expectValue, shown, unfit } from './cell-type.ts'
import { date, readDate, writeDate } from './dates.ts'
import type { Place, UniqueId, Verification } from './values.ts'

export const number: CellType<number> = {
  reads: 'the number',
  writes: 'a number; NaN and infinity are refused',
  read: value => expectValue(z.number().nullable(), value, 'number') ?? undefined,
  text: String,
  write(value, column) {
    if (value === null || (typeof value === 'number' && Number.isFinite(value))) return value
    throw unfit(column, `${shown(value)} is no number`)
  },
  same: (meant, answered) => meant === answered || isNear(meant, answered),
}

export const checkbox: CellType<boolean> = {
  reads: 'whether it is ticked',
  writes: 'ticked or not',
  read: value => expectValue(z.boolean(), value, 'checkbox'),
  text: String,
  write(value, column) {
    if (value === null || typeof value === 'boolean') return value === true
    throw unfit(column, `${shown(value)} is neither true nor false`)
  },
}

/** 0.1 + 0.2 may come back as 0.3: no service keeps more than fifteen digits for sure. */
function isNear(a: unknown, b: unknown): boolean {
  return typeof a === 'number' && typeof b === 'number' && a.toPrecision(15) === b.toPrecision(15)
}

const PlaceForm = z.object({
  lat: z.number(),
  lon: z.number(),
  name: z.string().nullish(),
  address: z.string().nullish(),
})

export const place: CellType<Place> = {
  reads: 'latitude, longitude, name and address',
  writes: 'the same',
  read(value) {
    const given = expectValue(PlaceForm.nullish(), value, 'place')
    if (!given) return undefined
    const { lat, lon, name, address } = given
    return { lat, lon, ...(name != null && { name }), ...(address != null && { address }) }
  },
  text: ({ lat, lon, name, address }) => name ?? address ?? `${lat}, ${lon}`,
  write(value, column) {
    const { success, data } = PlaceForm.nullable().safeParse(value)
    if (success) return data
    throw unfit(column, `${shown(value)} is no place`)
  },
  // Notion answers a place as empty to most clients, whatever it holds.
  same: (meant, answered) =>
    answered === null || isDeepStrictEqual(place.read(meant, PLACE_CELL), place.read(answered, PLACE_CELL)),
}

const PLACE_CELL = { type: 'place' }

const VerificationForm = z.object({
  state: z.enum(['verified', 'unverified', 'expired']),
  date: z.unknown(),
  verified_by: z.object({ id: z.string() }).nullish(),
})
const VerificationGiven = z.object({
  state: z.enum(['verified', 'unverified']),
  date: z.object({ start: z.string(), end: z.string().optional(), timeZone: z.string().optional() }).optional(),
})

export const verification: CellType<Verification> = {
  reads: 'the state, when and by whom',
  writes: 'verified (with dates) or unverified',
  read(value) {
    const given = expectValue(VerificationForm.nullish(), value, 'verification')
    if (!given) return undefined
    const when = readDate(given.date)
    const { state, verified_by: by } = given
    return { state, ...(when && { date: when }), ...(by && { by: by.id }) }
  },
  text: ({ state }) => state,
  write(value, column) {
    const { success, data } = VerificationGiven.safeParse(value ?? { state: 'unverified' })
    if (!success) throw unfit(column, `${shown(value)} is neither verified nor unverified`)
    return data.date && data.state === 'verified'
      ? { state: data.state, date: writeDate(data.date, column) }
      : { state: data.state }
  },
  same(meant, answered) {
    const wanted = VerificationGiven.parse(meant ?? { state: 'unverified' })
    const found = verification.read(answered, { type: 'verification' })
    if (wanted.state !== (found?.state ?? 'unverified')) return false
    const { date: asked } = VerificationForm.parse(answered ?? { state: 'unverified' })
    return (
      wanted.date === undefined ||
      wanted.state === 'unverified' ||
      date.same?.(wanted.date, asked, { type: 'date' }) === true
    )
  },
}

export const uniqueId: CellType<UniqueId> = {
  reads: 'prefix and number, as `TASK-12`',
  read(value) {
    const form = z.object({ prefix: z.string().nullish(), number: z.number().nullable() })
    const given = expectValue(form.nullable(), value, 'unique_id')
    if (given?.number == null) return undefined
    return { number: given.number, ...(given.prefix && { prefix: given.prefix }) }
  },
  text: ({ prefix, number }) => (prefix ? `${prefix}-${number}` : String(number)),
}

export const time: CellType<string> = {
  reads: 'the time, rounded down to the minute',
  read: value => expectValue(z.string().nullable(), value, 'time') ?? undefined,
  text: value => value,
}

export const user: CellType<string> = {
  reads: 'the user’s id',
  read: value => expectValue(z.object({ id: z.string() }).nullable(), value, 'user')?.id,
  text: () => '',
}

export const button: CellType<never> = { reads: 'nothing', read: () => undefined, text: () => '' }
