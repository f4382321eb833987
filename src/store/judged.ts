// What the matcher said of the last search for a row's recording: for people who want to know why.

import { z } from 'zod'
import type { Store } from './database.ts'

const JudgedCandidate = z.object({
  link: z.string(),
  source: z.string(),
  title: z.string(),
  artist: z.string().optional(),
  uploader: z.string().optional(),
  seconds: z.number().optional(),
  /** 0 to 1. */
  score: z.number(),
  reasons: z.array(z.string()),
  veto: z.string().optional(),
})
export type JudgedCandidate = z.infer<typeof JudgedCandidate>

const Judgement = z.object({
  kind: z.enum(['accept', 'review', 'none']),
  because: z.string(),
  wanted: z.object({ title: z.string(), artist: z.string().optional(), seconds: z.number().optional() }),
  /** The likeliest first. */
  candidates: z.array(JudgedCandidate),
})
export type Judgement = z.infer<typeof Judgement>

export interface Judged {
  of(page: string): (Judgement & { at: number }) | undefined
  /** Inside a commit. */
  put(page: string, judgement: Judgement): void
}

export function openJudged({ database }: Pick<Store, 'database'>, now: () => number): Judged {
  const find = database.prepare('select answer, at from judged where page = ?')
  const put = database.prepare('insert or replace into judged (page, answer, at) values (?, ?, ?)')
  return {
    of(page) {
      const row = find.get(page)
      const { data } = Judgement.safeParse(row && JSON.parse(String(row.answer)))
      return data && { ...data, at: Number(row?.at) }
    },
    put: (page, judgement) => void put.run(page, JSON.stringify(judgement), now()),
  }
}
