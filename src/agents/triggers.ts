// Trigger files: how work is handed to an agent. One open file a task, written whole or not at all.

import { readdir, readFile, rm } from 'node:fs/promises'
import { isAbsolute, join, resolve } from 'node:path'
import { makeFolders } from '../durable-file.ts'
import type { AgentBook } from '../model/agents/agents.ts'
import type { Handoff } from '../model/agents/handoff.ts'
import type { Task } from '../model/task.ts'
import {
  ARCHIVE,
  agentFolders,
  type Box,
  FAILED,
  filesOf,
  INBOX,
  isThere,
  lookOf,
  moveTo,
  noteOf,
  type Place,
  PROCESSED,
  pathOf,
  writeWhole,
} from './boxes.ts'
import { giveId, idOf } from './folder-id.ts'
import { type Message, readMessage } from './message.ts'
import { contentOf, fileName, idToken, type StatusWords } from './trigger-text.ts'

export interface TriggerFile extends Place {
  message: Message
  /** Changes with whatever is done to the file. */
  look: string
}

export type Unseen = 'gone' | 'away' | 'elsewhere'

export interface Triggers {
  readonly baseDir: string
  folderOf(agent: string): string
  nameFor(task: Task, at: Date): string
  /** The open trigger of a task in any agent's inbox. */
  find(taskId: string): Promise<Place | undefined>
  write(task: Task, handoff: Pick<Handoff, 'agent' | 'folder' | 'file' | 'at'>, words: StatusWords): Promise<void>
  /** The id of the folder that an agent's is in; given to it where it has none. */
  homeOf(folder: string): Promise<string>
  /**
   * Where the file of a hand-off is now, by its name, in any box of any agent. `away`: the folders are not there;
   * `elsewhere`: it was written into another folder than the one that is here.
   */
  where(handoff: Pick<Handoff, 'folder' | 'file' | 'home'>): Promise<Place | Unseen>
  /** The agents' folders. */
  folders(): Promise<string[]>
  /** What is in the inboxes. */
  inboxes(): Promise<TriggerFile[]>
  look(place: Place): Promise<string | undefined>
  /** @returns where it is; undefined when it was gone */
  move(place: Place, box: Box, why: string): Promise<Place | undefined>
  /** What stands in the note beside a file. */
  note(place: Place): Promise<string | undefined>
}

const BOXES = [INBOX, PROCESSED, FAILED, ARCHIVE] as const

/** @param book the agents as they are known now */
export function openTriggers(baseDir: string, book: () => Pick<AgentBook, 'folderOf' | 'agents'>): Triggers {
  const known = new Map<string, { look: string; message: Message }>()

  const folders = () =>
    agentFolders(
      baseDir,
      book()
        .agents.map(({ folder }) => folder)
        .filter(folder => isAbsolute(folder)),
    )

  /** A file that looks as it did is not read again. */
  async function messageAt(place: Place): Promise<TriggerFile | undefined> {
    const path = pathOf(baseDir, place)
    const look = await lookOf(path)
    if (look === undefined) return undefined
    const before = known.get(path)
    const message = before?.look === look ? before.message : await readMessage(path)
    if (!message) return undefined
    known.set(path, { look, message })
    return { ...place, message, look }
  }

  async function placesIn(box: Box, within?: readonly string[]): Promise<Place[]> {
    const found = await Promise.all(
      (within ?? (await folders())).map(async folder =>
        (await filesOf(baseDir, folder, box)).map(name => ({ folder, box, name })),
      ),
    )
    return found.flat()
  }

  /** Of an agent whose folder is not among the others: that one. */
  const homeDir = (folder: string) => (isAbsolute(folder) ? folder : baseDir)

  async function placeOf({ folder, file }: Pick<Handoff, 'folder' | 'file'>): Promise<Place | 'gone' | 'away'> {
    if (!(await isThere(resolve(baseDir, folder, INBOX)))) return 'away'
    const here = { folder, box: INBOX, name: file } as const
    if (await isThere(pathOf(baseDir, here))) return here
    const stem = file.replace(/\.json$/i, '')
    const isIt = ({ name }: Place) => name.includes(stem) && /\.json$/i.test(name)
    const others = (await folders()).filter(name => name !== folder)
    for (const within of [[folder], others])
      for (const box of BOXES) {
        const found = (await placesIn(box, within)).find(isIt)
        if (found) return found
      }
    return 'gone'
  }

  return {
    baseDir,
    folderOf: agent => book().folderOf(agent),
    folders,
    nameFor: fileName,
    look: place => lookOf(pathOf(baseDir, place)),
    move: (place, box, why) => moveTo(baseDir, place, box, why),
    async note(place) {
      const text = await readFile(noteOf(pathOf(baseDir, place)), 'utf8').catch(() => '')
      return text.trim().slice(0, LONGEST_NOTE) || undefined
    },
    async find(taskId) {
      for (const place of await placesIn(INBOX)) {
        if (NAMED_BY_TASK.test(place.name) && !place.name.includes(idToken(taskId))) continue
        const file = await messageAt(place)
        if (file?.message.kind === 'trigger' && file.message.task === taskId) return place
      }
      return undefined
    },
    async write(task, handoff, words) {
      const { folder, file } = handoff
      for (const box of [INBOX, PROCESSED, FAILED]) await makeFolders(resolve(baseDir, folder, box))
      await sweepUnfinished(resolve(baseDir, folder, INBOX), task.id)
      const text = `${JSON.stringify(contentOf(task, handoff, words), null, 2)}\n`
      await writeWhole(pathOf(baseDir, { folder, box: INBOX, name: file }), text)
    },
    homeOf: folder => giveId(homeDir(folder)),
    async where(handoff) {
      const found = await placeOf(handoff)
      if (typeof found === 'object' || handoff.home === '') return found
      return (await idOf(homeDir(handoff.folder))) === handoff.home ? found : 'elsewhere'
    },
    async inboxes() {
      const files = []
      const places = await placesIn(INBOX)
      const paths = new Set(places.map(place => pathOf(baseDir, place)))
      for (const path of known.keys()) if (!paths.has(path)) known.delete(path)
      for (const place of places) files.push(await messageAt(place))
      return files.filter(file => file !== undefined)
    },
  }
}

const LONGEST_NOTE = 500
/** Older ones have less in their name, or an agent’s. */
const NAMED_BY_TASK = /__[0-9a-f]{16}\.json$/

/** What a killed run left on its way to this task's file. */
async function sweepUnfinished(inbox: string, taskId: string): Promise<void> {
  const isOurs = (name: string) => name.endsWith('.part') && name.includes(`__${idToken(taskId)}.json.`)
  for (const name of (await readdir(inbox)).filter(isOurs)) await rm(join(inbox, name), { force: true })
}
