// The Issues+Questions database in our words: findings that people are to look at, one row each, ever.

import type { Notion } from './client.ts'
import { ISSUE_COLUMNS } from './columns.ts'
import { openKeyedRows } from './keyed-rows.ts'
import type { Values } from './page.ts'
import { openPageTable } from './pages.ts'
import type { Filter } from './query.ts'
import type { Schema } from './schema.ts'

type IssueField = keyof typeof ISSUE_COLUMNS

export interface IssueWish {
  /** Stands in the title: by it the row is found again. */
  code: string
  title: string
  description: string
  priority: 'High' | 'Medium'
  tag: string
  /** Page of the row of Music Tracks. */
  track: string
}

export interface IssueTable {
  readonly databaseTitle: string
  /** The row of this finding, wherever a person moved it to; else a new one. @returns its page */
  findOrCreate(wish: IssueWish): Promise<string>
}

/** @param tracks the data source of Music Tracks: a relation to another database takes none of its pages */
export async function openIssues(
  notion: Notion,
  databaseId: string,
  tracks: () => Promise<string>,
): Promise<IssueTable> {
  const table = await openPageTable(notion, databaseId, ISSUE_COLUMNS)
  const keyed = openKeyedRows(notion, table)
  return {
    get databaseTitle() {
      return table.schema.databaseTitle
    },
    async findOrCreate(wish) {
      const keys = [wish.code]
      const [there] = await keyed.find({ keys, filter: schema => titleFilter(schema, wish.code) })
      if (there) return there.page.id
      const source = await tracks()
      return (await keyed.create(keys, schema => valuesOf(schema, wish, source))).page.id
    },
  }
}

function titleFilter({ columns }: Schema<IssueField>, code: string): Filter | undefined {
  return columns.title && { property: columns.title.id, title: { contains: code } }
}

const NEW = 'Unreported'
const KIND = 'Internal Issue'

/** Notion makes no new options of a status. */
function valuesOf({ columns }: Schema<IssueField>, wish: IssueWish, tracks: string): Values<IssueField> {
  const isNew = columns.status?.type === 'select' || columns.status?.options.includes(NEW)
  return {
    title: `${wish.title} [${wish.code}]`,
    ...(isNew && { status: NEW }),
    priority: wish.priority,
    type: columns.type?.type === 'select' ? KIND : [KIND],
    tags: [wish.tag],
    description: wish.description,
    ...(columns.track?.relatedTo === tracks && { track: { ids: [wish.track], complete: true } }),
  }
}
