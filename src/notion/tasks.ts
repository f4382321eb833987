// The Agent-Tasks database in our words.

import { setTimeout as sleep } from 'node:timers/promises'
import { InputFault } from '../errors.ts'
import { type NewTask, nearestOption, TASK_STATUSES, type Task, type TaskChanges } from '../model/task.ts'
import type { FieldValue, RowPort } from '../model/write.ts'
import { readCheckbox, readText } from './cells.ts'
import type { Notion } from './client.ts'
import { TASK_COLUMNS } from './columns.ts'
import type { Row } from './page.ts'
import { openPageTable } from './pages.ts'
import type { Filter } from './query.ts'
import { readable } from './readable.ts'
import { openRowPort } from './row-port.ts'
import type { Column, Schema } from './schema.ts'

type TaskField = keyof typeof TASK_COLUMNS

export interface TaskTable {
  readonly databaseTitle: string
  readonly absent: readonly string[]
  /** Tasks in one of these statuses that are not archived. Statuses the database lacks are left out. */
  listByStatus(statuses: readonly string[]): Promise<Task[]>
  read(id: string): Promise<Task>
  /** At once; what a run writes goes through the outbox, over `rows`. */
  update(id: string, changes: TaskChanges): Promise<Task>
  readonly rows: RowPort
  /** The task as it would be made, with its status. @throws InputFault when the database has no place for a part of it */
  planned(task: NewTask): NewTask
  create(task: NewTask): Promise<Task>
  /** The task whose text holds this mark; looked for several times, as queries lag behind writes. */
  findMarked(mark: string): Promise<Task | undefined>
}

export async function openTasks(notion: Notion, databaseId: string): Promise<TaskTable> {
  const table = await openPageTable(notion, databaseId, TASK_COLUMNS)
  return {
    get databaseTitle() {
      return table.schema.databaseTitle
    },
    get absent() {
      return table.schema.absent
    },
    async listByStatus(statuses) {
      const rows = await table.query({ filter: schema => readyFilter(schema, statuses) })
      return readable(rows, toTask, notion.log).filter(task => !task.archived && !task.inTrash)
    },
    read: async id => toTask(await table.read(id)),
    update: async (id, { status, ...changes }) =>
      toTask(
        await table.write(id, ({ columns }) => ({
          ...changes,
          status: status && nearestOption(status, columns.status?.options ?? []),
        })),
      ),
    rows: openRowPort(table, (schema, field, value) => (field === 'status' ? statusOption(schema, value) : value)),
    planned: task => planned(table.schema, task),
    async create(task) {
      const row = await table.create(schema => {
        const { title, status, description, agent } = planned(schema, task)
        return { title, status, description, assignedAgent: agent }
      })
      return toTask(row)
    },
    async findMarked(mark) {
      for (const wait of [0, ...notion.probeWaitsMs]) {
        await sleep(wait, undefined, { signal: notion.signal })
        const [row] = await table.query({ filter: schema => markFilter(schema, mark), limit: 1 })
        if (row) return toTask(row)
      }
      return undefined
    },
  }
}

function markFilter({ columns }: Schema<TaskField>, mark: string): Filter | undefined {
  const { description } = columns
  return description && { property: description.id, [description.type]: { contains: mark } }
}

function planned({ columns, databaseTitle }: Schema<TaskField>, task: NewTask): NewTask {
  const { status, description, assignedAgent } = columns
  if (task.description !== undefined && !description)
    throw new InputFault(`"${databaseTitle}" has no column for a description`, 'Unknown_Error')
  if (task.agent !== undefined && (!assignedAgent || ['relation', 'rollup'].includes(assignedAgent.type)))
    throw new InputFault(
      assignedAgent
        ? `"${assignedAgent.name}" of "${databaseTitle}" is a ${assignedAgent.type}: an agent cannot be named there`
        : `"${databaseTitle}" has no column for an agent`,
      'Unknown_Error',
    )
  return { ...task, status: status && statusFor(status, task.status) }
}

/** The option that is asked for; else Ready, else the first that means it is still to be done. */
function statusFor({ name, options, groups }: Column, wanted: string | undefined): string | undefined {
  const find = (word: string) => options.find(option => option.trim().toLowerCase() === word.trim().toLowerCase())
  if (wanted === undefined) {
    const toDo = groups?.find(group => /^to-?\s?do$/i.test(group.name)) ?? groups?.[0]
    return find('Ready') ?? toDo?.options[0] ?? options[0]
  }
  const found = find(wanted)
  if (found !== undefined) return found
  throw new InputFault(`"${name}" has no option "${wanted}": it has ${options.join(', ')}`, 'Unknown_Error')
}

function readyFilter({ columns }: Schema<TaskField>, statuses: readonly string[]): Filter | undefined {
  const { status, archived } = columns
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
    result: readText(cells.result),
    assignedAgent: readText(cells.assignedAgent),
    archived: readCheckbox(cells.archived),
  }
}

/** One of our words for a status as the option that comes nearest. */
function statusOption({ columns }: Schema<TaskField>, word: FieldValue): FieldValue | undefined {
  const options = columns.status?.options ?? []
  if (typeof word !== 'string' || options.includes(word)) return word
  const known = TASK_STATUSES.find(status => status === word)
  return known && nearestOption(known, options)
}
