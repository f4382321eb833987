// Blocks of a page as Notion takes and gives them.

import type { BlockObjectRequest } from '@notionhq/client'
import { z } from 'zod'
import type { Content, LineType, Seen, Words } from '../model/control-page/line.ts'
import { splitText } from './cells.ts'

const Text = z.looseObject({ plain_text: z.string().default('') })
const Said = z.looseObject({
  rich_text: z.array(Text).optional(),
  checked: z.boolean().optional(),
  title: z.string().optional(),
})
export const Block = z
  .looseObject({
    id: z.string(),
    type: z.string(),
    has_children: z.boolean().default(false),
    in_trash: z.boolean().default(false),
    created_by: z.looseObject({ id: z.string() }).nullish(),
    last_edited_by: z.looseObject({ id: z.string() }).nullish(),
    parent: z.looseObject({ page_id: z.string().nullish() }).nullish(),
  })
  .transform(({ id, type, has_children, in_trash, created_by, last_edited_by, parent, ...rest }): PageBlock => {
    const { rich_text: texts = [], checked = false, title } = Said.safeParse(rest[type]).data ?? {}
    const text = title ?? texts.map(part => part.plain_text).join('')
    return {
      id,
      type,
      text,
      checked,
      hasChildren: has_children,
      inTrash: in_trash,
      madeBy: created_by?.id,
      editedBy: last_edited_by?.id,
      onPage: parent?.page_id ?? undefined,
    }
  })
export interface PageBlock extends Seen {
  inTrash: boolean
  editedBy?: string
  /** The page it stands on; absent: it stands inside another block. */
  onPage?: string
}

const Row = z.looseObject({ table_row: z.looseObject({ cells: z.array(z.array(Text)) }).optional() })

/** The cells of a table's rows. */
export const rowsOf = (blocks: readonly unknown[]): string[][] =>
  blocks.map(block => {
    const cells = Row.safeParse(block).data?.table_row?.cells ?? []
    return cells.map(parts => parts.map(part => part.plain_text).join(''))
  })

export function toBlock(content: Content): BlockObjectRequest {
  const { type, rows } = content
  return type === 'table' ? tableOf(rows ?? []) : ofType(type, inner(content))
}

/** What a change of a block sends. */
export const toChange = (content: Content): Record<string, never> =>
  ({ [content.type]: inner(content) }) as Record<string, never>

/** A box stays as it is unless it is named. */
function inner({ type, words, checked }: Content) {
  return { rich_text: richText(words), ...(type === 'to_do' && checked !== undefined && { checked }) }
}

function ofType(type: Exclude<LineType, 'table'>, content: ReturnType<typeof inner>): BlockObjectRequest {
  switch (type) {
    case 'heading_1':
      return { heading_1: content }
    case 'heading_2':
      return { heading_2: content }
    case 'heading_3':
      return { heading_3: content }
    case 'paragraph':
      return { paragraph: content }
    case 'bulleted_list_item':
      return { bulleted_list_item: content }
    case 'to_do':
      return { to_do: content }
  }
}

const tableOf = (rows: readonly (readonly string[])[]): BlockObjectRequest => ({
  table: {
    table_width: Math.max(1, ...rows.map(row => row.length)),
    has_column_header: true,
    children: rows.map(row => ({ table_row: { cells: row.map(text => richText([{ text }])) } })),
  },
})

/** Notion refuses a longer address. */
const LONGEST_LINK = 2000

const richText = (words: readonly Words[]) =>
  words.flatMap(({ text, link }) =>
    splitText(text).map(content => ({
      text: { content, ...(link && link.length <= LONGEST_LINK && URL.canParse(link) && { link: { url: link } }) },
    })),
  )
