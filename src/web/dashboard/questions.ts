// What is asked for in an address, if it is what it should be.

import { z } from 'zod'
import { toPageId } from '../../model/page-id.ts'
import { expectedOf } from '../expected.ts'
import { BadBody } from '../raw-json.ts'
import { RUN_OUTCOMES, TRACK_SORTS, TRACK_STATES } from './api.ts'

const LONGEST = 1000
const page = z.coerce.number().int().min(1).max(1_000_000).default(1)

const Tracks = z.object({
  q: z.string().max(LONGEST).default(''),
  state: z
    .string()
    .transform(words => words.split(',').filter(Boolean))
    .pipe(z.array(z.enum(TRACK_STATES)))
    .default([]),
  sort: z.enum(TRACK_SORTS).default('-changed'),
  page,
})
const Failures = z.object({ page })
const Runs = z.object({
  before: z.coerce.number().int().min(1).optional(),
  outcome: z.enum(RUN_OUTCOMES).optional(),
  handler: z.string().max(100).optional(),
})
const Charts = z.object({ days: z.coerce.number().int().min(1).max(365).default(30) })
const ID = /^[0-9a-f-]{32,36}$/i

/** @throws BadBody as all below, with a sentence that says what was expected */
export const tracksQuestion = (query: unknown) => parsed(Tracks, query)
export const failuresQuestion = (query: unknown) => parsed(Failures, query)
export const runsQuestion = (query: unknown) => parsed(Runs, query)
export const chartsQuestion = (query: unknown) => parsed(Charts, query)

export function idOf({ id }: { id: string }): string {
  const known = ID.test(id) ? toPageId(id) : undefined
  if (known === undefined) throw new BadBody('expected a page id of 32 hex digits')
  return known
}

export function parsed<T>(form: z.ZodType<T>, given: unknown): T {
  const { data, error } = form.safeParse(given)
  if (error) throw new BadBody(expectedOf(error))
  return data as T
}
