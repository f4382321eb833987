// Machines that vanished in the middle of work, and that are back. One that was stopped said so, and is no news.

import type { ClusterLook } from '../../cluster/machines/look.ts'
import type { GoneNode } from '../../cluster/machines/nodes.ts'
import { moment } from '../../model/moment.ts'
import type { Cause, KnownCause } from '../../model/notices/cause.ts'

const SHOWN = 5
/** What happened before is no news. */
const NEWS_S = 12 * 3600
/** One that is not back for so long is not waited for any more. */
const WAITED_MS = 6 * 86_400_000

export function machineCauses(
  { machines, gone }: Pick<ClusterLook, 'machines' | 'gone'>,
  known: readonly KnownCause[],
  now: number,
): Cause[] {
  const lost = gone.filter(({ left, isBack, ...had }) => !left && !isBack && wasBusy(had))
  const names = new Set(lost.map(nameOf))
  const there = new Set(machines.map(nameOf))
  const back = known.filter(({ key, title, beganToldAt }) => {
    const name = nameIn(key)
    return name !== undefined && title !== '' && there.has(name) && !names.has(name) && now - beganToldAt < WAITED_MS
  })
  const works = machines.some(({ concurrency }) => concurrency > 0)
  const news = lost.filter(({ heard }) => heard < NEWS_S)
  return [...news.map(one => goneCause(one, works, now)), ...back.flatMap(cause => backCause(cause, known))]
}

const wasBusy = ({ role, running }: Pick<GoneNode, 'role' | 'running'>) => role === 'coordinator' || running > 0
const nameOf = ({ machine, host }: { machine?: string; host: string }) => machine ?? host
const goneKey = (name: string) => `machine gone: ${name}`
const backKey = (name: string) => `machine back: ${name}`
const nameIn = (key: string) => /^machine gone: (.*)$/s.exec(key)?.[1]

/** @param works whether another machine does audio work */
function goneCause(one: GoneNode, works: boolean, now: number): Cause {
  const name = nameOf(one)
  const did = one.role === 'coordinator' ? 'it coordinated, and another machine does now; ' : ''
  const names = one.pieces.slice(0, SHOWN).map(({ label }) => label)
  const had = names.length > 0 ? ` (${names.join('; ')})` : ''
  const says = `it was heard last ${moment(now - one.heard * 1000)}; ${did}what it had ${works ? 'is done by others' : 'waits for a machine that works'}${had}`
  return { key: goneKey(name), title: `${name} is gone`, says, isEvent: true }
}

/** Only what was told to be gone is told to be back. */
function backCause({ key, beganToldAt }: KnownCause, known: readonly KnownCause[]): Cause[] {
  const name = nameIn(key) ?? ''
  const told = known.find(cause => cause.key === backKey(name))?.beganToldAt ?? 0
  if (beganToldAt === 0 || told > beganToldAt) return []
  return [{ key: backKey(name), title: `${name} is back`, says: 'it works with the others again', isEvent: true }]
}
