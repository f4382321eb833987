// Tables that mirrored columns point at and that are not mirrored themselves: a title, and the columns that are spoken of.

import { BOT_ID } from '../api/identity.ts'
import { type Property, TITLE_ID } from '../schema/schema.ts'
import type { DatabaseRecord, DataSourceRecord } from '../store/records.ts'
import { plainText, richTextAt, textItems } from '../values/rich-text.ts'
import { type Answers, mirroredObjects } from './mirror-objects.ts'
import { type ForeignColumn, readProperties } from './mirror-property.ts'

/** A mirrored table, and what its columns speak of in others. */
export interface MirroredTable {
  source: DataSourceRecord
  foreign: readonly ForeignColumn[]
}

interface Wanted {
  dataSourceId: string
  databaseId: string
  columns: Property[]
}

/** Columns of a stub that would themselves speak of others stand there as texts. */
const DEPENDENT = ['relation', 'rollup', 'formula']

/** Databases that are pointed at and not mirrored. */
export const strangersOf = (tables: readonly MirroredTable[]): string[] => {
  const mirrored = tables.map(({ source }) => source.databaseId)
  return [...new Set(wantedTables(tables).map(({ databaseId }) => databaseId))].filter(id => !mirrored.includes(id))
}

/** @param shared what the API answers of the databases that could be read, by their ids */
export function stubsOf(
  tables: readonly MirroredTable[],
  shared: ReadonlyMap<string, Answers>,
  now: number,
): { databases: DatabaseRecord[]; dataSources: DataSourceRecord[] } {
  const wanted = wantedTables(tables)
  return {
    databases: strangersOf(tables).map(id => stubDatabase(id, shared.get(id), now)),
    dataSources: wanted.map(table => stubTable(table, shared.get(table.databaseId), now)),
  }
}

function wantedTables(tables: readonly MirroredTable[]): Wanted[] {
  const wanted = new Map<string, Wanted>()
  const mirrored = tables.map(({ source }) => source.id)
  for (const { source, foreign } of tables) {
    for (const { id, target } of source.schema) {
      if (!target || mirrored.includes(target.dataSourceId)) continue
      const { dataSourceId, databaseId } = target
      const table = wanted.get(dataSourceId) ?? { dataSourceId, databaseId, columns: [] }
      const spokenOf = foreign.filter(column => column.relation === id)
      table.columns.push(...spokenOf.map(column => stubColumn(column, source)))
      wanted.set(dataSourceId, table)
    }
  }
  return [...wanted.values()]
}

function stubColumn({ id, name, relation, kind }: ForeignColumn, source: DataSourceRecord): Property {
  if (kind === 'rolled') return { id, name, type: 'rich_text', description: null }
  const target = { dataSourceId: source.id, databaseId: source.databaseId, synced: relation }
  return { id, name, type: 'relation', description: null, target }
}

function stubDatabase(id: string, answers: Answers | undefined, now: number): DatabaseRecord {
  if (answers) return mirroredObjects(answers).database
  return {
    ...newThing(id, now),
    title: titleOf(`Not shared (${id.slice(-8)})`),
    description: [],
    parent: { type: 'workspace', workspace: true },
    isInline: false,
    isLocked: false,
  }
}

function stubTable({ dataSourceId, databaseId, columns }: Wanted, answers: Answers | undefined, now: number) {
  const real = answers && mirroredObjects(answers).sources.find(({ kept }) => kept.id === dataSourceId)
  const { schema } = readProperties(real?.properties ?? [], '')
  const title = schema.find(({ id }) => id === TITLE_ID) ?? NAME
  const others = columns.filter(
    ({ id }, index) => id !== TITLE_ID && columns.findIndex(each => each.id === id) === index,
  )
  const kept = real?.kept ?? {
    ...newThing(dataSourceId, now),
    databaseId,
    title: titleOf(`Not shared (${databaseId.slice(-8)})`),
    description: [],
  }
  return { ...kept, schema: [title, ...others.map(column => plainColumn(column, schema))] }
}

const NAME: Property = { id: TITLE_ID, name: 'Name', type: 'title', description: null }

/** The real one where it stands on its own. */
function plainColumn(column: Property, real: readonly Property[]): Property {
  const found = real.find(({ id }) => id === column.id)
  return column.type === 'relation' || !found || DEPENDENT.includes(found.type) ? column : found
}

const titleOf = (text: string) => richTextAt(textItems(text), 'title')

const newThing = (id: string, now: number) => ({
  id,
  created: now,
  edited: now,
  createdBy: BOT_ID,
  editedBy: BOT_ID,
  inTrash: false,
  icon: null,
  cover: null,
})

/** For messages. */
export const titleOfTable = ({ title }: DataSourceRecord): string => plainText(title) || 'Untitled'
