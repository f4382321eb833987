// A row of Agent-Tasks in our words.

/** Our words for a task's state; each is mapped to the nearest option the database has. */
export const TASK_STATUSES = ['In Progress', 'Completed', 'Failed', 'Blocked'] as const
export type TaskStatus = (typeof TASK_STATUSES)[number]

export interface Task {
  /** Notion page id, with dashes. */
  id: string
  url: string
  createdAt: string
  editedAt: string
  inTrash: boolean
  title: string
  status?: string
  priority?: string
  description?: string
  taskType?: string
  nextStep?: string
  successCriteria?: string
  /** What came of it last. */
  result?: string
  /** The agent's name, whatever column type holds it; of several the first. */
  assignedAgent?: string
  /** Pages that stand for agents, where a relation leads to them. */
  assignedPages?: readonly string[]
  /** The name is a person's. */
  isAssignedToPeople?: boolean
  archived: boolean
  /** Pages of the tasks that are to be done before it. */
  prerequisites?: readonly string[]
  /** What a person or an agent says of them. */
  dependency?: string
  /** A day, or a moment. */
  notBefore?: string
  /** Its box for that is ticked. */
  wantsReview?: boolean
}

export interface TaskChanges {
  status?: TaskStatus
  /** What came of it, for a person. */
  result?: string
  blockingReason?: string
}

/** A task that is to be made. */
export interface NewTask {
  title: string
  /** Absent: the one that says it may be started. */
  status?: string
  description?: string
  priority?: string
  agent?: string
}

const PRIORITIES = ['critical', 'high', 'medium', 'low']

/** Most urgent first, then oldest, then by id. `P0`…`P3` count as Critical…Low. */
export function byUrgency(a: Task, b: Task): number {
  return urgencyOf(a) - urgencyOf(b) || a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id)
}

/** 0 for the most urgent. */
export function urgencyOf(task: Task): number {
  const word = task.priority?.trim().toLowerCase() ?? ''
  const numbered = /^p([0-3])$/.exec(word)
  const found = numbered ? Number(numbered[1]) : PRIORITIES.indexOf(word)
  return found === -1 ? PRIORITIES.length : found
}

/** Words for each of our states, nearest first, compared without case. */
const NEAREST: Record<TaskStatus, readonly string[]> = {
  'In Progress': ['In Progress', 'In-Progress', 'Doing', 'Active', 'Started', 'Running'],
  Completed: ['Completed', 'Complete', 'Done', 'Finished'],
  Failed: ['Failed', 'Error', 'Blocked', 'Cancelled'],
  Blocked: ['Blocked', 'Waiting', 'On Hold', 'Paused'],
}

/** The option of the database that stands for our word; undefined when none does. */
export function nearestOption(status: TaskStatus, options: readonly string[]): string | undefined {
  for (const name of NEAREST[status]) {
    const option = options.find(candidate => candidate.trim().toLowerCase() === name.toLowerCase())
    if (option !== undefined) return option
  }
  return undefined
}
