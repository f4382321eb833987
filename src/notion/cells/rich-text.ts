// Rich text: its items as Notion answers them, as a request takes them, and which of them look alike.

import { z } from 'zod'
import { type Cell, expectValue, unfit } from './cell-type.ts'
import { isWhole } from './references.ts'
import { written } from './same-text.ts'
import { MOST_ITEMS, piecesOf } from './split-text.ts'

const common = {
  plain_text: z.string().optional(),
  href: z.string().nullish(),
  annotations: z.record(z.string(), z.unknown()).optional(),
}
const TextItem = z.object({
  type: z.literal('text'),
  text: z.object({ content: z.string(), link: z.object({ url: z.string() }).nullish() }),
  ...common,
})
const MentionItem = z.object({ type: z.literal('mention'), mention: z.record(z.string(), z.unknown()), ...common })
const EquationItem = z.object({
  type: z.literal('equation'),
  equation: z.object({ expression: z.string() }),
  ...common,
})

export const RichItem = z.discriminatedUnion('type', [TextItem, MentionItem, EquationItem])
export type TextItem = z.infer<typeof TextItem>
type MentionItem = z.infer<typeof MentionItem>
export type RichItem = z.infer<typeof RichItem>

/** A text with its links, mentions, equations and looks. */
export interface RichText {
  items: readonly RichItem[]
  /** False when mentions may be missing: Notion shows 25 of a cell. Such a text is not written back. */
  complete: boolean
}

/** @param items what stands under `title` or `rich_text` in an answer */
export function toRichText(items: unknown, cell: Cell): RichText {
  const parsed = expectValue(z.array(RichItem), items, 'rich_text')
  return { items: parsed, complete: isWhole(cell, parsed.filter(item => item.type === 'mention').length) }
}

/**
 * The items of a request.
 * @throws InputFault when mentions may be missing or there are more items than Notion takes
 */
export function toRequestItems({ items, complete }: RichText, column: string): object[] {
  if (!complete) throw unfit(column, 'only its first 25 mentions are known, the others would be lost')
  const whole = items.flatMap(splitItem)
  const fitting = whole.length > MOST_ITEMS ? joinAlike(whole) : whole
  if (fitting.length > MOST_ITEMS)
    throw unfit(column, `the text has ${fitting.length} pieces of different looks, Notion takes ${MOST_ITEMS}`)
  return fitting.map(toRequestItem)
}

/** Items that stand side by side and look alike, as one each (of at most the length Notion takes). */
export function joinAlike(items: readonly RichItem[]): RichItem[] {
  const joined: RichItem[] = []
  for (const item of items) {
    const last = joined.at(-1)
    if (last?.type === 'text' && item.type === 'text' && lookOf(last) === lookOf(item))
      joined[joined.length - 1] = withContent(last, last.text.content + item.text.content)
    else joined.push(item)
  }
  return joined.flatMap(splitItem)
}

export const withContent = (item: TextItem, content: string): TextItem => ({
  ...item,
  text: { ...item.text, content },
  plain_text: content,
})

/** What tells two items apart, whatever Notion adds to its answers. */
export function keyOf(item: RichItem): string {
  switch (item.type) {
    case 'text':
      return `${lookOf(item)} ${item.text.content}`
    case 'equation':
      return `${lookOf(item)} ${item.equation.expression}`
    case 'mention':
      return JSON.stringify([looks(item), sortedOf(writableMention(item.mention) ?? {})])
  }
}

const lookOf = (item: RichItem) =>
  JSON.stringify([item.type, looks(item), item.type === 'text' && item.text.link ? written(item.text.link.url) : null])

/** The looks that are not the default ones. */
function looks({ annotations = {} }: RichItem): unknown {
  return sortedOf(
    Object.fromEntries(Object.entries(annotations).filter(([, look]) => look !== false && look !== 'default')),
  )
}

/** Keys in order, without what is empty. */
function sortedOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .filter(([, inner]) => inner !== null && inner !== undefined)
    .map(([key, inner]): [string, unknown] => [key, sortedOf(inner)])
    .toSorted(([a], [b]) => a.localeCompare(b))
}

function splitItem(item: RichItem): RichItem[] {
  return item.type === 'text' ? piecesOf(item.text.content).map(piece => withContent(item, piece)) : [item]
}

function toRequestItem(item: RichItem): object {
  const { type, annotations = {} } = item
  switch (type) {
    case 'equation':
      return { type, equation: item.equation, annotations }
    case 'mention': {
      const mention = writableMention(item.mention)
      return mention ? { type, mention, annotations } : toRequestItem(asLink(item))
    }
    case 'text': {
      const { content, link } = item.text
      return { type, text: link ? { content, link: { url: link.url } } : { content }, annotations }
    }
  }
}

/** A mention as requests take it; undefined for previews of outside links, which only people can make. */
function writableMention(mention: Record<string, unknown>): Record<string, unknown> | undefined {
  for (const kind of ['user', 'page', 'database', 'data_source', 'custom_emoji']) {
    const { success, data } = z.object({ id: z.string() }).safeParse(mention[kind])
    if (success) return { type: kind, [kind]: { id: data.id } }
  }
  for (const kind of ['date', 'template_mention'])
    if (mention[kind] !== undefined) return { type: kind, [kind]: mention[kind] }
  return undefined
}

/** The same words with the same link. */
function asLink({ mention, annotations, href, plain_text: words }: MentionItem): TextItem {
  const url = href ?? linkIn(mention.link_preview) ?? linkIn(mention.link_mention)
  return { type: 'text', text: { content: words || url || '?', link: url ? { url } : null }, annotations }
}

const linkIn = (preview: unknown) => {
  const { data } = z.object({ url: z.string().optional(), href: z.string().optional() }).safeParse(preview)
  return data?.url ?? data?.href
}
