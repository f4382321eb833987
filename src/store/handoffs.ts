// What is known of each hand-off: one open a task, by the form of the table itself; how each ended; every decision in words.

import { z } from 'zod'
import {
  HANDOFF_ENDS,
  HANDOFF_STATES,
  type Handoff,
  type HandoffEnd,
  type NewHandoff,
} from '../model/agents/handoff.ts'
import type { Store } from './database.ts'

export interface Decision {
  /** Epoch ms. */
  at: number
  says: string
}

/** An ended one whose file was in a folder that was not seen then. */
export interface LeftBehind extends Pick<Handoff, 'id' | 'task' | 'folder' | 'file' | 'home'> {
  how: HandoffEnd
}

export interface Handoffs {
  /** All that have no end, oldest first. */
  open(): Handoff[]
  openOf(task: string): Handoff | undefined
  /** How often the task was handed off; what a person asked for anew counts from there. */
  countOf(task: string): number
  /** Those below are for use inside a commit. */
  begin(handoff: NewHandoff, at: number): void
  /** Its file is there. */
  written(id: number, look: string): void
  acknowledge(id: number, at: number): void
  /** How it is to end; kept as text until that is carried out. */
  close(id: number, ending: string): void
  end(id: number, how: HandoffEnd): void
  /** Its file was in a folder that was not seen at its end; `false`: that was seen to since. */
  leaveBehind(id: number, isLeft: boolean): void
  say(task: string, says: string): void
  /** A person wants the task handed off again, however often it was. */
  countAnew(task: string): void
  takeReturn(file: string, task: string): void
  /** The end that was decided and not carried out. */
  endingOf(id: number): string | undefined
  hasTaken(file: string): boolean
  leftBehind(): LeftBehind[]
  decisions(task: string): Decision[]
  /** Whether this task was ever handed off from here. */
  knows(task: string): boolean
  counts(): { agent: string; how: string; count: number }[]
}

const Row = z
  .object({
    id: z.number(),
    task: z.string(),
    title: z.string(),
    agent: z.string(),
    folder: z.string(),
    file: z.string(),
    home: z.string(),
    machine: z.string(),
    state: z.enum(HANDOFF_STATES),
    at: z.number(),
    look: z.string(),
    acknowledged_at: z.number().nullable(),
  })
  .transform(({ acknowledged_at, ...rest }): Handoff => ({ ...rest, acknowledgedAt: acknowledged_at ?? undefined }))
const Left = z
  .object({
    id: z.number(),
    task: z.string(),
    folder: z.string(),
    file: z.string(),
    home: z.string(),
    ended_as: z.enum(HANDOFF_ENDS),
  })
  .transform(({ ended_as, ...rest }): LeftBehind => ({ ...rest, how: ended_as }))
const Said = z.object({ at: z.number(), says: z.string() })
const Count = z.object({ agent: z.string(), how: z.string(), count: z.number() })

export function openHandoffs({ database }: Store, now: () => number): Handoffs {
  const sql = (text: string) => database.prepare(text)
  const columns = 'id, task, title, agent, folder, file, home, machine, state, at, look, acknowledged_at'
  const open = sql(`select ${columns} from handoff where state <> 'ended' order by at, id`)
  const openOf = sql(`select ${columns} from handoff where state <> 'ended' and task = ?`)
  const countOf = sql('select count(*) as n from handoff where task = ? and counts = 1')
  const begin = sql(
    `insert into handoff (task, title, agent, folder, file, home, machine, state, at) values (?, ?, ?, ?, ?, ?, ?, 'begun', ?)`,
  )
  const written = sql(`update handoff set state = 'open', look = ? where id = ? and state = 'begun'`)
  const acknowledge = sql('update handoff set acknowledged_at = ? where id = ?')
  const close = sql(`update handoff set state = 'closing', ending = ? where id = ? and state <> 'ended'`)
  const end = sql(`update handoff set state = 'ended', ended_as = ?, ended_at = ? where id = ?`)
  const leave = sql('update handoff set is_left = ? where id = ?')
  const left = sql('select id, task, folder, file, home, ended_as from handoff where is_left = 1 order by id')
  const say = sql('insert into decision (task, at, says) values (?, ?, ?)')
  const anew = sql('update handoff set counts = 0 where task = ?')
  const take = sql('insert or ignore into returned (file, task, at) values (?, ?, ?)')
  const ending = sql('select ending from handoff where id = ?')
  const taken = sql('select 1 from returned where file = ?')
  const said = sql('select at, says from decision where task = ? order by id')
  const known = sql('select 1 from handoff where task = ? limit 1')
  const counts = sql(
    `select agent, coalesce(ended_as, 'open') as how, count(*) as count from handoff group by agent, how order by agent, how`,
  )
  return {
    open: () => open.all().map(row => Row.parse(row)),
    openOf(task) {
      const row = openOf.get(task)
      return row && Row.parse(row)
    },
    countOf: task => Number(countOf.get(task)?.n),
    begin: ({ task, title, agent, folder, file, home, machine }, at) =>
      void begin.run(task, title, agent, folder, file, home, machine, at),
    written: (id, look) => void written.run(look, id),
    acknowledge: (id, at) => void acknowledge.run(at, id),
    close: (id, text) => void close.run(text, id),
    end: (id, how) => void end.run(how, now(), id),
    leaveBehind: (id, isLeft) => void leave.run(isLeft ? 1 : 0, id),
    leftBehind: () => left.all().map(row => Left.parse(row)),
    say: (task, says) => void say.run(task, now(), says),
    countAnew: task => void anew.run(task),
    takeReturn: (file, task) => void take.run(file, task, now()),
    endingOf(id) {
      const text = ending.get(id)?.ending
      return typeof text === 'string' ? text : undefined
    },
    hasTaken: file => taken.get(file) !== undefined,
    decisions: task => said.all(task).map(row => Said.parse(row)),
    knows: task => known.get(task) !== undefined,
    counts: () => counts.all().map(row => Count.parse(row)),
  }
}
