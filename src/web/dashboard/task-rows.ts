// GET /api/tasks: tasks as jobs, and what agents have.

import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { toPageId } from '../../model/page-id.ts'
import type { Tasks } from './api.ts'
import { type JobRows, pageOfKey } from './job-rows.ts'
import type { Live } from './live.ts'
import { taskActs } from './offered-acts.ts'
import { cut } from './tracks/line.ts'

const SHOWN = 100
const ENDED_SHOWN = 50

const Open = z
  .object({
    task: z.string(),
    title: z.string(),
    agent: z.string(),
    at: z.number(),
    acknowledged_at: z.number().nullable(),
    state: z.enum(['begun', 'open', 'closing']),
  })
  .transform(({ acknowledged_at, title, ...rest }) => ({
    ...rest,
    title: cut(title),
    acknowledgedAt: acknowledged_at ?? undefined,
  }))
const Over = z
  .object({
    task: z.string(),
    title: z.string(),
    agent: z.string(),
    at: z.number(),
    ended_at: z.number().nullable(),
    ended_as: z.string().nullable(),
  })
  .transform(({ ended_at, ended_as, at, title, ...rest }) => ({
    ...rest,
    title: cut(title),
    at,
    endedAt: ended_at ?? at,
    how: ended_as ?? '',
  }))

export function openTaskRows(database: DatabaseSync, jobs: JobRows, live: Pick<Live, 'found'>): () => Tasks {
  const open = database.prepare(
    `select task, title, agent, at, acknowledged_at, state from handoff where state <> 'ended' order by at, id limit ${SHOWN}`,
  )
  const over = database.prepare(
    `select task, title, agent, at, ended_at, ended_as from handoff where state = 'ended' order by id desc limit ${ENDED_SHOWN}`,
  )
  return () => ({
    handoffs: open.all().map(row => Open.parse(row)),
    ended: over.all().map(row => Over.parse(row)),
    jobs: jobs.tasks(SHOWN).map(({ key, label, state, because, reason, changed_at: at }) => ({
      key,
      id: pageOfKey(key) ?? '',
      title: cut(label),
      state,
      because,
      reason,
      at,
      acts: state === 'failed' || state === 'quarantined' || state === 'delayed' ? taskActs(key) : [],
    })),
    leftAlone: live.found.leftAlone
      .slice(0, SHOWN)
      .map(({ id, title, because }) => ({ id, title: cut(title), because: cut(because) })),
    waiting: live.found.waiting
      .filter(({ id }) => toPageId(id) === undefined)
      .slice(0, SHOWN)
      .map(({ label, because }) => ({ label: cut(label), because: cut(because) })),
  })
}
