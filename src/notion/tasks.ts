// The Agent-Tasks database in our words.

import { nearestOption, type Task, type TaskChanges } from '../model/task.ts'
import { type CellValue, readCheckbox, readText } from './cells.ts'
import type { Notion } from './client.ts'
import { TASK_COLUMNS } from './columns.ts'
import { type Filter, openPageTable, type PageTable, type Row } from './pages.ts'

type TaskField = keyof typeof TASK_COLUMNS

export interface TaskTable {
  readonly databaseTitle: string
  readonly absent: readonly string[]
  /** Tasks in one of these statuses that are not archived. Statuses the database lacks are left out. */
  listByStatus(statuses: readonly string[]): Promise<Task[]>
  read(id: string): Promise<Task>
  update(id: string, changes: TaskChanges): Promise<Task>
}

export async function openTasks(notion: Notion, databaseId: string): Promise<TaskTable> {
  const table = await openPageTable(notion, databaseId, TASK_COLUMNS)
  return {
    databaseTitle: table.schema.databaseTitle,
    absent: table.schema.absent,
    async listByStatus(statuses) {
      const filter = readyFilter(table, statuses)
      if (!filter) return []
      const rows = await table.query({ filter, sorts: [{ timestamp: 'created_time', direction: 'ascending' }] })
      return rows.map(toTask).filter(task => !task.archived && !task.inTrash)
    },
    read: async id => toTask(await table.read(id)),
    update: async (id, changes) => toTask(await table.write(id, toCells(table, changes))),
  }
}

function readyFilter(table: PageTable<TaskField>, statuses: readonly string[]): Filter | undefined {
  const { status, archived } = table.schema.columns
  if (!status) return undefined
  const options = status.options.filter(option =>
    statuses.some(word => word.toLowerCase() === option.trim().toLowerCase()),
  )
  if (options.length === 0) return undefined
  const ready = { or: options.map(option => ({ property: status.id, [status.type]: { equals: option } })) }
  return archived ? { and: [ready, { property: archived.id, checkbox: { equals: false } }] } : ready
}

function toTask({ page, cells }: Row<TaskField>): Task {
  return {
    id: page.id,
    url: page.url,
    createdAt: page.created_time,
    editedAt: page.last_edited_time,
    inTrash: page.in_trash || page.is_archived,
    title: readText(cells.title) ?? '',
    status: readText(cells.status),
    priority: readText(cells.priority),
    description: readText(cells.description),
    taskType: readText(cells.taskType),
    nextStep: readText(cells.nextStep),
    successCriteria: readText(cells.successCriteria),
    assignedAgent: readText(cells.assignedAgent),
    archived: readCheckbox(cells.archived),
  }
}

function toCells(table: PageTable<TaskField>, changes: TaskChanges): Partial<Record<TaskField, CellValue>> {
  const options = table.schema.columns.status?.options ?? []
  return {
    status: changes.status && nearestOption(changes.status, options),
    result: changes.result,
    blockingReason: changes.blockingReason,
  }
}
