// The Issues+Questions database in our words: what people are to look at, one row each, ever.

import { isFault } from '../errors.ts'
import { readText } from './cells.ts'
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
  track?: string | undefined
  /** Page of the row of Agent-Tasks. */
  task?: string | undefined
}

export interface IssueTable {
  readonly databaseTitle: string
  /** The row of this finding, wherever a person moved it to; else a new one. @returns its page */
  findOrCreate(wish: IssueWish): Promise<string>
  /** It was mended. A row that is gone, or that a person closed already, stays as it is. */
  close(page: string): Promise<void>
  /** It stands again. */
  reopen(page: string): Promise<void>
}

/** Data sources of the rows that an issue may be about: a relation to another database takes none of their pages. */
export interface IssueSubjects {
  tracks(): Promise<string>
  tasks(): Promise<string>
}

export async function openIssues(notion: Notion, databaseId: string, subjects: IssueSubjects): Promise<IssueTable> {
  const table = await openPageTable(notion, databaseId, ISSUE_COLUMNS)
  const keyed = openKeyedRows(notion, table)

  async function move(page: string, isMeant: (status: string) => boolean, words: readonly string[]): Promise<void> {
    const row = await table.read(page).catch(notThere)
    if (!row || row.page.in_trash || row.page.is_archived) return
    if (isMeant(readText(row.cells.status) ?? '')) return
    const status = wordFor(table.schema, words)
    if (status !== undefined) await table.write(page, () => ({ status }), { before: row })
  }
  return {
    get databaseTitle() {
      return table.schema.databaseTitle
    },
    async findOrCreate(wish) {
      const keys = [wish.code]
      const [there] = await keyed.find({ keys, filter: schema => titleFilter(schema, wish.code) })
      if (there) return there.page.id
      const related = {
        ...(wish.track && { track: { id: wish.track, source: await subjects.tracks() } }),
        ...(wish.task && { task: { id: wish.task, source: await subjects.tasks() } }),
      }
      return (await keyed.create(keys, schema => valuesOf(schema, wish, related))).page.id
    },
    close: page => move(page, status => CLOSED.some(word => isSame(word, status)), CLOSED),
    reopen: page => move(page, status => !CLOSED.some(word => isSame(word, status)), NEW),
  }
}

function titleFilter({ columns }: Schema<IssueField>, code: string): Filter | undefined {
  return columns.title && { property: columns.title.id, title: { contains: code } }
}

const NEW = ['Unreported', 'Open']
const CLOSED = ['Resolved', 'Closed', 'Completed', 'Done']
const KIND = 'Internal Issue'

/** Notion makes no new options of a status; of a select it would make the first. */
function wordFor({ columns }: Schema<IssueField>, words: readonly string[]): string | undefined {
  const { status } = columns
  const there = words.flatMap(word => status?.options.find(option => isSame(option, word)) ?? [])
  return there[0] ?? (status?.type === 'select' ? words[0] : undefined)
}

const isSame = (one: string, other: string) => one.trim().toLowerCase() === other.trim().toLowerCase()

/** Gone for good. */
function notThere(error: unknown): undefined {
  if (!isFault(error) || error.fields.status !== 404) throw error
}

type Related = Partial<Record<'track' | 'task', { id: string; source: string }>>

const pagesOf = (field: 'track' | 'task', related: Related) =>
  related[field] && { [field]: { ids: [related[field].id], complete: true } }

function valuesOf(schema: Schema<IssueField>, wish: IssueWish, related: Related): Values<IssueField> {
  const { columns } = schema
  const status = wordFor(schema, NEW)
  return {
    title: `${wish.title} [${wish.code}]`,
    ...(status && { status }),
    priority: wish.priority,
    type: columns.type?.type === 'select' ? KIND : [KIND],
    tags: [wish.tag],
    description: wish.description,
    ...(columns.track?.relatedTo === related.track?.source && pagesOf('track', related)),
    ...(columns.task?.relatedTo === related.task?.source && pagesOf('task', related)),
  }
}
