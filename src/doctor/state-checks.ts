// What the program keeps: its store, services that want a pause, writes Notion did not take, work that was set aside.

import { statSync } from 'node:fs'
import { pausesLeft } from '../lanes/lane-state.ts'
import { outboxRows } from '../outbox/outbox-rows.ts'
import type { StoreCheck } from '../store/check-store.ts'
import type { Store } from '../store/database.ts'
import { laneStates } from '../store/lane-states.ts'
import { type Check, failed, ok, type Seen, warning } from './check.ts'

export interface StateDeps {
  file: string
  /** As the file was found before it was opened, or why it could not be looked at. */
  found: StoreCheck | { state: 'refused'; why: string }
  /** Undefined while the file cannot be opened. */
  store: Store | undefined
  now: () => number
}

const MOST = 10_000
const SHOWN = 3

export function stateChecks(deps: StateDeps): Check[] {
  const { store, now } = deps
  const kept: Check[] = store
    ? [
        { name: 'services', look: () => lanesSeen(store, now()) },
        { name: 'writes to Notion', look: () => outboxSeen(store) },
        { name: 'work', look: () => setAsideSeen(store) },
      ]
    : []
  return [{ name: 'store', look: () => [storeSeen(deps)] }, ...kept]
}

function storeSeen({ file, found, store }: StateDeps): Seen {
  if (found.state === 'absent') return ok(`none yet: made at the first run (${file})`)
  if (found.state === 'damaged')
    return failed(`${file} is damaged: ${found.why}`, 'start the program: it takes the newest copy from var/backup')
  if (found.state === 'refused') return failed(found.why)
  const { sqlite } = store?.database.prepare('select sqlite_version() as sqlite').get() ?? {}
  return ok(`${file}, ${(statSync(file).size / 1024 ** 2).toFixed(1)} MB, whole, SQLite ${sqlite}`)
}

function lanesSeen(store: Store, now: number): Seen[] {
  const parked = laneStates(store, true)
    .load()
    .flatMap(({ name, ...state }) => pausesLeft({ name, ...state }, now).map(pause => ({ name, ...pause })))
  if (parked.length === 0) return [ok('none wants a pause')]
  return parked.map(({ name, until, reason, kind }) =>
    kind === 'person'
      ? warning(reason, `when it is to be asked again: orchestrator retry lane:${name}`)
      : warning(
          `${name} is left alone until ${new Date(until).toISOString()}: ${reason}`,
          'nothing: it goes on by itself',
        ),
  )
}

function outboxSeen(store: Store): Seen[] {
  const all = outboxRows(store).list(MOST)
  const refused = all.filter(({ state }) => state === 'refused')
  if (all.length === 0) return [ok('none waits')]
  if (refused.length === 0) {
    const since = new Date(all[0]?.madeAt ?? 0).toISOString()
    const why = all.find(({ reason }) => reason !== '')?.reason
    return [
      warning(`${all.length} wait since ${since}${why ? `: ${why}` : ''}`, 'nothing: they go when Notion takes them'),
    ]
  }
  const reasons = [...new Set(refused.map(({ reason }) => reason))].slice(0, SHOWN)
  return [
    warning(
      `Notion did not take ${refused.length}: ${reasons.join('; ')}`,
      'mend that, then: orchestrator retry --all',
    ),
  ]
}

function setAsideSeen(store: Store): Seen[] {
  const count = Number(store.database.prepare("select count(*) as n from job where state = 'quarantined'").get()?.n)
  if (count === 0) return [ok('none was set aside')]
  return [warning(`${count} ended the program three times and were set aside`, 'orchestrator retry')]
}
