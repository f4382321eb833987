// A page whose blocks the program writes: what stands on it, and single changes to it.

import { z } from 'zod'
import { ConfigFault, Environment, isFault } from '../errors.ts'
import type { Content } from '../model/control-page/line.ts'
import { toPageId } from '../model/page-id.ts'
import type { Notion } from './client.ts'
import { expectForm } from './page.ts'
import { Block, type PageBlock, rowsOf, toBlock, toChange } from './page-form.ts'

export type { PageBlock } from './page-form.ts'

export interface MadePage {
  id: string
  url: string
}

export interface PagePort {
  readonly id: string
  /** @throws Environment saying what is wrong with the page: not shared, in the trash, a database */
  require(): Promise<MadePage>
  /** Who the program is, by what stands at what it makes. */
  me(): Promise<string>
  /** What stands on it, in its order. @throws Environment when that is too much to be read again and again */
  children(): Promise<PageBlock[]>
  /** The cells of a table on it. */
  rows(table: string): Promise<string[][]>
  /** Undefined: there is none any more. */
  block(id: string): Promise<PageBlock | undefined>
  /** At most 100, with the rows of tables. Not repeated: whether an attempt without an answer was made is to be looked up. */
  append(contents: readonly Content[], after?: string): Promise<PageBlock[]>
  /** @returns false when there is no such block any more */
  change(id: string, content: Content): Promise<boolean>
  remove(id: string): Promise<void>
  /** A page below it. Not repeated, as above. */
  makePage(title: string, contents: readonly Content[]): Promise<MadePage>
  /** The same of another page. */
  page(id: string): PagePort
}

/** A page that has more is refused: a part of it would look as if the rest had been thrown away. */
const MOST_LISTS = 30
const List = z.object({ results: z.array(z.unknown()), next_cursor: z.string().nullish() })
const Page = z.looseObject({ id: z.string(), url: z.string().default(''), in_trash: z.boolean().nullish() })
const Me = z.looseObject({ id: z.string() })
const SIZE = 100

export function openPagePort(notion: Notion, pageId: string): PagePort {
  const id = toPageId(pageId) ?? pageId

  async function list(parent: string): Promise<unknown[]> {
    const found: unknown[] = []
    let cursor: string | undefined
    for (let page = 0; page < MOST_LISTS; page += 1) {
      const start_cursor = cursor
      const answer = await notion.repeatable(client =>
        client.blocks.children.list({ block_id: parent, page_size: SIZE, ...(start_cursor && { start_cursor }) }),
      )
      const { results, next_cursor: next } = expectForm(List, answer)
      found.push(...results)
      if (!next) return found
      cursor = next
    }
    const most = (MOST_LISTS * SIZE).toLocaleString('en')
    throw new Environment(`the page ${id} has more than ${most} blocks: expected a page of its own for the program`, {
      fields: { page: id },
    })
  }

  return {
    id,
    async require() {
      const answer = await unlessGone(notion.repeatable(client => client.pages.retrieve({ page_id: id })))
      if (answer === undefined) throw new Environment(await whyGone(notion, id), { fields: { page: id } })
      const { url, in_trash: inTrash } = expectForm(Page, answer)
      if (inTrash) throw new Environment(`the page ${id} is in Notion’s trash`, { fields: { page: id } })
      return { id, url }
    },
    me: async () => expectForm(Me, await notion.repeatable(client => client.users.me({}))).id,
    children: async () => (await list(id)).map(block => expectForm(Block, block)).filter(({ inTrash }) => !inTrash),
    rows: async table => rowsOf(await list(table)),
    async block(block) {
      const answer = await unlessGone(notion.repeatable(client => client.blocks.retrieve({ block_id: block })))
      const found = answer === undefined ? undefined : expectForm(Block, answer)
      return found?.inTrash ? undefined : found
    },
    async append(contents, after) {
      const children = contents.map(toBlock)
      const answer = await notion.once(client =>
        client.blocks.children.append({ block_id: id, children, ...(after && { after }) }),
      )
      return expectForm(List, answer).results.map(block => expectForm(Block, block))
    },
    change: async (block, content) =>
      (await unlessGone(
        notion.repeatable(client => client.blocks.update({ block_id: block, ...toChange(content) })),
      )) !== undefined,
    remove: async block =>
      void (await unlessGone(notion.repeatable(client => client.blocks.delete({ block_id: block })))),
    async makePage(title, contents) {
      const answer = await notion.once(client =>
        client.pages.create({
          parent: { page_id: id },
          properties: { title: { title: [{ text: { content: title } }] } },
          children: contents.map(toBlock),
        }),
      )
      const { id: made, url } = expectForm(Page, answer)
      return { id: made, url }
    },
    page: other => openPagePort(notion, other),
  }
}

/** A block in the trash cannot be changed: Notion says so with a refusal, not with a 404. */
async function unlessGone<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof ConfigFault || !isFault(error)) throw error
    const { status, code } = error.fields
    if (status === 404 || (status === 400 && code === 'validation_error')) return undefined
    throw error
  }
}

async function whyGone(notion: Notion, id: string): Promise<string> {
  const database = await unlessGone(notion.repeatable(client => client.databases.retrieve({ database_id: id })))
  if (database !== undefined) return `${id} is a database: expected a page`
  return `there is no page ${id}, or it is not shared with this connection (open it in Notion, ••• → Connections)`
}
