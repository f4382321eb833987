// I1: each wish has its one recorded outcome. I2: nothing is stuck.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { plain } from '../remote.ts'
import type { Kind, Wish } from '../rows.ts'
import type { World } from '../world.ts'
import { finishedPages, type Seen } from './seen.ts'

export function outcomesMissing(seen: Seen): string[] {
  const { world, state } = seen
  const told = world.wishes.flatMap(wish => untold(wish, seen))
  const keys = [
    ...world.wishes.filter(({ end }) => end !== 'finished').map(keyOf),
    ...finishedPages(seen).map(trackKey),
  ]
  const recorded = keys.flatMap(key => {
    const ends = state.runs.filter(({ subject, outcome }) => subject === key && ENDS.includes(outcome))
    const wins = ends.filter(({ outcome }) => outcome !== 'skipped')
    if (ends.length === 0) return [`I1 ${key} has no recorded outcome`]
    return wins.length > 1 ? [`I1 ${key} ended ${wins.length} times: ${wins.map(end => end.outcome)}`] : []
  })
  return [...told, ...recorded]
}

/** A sync that is run again when the other tracks are done takes the one that is refused. */
const mayFail = (kind: Kind, { wishes }: World) => kind === 'sync task' && wishes.some(({ end }) => end === 'refused')

const ENDS = ['done', 'skipped', 'failed']
const trackKey = (page: string) => `track:${page}`
const keyOf = ({ page, end }: Wish) => (end === 'refused' ? trackKey(page) : `task:${page}`)

/** What its row does not say. */
function untold({ kind, page, end, tag = 'Not_Allowed' }: Wish, { world, tasks, tracks }: Seen): string[] {
  const row = [...tasks, ...tracks].find(({ id }) => id === page)
  if (!row) return [`I1 the row of the ${kind} is gone`]
  const cell = (name: string) => plain(row, name)
  if (end === 'finished') return cell('Downloaded') === true ? [] : [`I1 the ${kind} is not finished`]
  if (end === 'refused')
    return cell('Audio Processing') === tag && cell('Audio Processing Summary') && !cell('Downloaded')
      ? []
      : [`I1 the ${kind} was not told why it is refused`]
  const ends = [end, ...(mayFail(kind, world) ? ['Failed'] : [])]
  return ends.some(word => word === cell('Status')) && cell('Execution-Result')
    ? []
    : [`I1 the ${kind} stands at "${cell('Status')}"`]
}

export function stuckWork({ world, state }: Seen): string[] {
  const failing = world.wishes.filter(({ kind, end }) => end === 'refused' || mayFail(kind, world))
  const keys = [...failing.map(keyOf), ...(failing.length > 0 ? ['music-sync'] : [])]
  const jobs = state.jobs.filter(({ key, state: at }) => !(at === 'failed' && keys.includes(key)))
  return [
    ...(state.check === 'ok' ? [] : [`I2 the state is damaged: ${state.check}`]),
    ...jobs.map(({ key, state: at, starts }) => `I2 the job ${key} is ${at} after ${starts} starts`),
    ...state.writes.map(write => `I2 a write to ${write.page} is ${write.state}`),
    ...state.effects
      .filter(({ stage }) => !KEPT.includes(stage))
      .map(({ run, stage }) => `I2 ${run} still has ${stage}`),
    ...foldersIn(join(world.varDir, 'staging')).map(name => `I3 working files stay: ${name}`),
  ]
}

/** The receipts that outlive a run. */
const KEPT = ['file', 'write back']

function foldersIn(dir: string): string[] {
  try {
    return readdirSync(dir)
  } catch {
    return []
  }
}
