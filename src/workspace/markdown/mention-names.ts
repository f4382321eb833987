// What people, pages and databases that a text mentions are called now.

import { isObject, type Json } from '../api/check.ts'
import { nameOfUser } from '../api/identity.ts'
import type { Store } from '../store/store.ts'
import { titleOf } from '../values/computed.ts'
import { plainText } from '../values/rich-text.ts'

/** The texts of a block's content with the names in them; what is not there has none. */
export function withNames(content: Json, store: Store): Json {
  const { rich_text: words, caption, cells } = content
  return {
    ...content,
    ...(Array.isArray(words) && { rich_text: itemsWithNames(words, store) }),
    ...(Array.isArray(caption) && { caption: itemsWithNames(caption, store) }),
    ...(Array.isArray(cells) && { cells: cells.map(cell => itemsWithNames(cell, store)) }),
  }
}

const itemsWithNames = (items: unknown, store: Store): unknown =>
  Array.isArray(items)
    ? items.map(item =>
        isObject(item) && isObject(item.mention) ? { ...item, plain_text: nameOf(item.mention, item, store) } : item,
      )
    : items

function nameOf({ user, page, database, data_source: source }: Json, item: Json, store: Store): unknown {
  if (isObject(user)) return nameOfUser(String(user.id)) || undefined
  if (isObject(page)) return store.page(String(page.id)) && titleOf(String(page.id), store.reader)
  if (isObject(database)) return named(store.database(String(database.id)))
  if (isObject(source)) return named(store.dataSource(String(source.id)))
  return item.plain_text
}

const named = (table: { title: unknown } | undefined) => (table ? plainText(table.title) : undefined)
