// The Agent-Tasks database in our words.

import { setTimeout as sleep } from 'node:timers/promises'
import { InputFault } from '../errors.ts'
import { type NewTask, nearestOption, type Task, type TaskChanges, type TaskStatus } from '../model/task.ts'
import type { RowPort } from '../model/write.ts'
import { assignedIn } from './assigned.ts'
import { readCell, readCheckbox, readText } from './cells.ts'
import type { Notion } from './client.ts'
import { TASK_COLUMNS } from './columns.ts'
import { entriesAs, entriesIn } from './entries.ts'
import type { Row } from './page.ts'
import { openPageNames, type PageNames } from './page-names.ts'
import { openPageTable } from './pages.ts'
import type { Filter } from './query.ts'
import { readable } from './readable.ts'
import { openRowPort } from './row-port.ts'
import type { Column, Schema } from './schema.ts'
import { openOptions } from './task-status.ts'
import { openTaskWords } from './task-words.ts'

type TaskField = keyof typeof TASK_COLUMNS

export interface TaskTable {
  readonly dataSourceId: string
  readonly databaseTitle: string
  readonly absent: readonly string[]
  /** Tasks in one of these statuses that are not archived. Statuses the database lacks are left out. */
  listByStatus(statuses: readonly string[]): Promise<Task[]>
  /** Tasks that are not over, archived ones too if asked for; those in one of these statuses whatever it means. */
  listOpen(ready: readonly string[], options?: { archived?: boolean }): Promise<Task[]>
  /** Completed tasks that were edited from then on, and are not archived. */
  completedSince(at: Date): Promise<Task[]>
  /** The options that stand for how a task can end. */
  readonly statusWords: Record<'completed' | 'failed' | 'blocked', string>
  /** The first of these that is an option. */
  optionOf(words: readonly string[]): string | undefined
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
  const names = openPageNames(notion)
  const words = openTaskWords(names, notion.log)
  const toTask = (row: Row<TaskField>) => withAgentName(taskOf(row), names)
  const toTasks = async (rows: readonly Row<TaskField>[]) => {
    const tasks: Task[] = []
    for (const task of readable(rows, taskOf, notion.log)) tasks.push(await withAgentName(task, names))
    return tasks
  }
  return {
    get dataSourceId() {
      return table.schema.dataSourceId
    },
    get databaseTitle() {
      return table.schema.databaseTitle
    },
    get absent() {
      return table.schema.absent
    },
    async listByStatus(statuses) {
      const rows = await table.query({ filter: schema => readyFilter(schema, statuses) })
      return (await toTasks(rows)).filter(task => !task.archived && !task.inTrash)
    },
    async listOpen(ready, { archived = false } = {}) {
      const rows = await table.query({ filter: schema => openFilter(schema, ready, archived) })
      return toTasks(rows)
    },
    async completedSince(at) {
      const rows = await table.query({ filter: schema => completedFilter(schema, at) })
      return (await toTasks(rows)).filter(task => !task.archived && !task.inTrash)
    },
    get statusWords() {
      const options = table.schema.columns.status?.options ?? []
      const word = (status: TaskStatus) => nearestOption(status, options) ?? status
      return { completed: word('Completed'), failed: word('Failed'), blocked: word('Blocked') }
    },
    optionOf(words) {
      const options = table.schema.columns.status?.options ?? []
      const find = (word: string) => options.find(option => option.trim().toLowerCase() === word.toLowerCase())
      return words.map(find).find(option => option !== undefined)
    },
    read: async id => toTask(await table.read(id)),
    update: async (id, { status, ...changes }) =>
      toTask(
        await table.write(id, ({ columns }) => ({
          ...changes,
          status: status && nearestOption(status, columns.status?.options ?? []),
        })),
      ),
    rows: openRowPort(table, words),
    planned: task => planned(table.schema, task),
    async create(task) {
      const row = await table.create(schema => {
        const { title, status, description, agent } = planned(schema, task)
        const priority = schema.columns.priority?.options.find(option => option === task.priority)
        return {
          title,
          status,
          description,
          priority,
          assignedAgent: agent && entriesAs(schema.columns.assignedAgent, [agent]),
        }
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
  if (task.agent !== undefined && (!assignedAgent || ['relation', 'rollup', 'people'].includes(assignedAgent.type)))
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
  const options = columns.status?.options.filter(option =>
    statuses.some(word => word.toLowerCase() === option.trim().toLowerCase()),
  )
  return inStatuses(columns, options)
}

function completedFilter({ columns: { status } }: Schema<TaskField>, at: Date): Filter | undefined {
  const option = status && nearestOption('Completed', status.options)
  if (!status || option === undefined) return undefined
  const since = { timestamp: 'last_edited_time' as const, last_edited_time: { on_or_after: at.toISOString() } }
  return { and: [{ property: status.id, [status.type]: { equals: option } }, since] }
}

const openFilter = ({ columns }: Schema<TaskField>, ready: readonly string[], withArchived: boolean) =>
  inStatuses(
    withArchived ? { ...columns, archived: undefined } : columns,
    columns.status && openOptions(columns.status, ready),
  )

function inStatuses(
  { status, archived }: Schema<TaskField>['columns'],
  options: readonly string[] = [],
): Filter | undefined {
  if (!status || options.length === 0) return undefined
  const ready = { or: options.map(option => ({ property: status.id, [status.type]: { equals: option } })) }
  return archived ? { and: [ready, { property: archived.id, checkbox: { equals: false } }] } : ready
}

/** A page that stands for an agent is asked for its name. */
async function withAgentName(task: Task, names: PageNames): Promise<Task> {
  const [page] = task.assignedPages ?? []
  if (task.assignedAgent !== undefined || page === undefined) return task
  return { ...task, assignedAgent: await names.nameOf(page) }
}

function taskOf({ page, cells }: Row<TaskField>): Task {
  const { names, pages, isPeople } = assignedIn(cells.assignedAgent)
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
    assignedAgent: names[0],
    ...(pages.length > 0 && { assignedPages: pages }),
    ...(isPeople && { isAssignedToPeople: isPeople }),
    archived: readCheckbox(cells.archived),
    prerequisites: entriesIn(cells.prerequisites),
    dependency: readText(cells.dependency),
    wantsReview: readCheckbox(cells.reviewWanted),
    notBefore: cells.notBefore === undefined ? undefined : readCell(cells.notBefore, 'date')?.start,
  }
}
