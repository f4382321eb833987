// Hands a task to an agent, once: the intent is on the disk before the file, and the file before it counts.

import { hostname } from 'node:os'
import { Limited, Refused, Transient } from '../errors.ts'
import { failpoint } from '../failpoint.ts'
import { type Handoff, type HandoffLimits, writtenElsewhere } from '../model/agents/handoff.ts'
import type { Task } from '../model/task.ts'
import type { Store } from '../store/database.ts'
import type { Handoffs } from '../store/handoffs.ts'
import { INBOX, type Place, pathOf } from './boxes.ts'
import type { StatusWords } from './trigger-text.ts'
import type { Triggers, Unseen } from './triggers.ts'

export interface HandOffDeps {
  triggers: Triggers
  handoffs: Handoffs
  store: Store
  handoffLimits: HandoffLimits
  now(): Date
}

export interface HandOffWish {
  task: Task
  agent: string
  words: StatusWords
  /** By which rule it is that agent’s. */
  why?: string
  /** A person asked for it: how often it was handed off before does not count. */
  asked: boolean
}

export interface HandedOff {
  path: string
  agentFolder: string
  /** It was handed off before: nothing was written now. */
  isOld: boolean
  /** By whom, when that folder is not seen here. */
  elsewhere?: string
}

/**
 * @throws Limited while its last hand-off is being ended
 * @throws Refused when it was handed off too often
 */
export async function handOff(deps: HandOffDeps, wish: HandOffWish): Promise<HandedOff> {
  const { triggers, handoffs, store } = deps
  const { task, agent } = wish
  const known = handoffs.openOf(task.id)
  if (known?.state === 'closing') throw new Limited('its last hand-off is being ended', deps.now().getTime() + SOON_MS)
  const found = known && (await triggers.where(known))
  if (known && found === 'elsewhere' && !isOwnBegun(known)) return leave(deps, known)
  if (known?.state === 'open') return already(deps, known)
  if (known && found) return write(deps, wish, known, found)
  const there = await triggers.find(task.id)
  if (there) return adopt(deps, wish, there)
  const tooOften = whyTooOften(deps, task.id)
  if (tooOften && !wish.asked) throw new Refused(tooOften)
  const at = deps.now()
  const folder = triggers.folderOf(agent)
  const home = await triggers.homeOf(folder)
  await store.commit(() => {
    if (tooOften) handoffs.countAnew(task.id)
    const begun = { task: task.id, title: task.title, agent, folder, home, machine: hostname() }
    handoffs.begin({ ...begun, file: triggers.nameFor(task, at) }, at.getTime())
  })
  await failpoint('handoff.begun')
  const begun = handoffs.openOf(task.id)
  if (!begun) throw new Transient(`the hand-off of "${task.title}" was not kept`)
  return write(deps, wish, begun, 'gone')
}

const SOON_MS = 5000

/** Why it is not handed off once more; undefined: it may be. */
export function whyTooOften(
  { handoffs, handoffLimits }: Pick<HandOffDeps, 'handoffs' | 'handoffLimits'>,
  task: string,
): string | undefined {
  const count = handoffs.openOf(task) ? 0 : handoffs.countOf(task)
  if (count < handoffLimits.perTask) return undefined
  return `it was handed off ${count} times and is not done: it needs a person (then: orchestrator retry ${task})`
}

/** A run that was killed may have written it, and the agent may have moved it since. */
async function write(
  { triggers, handoffs, store, handoffLimits }: HandOffDeps,
  { task, words, why }: HandOffWish,
  begun: Handoff,
  found: Place | Unseen,
): Promise<HandedOff> {
  if (typeof found === 'string') await triggers.write(task, begun, words)
  await failpoint('handoff.written')
  const place = typeof found === 'string' ? inboxOf(begun) : found
  const look = await triggers.look(place)
  await store.commit(() => {
    handoffs.written(begun.id, look ?? '')
    const count = handoffs.countOf(task.id)
    const because = why ? `, by ${why}` : ''
    handoffs.say(task.id, `handed to ${begun.agent} (${count} of ${handoffLimits.perTask}): ${begun.file}${because}`)
  })
  await failpoint('handoff.open')
  return { path: pathOf(triggers.baseDir, place), agentFolder: begun.folder, isOld: false }
}

/** Somebody else's trigger for it waits already: it is the open one from now on. */
async function adopt(
  { triggers, handoffs, store, now }: HandOffDeps,
  { task }: HandOffWish,
  place: Place,
): Promise<HandedOff> {
  const look = (await triggers.look(place)) ?? ''
  const { folder, name: file } = place
  const agent = folder.replaceAll('-', ' ')
  const home = await triggers.homeOf(folder)
  await store.commit(() => {
    const found = { task: task.id, title: task.title, agent, folder, file, home, machine: hostname() }
    handoffs.begin(found, now().getTime())
    handoffs.written(handoffs.openOf(task.id)?.id ?? 0, look)
    handoffs.say(task.id, `a trigger file was in the inbox of ${folder} already: ${file}`)
  })
  return { path: pathOf(triggers.baseDir, place), agentFolder: folder, isOld: true }
}

/** Whether it was written is not known, and its folder is this machine's own: it comes back. */
const isOwnBegun = ({ state, machine }: Handoff) => state === 'begun' && machine === hostname()

/** The file lies where it cannot be looked for, or was never written: none is written beside it. */
async function leave({ handoffs, store }: HandOffDeps, known: Handoff): Promise<HandedOff> {
  const elsewhere = writtenElsewhere(known)
  if (known.state === 'begun')
    await store.commit(() => {
      handoffs.written(known.id, '')
      handoffs.say(known.task, `handed to ${known.agent} ${elsewhere}: ${known.file}`)
    })
  return { path: known.file, agentFolder: known.folder, isOld: true, elsewhere }
}

const already = ({ triggers }: HandOffDeps, known: Handoff): HandedOff => ({
  path: pathOf(triggers.baseDir, inboxOf(known)),
  agentFolder: known.folder,
  isOld: true,
})

const inboxOf = ({ folder, file }: Pick<Handoff, 'folder' | 'file'>): Place => ({
  folder,
  box: INBOX,
  name: file,
})
