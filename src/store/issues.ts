// What people were asked to mend: whether it still stands, and what they were told of it.

import { z } from 'zod'
import type { Store } from './database.ts'

/** What a row of Issues+Questions is to say. */
const Wish = z.object({
  title: z.string(),
  description: z.string(),
  priority: z.enum(['High', 'Medium']),
  tag: z.string(),
  /** The row it is about. */
  track: z.string().optional(),
  task: z.string().optional(),
})
export type IssueToMend = z.infer<typeof Wish>

export interface KeptIssue {
  /** By it the same thing to mend is known again. */
  key: string
  wish: IssueToMend
  /** It is still to be mended. */
  stands: boolean
  /** What people were told last; empty: nothing yet. */
  told: '' | 'open' | 'closed'
  /** Its page in Issues+Questions; empty: there is none yet. */
  page: string
}

export interface Issues {
  /** Keys of what stands. */
  standing(): string[]
  /** It is to be mended, or still is. */
  raise(key: string, wish: IssueToMend): void
  /** It was mended. What nobody was told of is forgotten. */
  settle(key: string): void
  /** What people are to be told, oldest first. */
  untold(limit: number): KeptIssue[]
  tell(key: string, told: 'open' | 'closed', page: string): void
}

const Row = z
  .object({
    key: z.string(),
    wish: z.string(),
    stands: z.number(),
    told: z.enum(['', 'open', 'closed']),
    page: z.string(),
  })
  .transform(
    ({ wish, stands, ...rest }): KeptIssue => ({ ...rest, wish: Wish.parse(JSON.parse(wish)), stands: stands === 1 }),
  )

/** All that changes something is for use inside a commit. */
export function openIssues({ database }: Store, now: () => number): Issues {
  const sql = (text: string) => database.prepare(text)
  const standing = sql('select key from issue where stands = 1')
  const raise = sql(
    `insert into issue (key, wish, stands, told, page, at) values (?1, ?2, 1, '', '', ?3)
     on conflict (key) do update set wish = ?2, stands = 1, at = ?3 where stands = 0`,
  )
  const settle = sql('update issue set stands = 0, at = ? where key = ? and stands = 1')
  const forget = sql("delete from issue where key = ? and stands = 0 and told = ''")
  const untold = sql(
    "select key, wish, stands, told, page from issue where (stands = 1) <> (told = 'open') order by at limit ?",
  )
  const tell = sql('update issue set told = ?, page = ? where key = ?')
  return {
    standing: () => standing.all().map(row => String(row.key)),
    raise: (key, wish) => void raise.run(key, JSON.stringify(wish), now()),
    settle(key) {
      settle.run(now(), key)
      forget.run(key)
    },
    untold: limit => untold.all(limit).map(row => Row.parse(row)),
    tell: (key, told, page) => void tell.run(told, page, key),
  }
}
