// What a person may order from outside a row: on the dashboard, or on the control page.

import { z } from 'zod'
import { toPageId } from './page-id.ts'

/** A page id in any spelling, or a page's Notion URL. */
const page = z.string().transform((word, context) => {
  const id = toPageId(word)
  if (id) return id
  context.addIssue({ code: 'custom', message: 'expected 32 hex digits (dashes allowed) or a Notion URL' })
  return z.NEVER
})

export const Act = z.discriminatedUnion('kind', [
  /** Work that failed, was set aside or waits is done again. `what`: its key, or the page it is about. */
  z.object({ kind: z.literal('retry'), what: z.string().trim().min(1) }),
  /**
   * The row asks which recording it is: this one, counted from 1. `link`: what stood there when it was chosen; another
   * one is not taken by mistake.
   */
  z.object({ kind: z.literal('candidate'), page, choice: z.number().int().min(1), link: z.string().optional() }),
  /** The row, or the task, is left alone until that is taken back. */
  z.object({ kind: z.literal('ignore'), page }),
  z.object({ kind: z.literal('unignore'), page }),
  /** The row is worked on now, although it would be left: as `orchestrator track` would. */
  z.object({ kind: z.literal('force'), page }),
  /** Nothing is asked of an outside service until that is taken back. */
  z.object({ kind: z.literal('pause'), lane: z.string().min(1) }),
  z.object({ kind: z.literal('resume'), lane: z.string().min(1) }),
])
export type Act = z.infer<typeof Act>

/** Where it was ordered. */
export const ORDERED_BY = ['dashboard', 'control page', 'command line'] as const
export type OrderedBy = (typeof ORDERED_BY)[number]

/** What became of an order, for the person who gave it. */
export interface ActAnswer {
  /** False: nothing was done, and `says` tells why. */
  ok: boolean
  says: string
}
