// What a search for a row's recording brought and came to, kept so that a restart neither searches nor tries twice.

import { z } from 'zod'
import type { Candidate, Wish } from '../model/match/types.ts'
import type { Tools } from '../tools.ts'
import type { SetAside } from './quarantine.ts'

/** Its receipt outlives a refusal; what came after it does not. */
export const FIND_SOURCE = 'find source'

const KeptSearch = z.object({
  wish: held<Wish>(),
  candidates: z.array(held<Candidate>()),
  /** A service did not answer: what it has is not known. */
  isPartial: z.boolean().optional(),
  /** Absent: it was refused, and nothing else is chosen yet. */
  choice: held<Candidate>().optional(),
  /** Links that were chosen in this run and refused. */
  tried: z.array(z.string()).default([]),
  /** The last refusal, until its file is out of the way. */
  refusal: z.object({ path: z.string(), why: held<SetAside>() }).optional(),
})
export type KeptSearch = z.infer<typeof KeptSearch>

export const keptSearch = (run: string, { journal }: Tools): KeptSearch | undefined =>
  KeptSearch.safeParse(journal.entry({ run, stage: FIND_SOURCE })?.data).data

/** @param also what belongs into the same commit */
export const keepSearch = (run: string, kept: KeptSearch, { journal }: Tools, also?: () => void): Promise<void> =>
  journal.prove({ run, stage: FIND_SOURCE }, kept, also)

function held<T extends object>() {
  return z.custom<T>(value => typeof value === 'object' && value !== null)
}
