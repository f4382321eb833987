// The blocks that the program made on pages, and what it answered to orders given there.

import { z } from 'zod'
import { type Held, Said } from '../model/control-page/line.ts'
import type { Store } from './database.ts'

/** What became of an order, where it was given. */
export interface GivenAnswer {
  key: string
  section: string
  text: string
}

/** All that changes something is for use inside a commit. */
export interface PageBlocks {
  of(page: string): Held[]
  put(page: string, held: Held): void
  drop(id: string): void
  /** The newest first. */
  answers(page: string): GivenAnswer[]
  answer(page: string, answer: GivenAnswer): void
  /** Those from before then, and of the others all but the newest. */
  forgetAnswers(page: string, before: number, most: number): void
}

const json = z.string().transform((text): unknown => JSON.parse(text))
const TYPES = ['heading_1', 'heading_2', 'heading_3', 'paragraph', 'bulleted_list_item', 'to_do', 'table'] as const
const Row = z
  .object({
    id: z.string(),
    section: z.string(),
    type: z.enum(TYPES),
    said: json.pipe(Said),
    meant: json.pipe(Said).nullable(),
    turn: z.number(),
    at: z.number(),
  })
  .transform(({ said, meant, ...rest }): Held => ({ ...rest, ...said, ...(meant && { meant }) }))
const Answer = z.object({ key: z.string(), section: z.string(), text: z.string() })

export function openPageBlocks({ database }: Store, now: () => number): PageBlocks {
  const sql = (text: string) => database.prepare(text)
  const all = sql('select id, section, type, said, meant, turn, at from page_block where page = ?')
  const put = sql(
    `insert or replace into page_block (id, page, key, section, type, said, meant, turn, at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const drop = sql('delete from page_block where id = ?')
  const answers = sql('select key, section, text from page_answer where page = ? order by at desc, key')
  const answer = sql('insert or replace into page_answer (key, page, section, text, at) values (?, ?, ?, ?, ?)')
  const forget = sql('delete from page_answer where page = ?1 and at < ?2')
  const forgetMore = sql(
    `delete from page_answer where page = ?1 and key not in
       (select key from page_answer where page = ?1 order by at desc, key limit ?2)`,
  )
  return {
    of: page => all.all(page).map(row => Row.parse(row)),
    put(page, { id, section, type, turn, at, meant, ...said }) {
      const texts = [JSON.stringify(Said.parse(said)), meant ? JSON.stringify(meant) : null] as const
      put.run(id, page, said.key, section, type, ...texts, turn, at)
    },
    drop: id => void drop.run(id),
    answers: page => answers.all(page).map(row => Answer.parse(row)),
    answer: (page, { key, section, text }) => void answer.run(key, page, section, text, now()),
    forgetAnswers(page, before, most) {
      forget.run(page, before)
      forgetMore.run(page, most)
    },
  }
}
