// For which rows a better source was looked for, and what is about to be put in the place of a row's files.

import { z } from 'zod'
import { AUDIO_FORMATS } from '../model/audio-format.ts'
import type { FieldWrites } from '../model/write.ts'
import type { Store } from './database.ts'

const held = <T extends object>() => z.custom<T>(value => typeof value === 'object' && value !== null)

/** One file in the place of another. */
const Swap = z.object({
  path: z.string(),
  format: z.enum(AUDIO_FORMATS),
  /** Where the new one waits. */
  beside: z.string(),
  /** Where the old one goes. */
  kept: z.string(),
  /** SHA-256 of the old one and of the new one. */
  before: z.string(),
  after: z.string(),
})
export type Swap = z.infer<typeof Swap>

const Plan = z.object({
  page: z.string(),
  label: z.string(),
  swaps: z.array(Swap),
  /** What the new files were made of. */
  link: z.string(),
  sha256: z.string(),
  measured: held<object>(),
  /** What the row is to hold. */
  written: held<FieldWrites>(),
  /** What the rows are to hold that share its files. */
  sharing: z.array(z.object({ page: z.string(), written: held<FieldWrites>() })),
  asked: z.array(z.string()),
  says: z.string(),
  /** What Eagle is to hold; absent: nothing. */
  forEagle: z.unknown().optional(),
})
export type UpgradePlan = z.infer<typeof Plan>

export interface LookedForBetter {
  /** Epoch ms. */
  at: number
  /** The services that answered, and links of the row's own. */
  asked: readonly string[]
  /** What came of it. */
  says: string
}

export interface Upgrades {
  lookedFor(page: string): LookedForBetter | undefined
  /** Inside a commit, as below. */
  looked(page: string, look: Omit<LookedForBetter, 'at'>): void
  begin(plan: UpgradePlan): void
  forget(page: string): void
  /** Those that were begun and not ended. */
  unfinished(): UpgradePlan[]
}

const LookRow = z.object({ at: z.number(), asked: z.string(), says: z.string() })

export function openUpgrades({ database }: Store, now: () => number): Upgrades {
  const find = database.prepare('select at, asked, says from better_looked where page = ?')
  const look = database.prepare('insert or replace into better_looked (page, at, asked, says) values (?, ?, ?, ?)')
  const begin = database.prepare('insert or replace into better_plan (page, plan, at) values (?, ?, ?)')
  const forget = database.prepare('delete from better_plan where page = ?')
  const plans = database.prepare('select plan from better_plan order by at')
  return {
    lookedFor(page) {
      const row = find.get(page)
      if (!row) return undefined
      const { at, asked, says } = LookRow.parse(row)
      return { at, asked: z.array(z.string()).parse(JSON.parse(asked)), says }
    },
    looked: (page, { asked, says }) => void look.run(page, now(), JSON.stringify(asked), says),
    begin: plan => void begin.run(plan.page, JSON.stringify(plan), now()),
    forget: page => void forget.run(page),
    unfinished: () => plans.all().map(({ plan }) => Plan.parse(JSON.parse(String(plan)))),
  }
}
