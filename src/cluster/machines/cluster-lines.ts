// What a cluster is doing, in lines for a person.

import { counted } from '../../model/counted.ts'
import { moment } from '../../model/moment.ts'
import { PIECE_KINDS } from '../audio-work/piece.ts'
import type { PieceNow } from './heartbeat.ts'
import type { ClusterLook } from './look.ts'
import type { ClusterNode, GoneNode } from './nodes.ts'
import { isOtherVersion } from './version.ts'

const SHOWN_GONE = 10
const LATELY_S = 3600
const ROLES = { coordinator: 'coordinates', waits: 'would take over', worker: 'works', unknown: 'is there' } as const

export function clusterLines(look: ClusterLook, now: number = Date.now()): string[] {
  const { machines, pieces, log, coordinator } = look
  const sum = (state: 'waiting' | 'failed') => PIECE_KINDS.reduce((total, kind) => total + pieces[kind][state], 0)
  const running = machines.reduce((total, one) => total + one.running, 0)
  const aside = sum('failed') > 0 ? `, ${sum('failed')} set aside` : ''
  const version = machines.find(({ role }) => role === 'coordinator')?.version
  const paused = PIECE_KINDS.filter(kind => pieces[kind].isPaused)
  return [
    `Cluster: ${counted(machines.length, 'machine')}, ${counted(running, 'piece')} of audio work running, ${sum('waiting')} waiting${aside}`,
    ...(coordinator ? [] : ['  nobody coordinates now: an orchestrator that is started or waits takes over']),
    ...paused.map(kind => `  the queue ${kind} is paused: somebody paused it with BullMQ’s tools`),
    ...machines.flatMap(machine => machineLines(machine, version)),
    ...latelyGone(look).map(gone => goneLine(gone, now)),
    `  its state: ${counted(log.commits, 'commit')}, ${log.sinceCopy} since the last whole copy`,
  ]
}

/** Within the last hour, and not many. */
export const latelyGone = ({ gone }: Pick<ClusterLook, 'gone'>): GoneNode[] =>
  gone.filter(({ heard }) => heard <= LATELY_S).slice(0, SHOWN_GONE)

function machineLines(machine: ClusterNode, version: string | undefined): string[] {
  const { host, role, kinds, concurrency, running, done, heard, there, pieces } = machine
  const takes =
    concurrency > 0 && `${running} of ${counted(concurrency, 'place')} in use, ${done} done (${kinds.join(', ')})`
  const isOther = version !== undefined && isOtherVersion(machine.version, version)
  const other = isOther && `of another version (${machine.version ?? 'not said'})`
  const since = there !== undefined && `there for ${ageOf(there + heard)}`
  const said = [ROLES[role], takes, since, other, `heard ${ageOf(heard)} ago`].filter(Boolean)
  return [`  ${host}: ${said.join(', ')}`, ...pieces.map(piece => `    ${pieceLine(piece)}`)]
}

const pieceLine = ({ label, seconds, fraction }: PieceNow): string =>
  `${label}, for ${ageOf(seconds)}${fraction === undefined ? '' : `, ${Math.round(fraction * 100)} %`}`

function goneLine({ host, left, isBack, heard, pieces }: GoneNode, now: number): string {
  const had = pieces.length > 0 ? `; it had ${pieces.map(({ label }) => label).join('; ')}` : ''
  const how = left ? 'was stopped' : isBack ? 'was gone, and is back' : 'is gone'
  return `  ${host}: ${how}, heard last ${moment(now - heard * 1000)} (${ageOf(heard)} ago)${had}`
}

const MINUTE = 60
const HOUR = 3600
const DAY = 86_400

/** `40 s`, `12 min`, `3 h`, `4 days` */
function ageOf(seconds: number): string {
  if (seconds < 2 * MINUTE) return `${Math.round(seconds)} s`
  if (seconds < 2 * HOUR) return `${Math.round(seconds / MINUTE)} min`
  if (seconds < 2 * DAY) return `${Math.round(seconds / HOUR)} h`
  return `${Math.round(seconds / DAY)} days`
}
