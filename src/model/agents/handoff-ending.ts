// How a hand-off ends: by what the agent did with its file or its task, by what a person did, or by time.

import { type StatusKind, statusKind } from '../status-word.ts'
import type { Task, TaskStatus } from '../task.ts'
import { ageText, type Handoff, type HandoffEnd, type HandoffLimits } from './handoff.ts'

/** Where the trigger file is; the last two: it cannot be known now. */
export type Whereabouts = 'inbox' | 'processed' | 'failed' | 'archive' | 'gone' | 'away' | 'elsewhere'

export interface Standing {
  handoff: Handoff
  place: Whereabouts
  /** What stands beside the file. */
  note?: string
  /** What the agent reported, and where that file is. */
  returned?: { status?: string; summary: string; agent?: string }
  /** Absent: its row is gone or cannot be read. */
  task?: Task
  /** Somebody else than this program wrote what came of it. */
  hasResult: boolean
  /** Another agent to whom its row assigns it. */
  assignedElse?: string
  limits: HandoffLimits
  /** Epoch ms. */
  now: number
  readyStatuses: readonly string[]
  /** The options of the database. */
  words: Record<'completed' | 'failed' | 'blocked', string>
}

export interface Ending {
  how: HandoffEnd
  /** One sentence for people. */
  says: string
  /** Where its file goes when it is in the inbox still. */
  box: 'processed' | 'failed'
  /** What the task's status becomes; absent: it stays. `ready`: it may be handed off again. */
  status?: TaskStatus | 'ready'
  /** Why it needs a person. */
  blocking?: string
}

/** Undefined: it goes on. */
export function endingOf(standing: Standing): Ending | undefined {
  const { task, place, returned } = standing
  const kind = task && statusKind(task.status, standing.readyStatuses)
  if (!task || task.inTrash) return withdrawn('its row is not there any more')
  if (task.archived || kind === 'archived') return withdrawn('its row is archived')
  if (returned) return byReturn(standing, task)
  if (place === 'processed') return byBox(standing, task, 'done')
  if (place === 'failed') return byBox(standing, task, 'failed')
  if (place === 'archive') return needsPerson('withdrawn', 'its trigger file was put into an archive by hand')
  return byStatus(standing, task, kind ?? 'none') ?? byAgent(standing) ?? byAbsence(standing) ?? byAge(standing)
}

const withdrawn = (because: string): Ending => ({ how: 'withdrawn', says: `taken back: ${because}`, box: 'failed' })

/** Whether the row waits for an end still: nobody has ended it otherwise. */
const isUnderWay = ({ readyStatuses }: Standing, { status }: Task) =>
  ['ready', 'working'].includes(statusKind(status, readyStatuses))

function byReturn(standing: Standing, task: Task): Ending {
  const { handoff, returned } = standing
  const { agent, status: word, summary = '' } = returned ?? {}
  const kind = statusKind(word)
  // no status: what was returned is the answer; a word that nobody knows is no yes
  const status = kind === 'completed' || kind === 'none' ? 'Completed' : kind === 'failed' ? 'Failed' : 'Blocked'
  const how = status === 'Completed' ? 'done' : 'failed'
  const odd =
    word === undefined || ['completed', 'failed', 'blocked'].includes(kind) ? '' : ` with the status "${word}"`
  const who = agent ?? `a file that names no agent, for ${handoff.agent},`
  const says = `${who} returned it${odd} as ${status.toLowerCase()}${summary ? `: ${summary}` : ', without a summary'}`
  return {
    how,
    says: withMend(says, word, standing),
    box: how === 'done' ? 'processed' : 'failed',
    ...ifUnderWay(standing, task, status, says),
  }
}

/** The file says who did what; whether it is true is not known here. */
function byBox(standing: Standing, task: Task, how: 'done' | 'failed'): Ending {
  const { handoff, note, place } = standing
  const box = how === 'done' ? 'processed' : 'failed'
  const moved = `the trigger file is in 0${place === 'processed' ? 2 : 3}_${box}`
  const because = note ? `${moved}: ${note}` : moved
  const left = standing.hasResult ? 'what came of it is in the row' : 'it left no result'
  const says =
    how === 'done' ? `done, says ${handoff.agent}: ${because}` : `${handoff.agent} could not do it: ${because}`
  if (!isUnderWay(standing, task)) return { how, box, says: `${says}; the task was set to "${task.status}"` }
  return {
    how,
    box,
    says: `${says}; ${left}`,
    ...ifUnderWay(standing, task, how === 'done' ? 'Completed' : 'Failed', says),
  }
}

function ifUnderWay(
  standing: Standing,
  task: Task,
  status: TaskStatus,
  says: string,
): Pick<Ending, 'status' | 'blocking'> {
  if (!isUnderWay(standing, task)) return mended(standing, task)
  return { status, ...(status === 'Completed' ? {} : { blocking: says }) }
}

/** "Complete" where the option is "Completed". */
function mended({ words }: Standing, { status }: Task): Pick<Ending, 'status'> {
  return statusKind(status) === 'completed' && status !== words.completed ? { status: 'Completed' } : {}
}

const withMend = (says: string, word: string | undefined, { words }: Standing) =>
  word !== undefined && statusKind(word) === 'completed' && word !== words.completed
    ? `${says} ("${word}" is "${words.completed}" here)`
    : says

function byStatus(standing: Standing, task: Task, kind: StatusKind): Ending | undefined {
  const { status } = task
  const set = `the task was set to "${status}"`
  switch (kind) {
    case 'completed':
      return { how: 'done', says: withMend(set, status, standing), box: 'processed', ...mended(standing, task) }
    case 'review':
      return { how: 'done', says: set, box: 'processed' }
    case 'failed':
    case 'blocked':
      return { how: 'failed', says: set, box: 'failed' }
    case 'planned':
    case 'none':
      return withdrawn(set)
    case 'ready':
    case 'working':
    case 'other':
    case 'archived':
      return undefined
  }
}

function byAgent({ handoff, assignedElse }: Standing): Ending | undefined {
  if (assignedElse === undefined) return undefined
  const says = `re-routed: it is assigned to ${assignedElse}, not to ${handoff.agent}`
  return { how: 're-routed', says, box: 'failed', status: 'ready' }
}

function byAbsence({ place, handoff }: Standing): Ending | undefined {
  if (place !== 'gone') return undefined
  const because = `the trigger file of ${handoff.agent} is in none of its boxes`
  if (handoff.state === 'begun') return withdrawn('its trigger file was never written')
  return needsPerson('lost', because)
}

function byAge({ place, handoff, limits, now }: Standing): Ending | undefined {
  if (place === 'away' || place === 'elsewhere') return undefined
  const { acknowledgedAt, agent, at } = handoff
  const age = now - (acknowledgedAt ?? at)
  if (age < (acknowledgedAt === undefined ? limits.ackMs : limits.doneMs)) return undefined
  const because =
    acknowledgedAt === undefined
      ? `${agent} did not touch the trigger file in ${ageText(age)}`
      : `${agent} took the trigger file up ${ageText(age)} ago and did not end it`
  return needsPerson('expired', because)
}

const needsPerson = (how: HandoffEnd, because: string): Ending => ({
  how,
  says: `needs a person: ${because}`,
  box: 'failed',
  status: 'Blocked',
  blocking: because,
})
