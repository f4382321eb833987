// Nothing is asked of an outside service, until a person takes that back.

import { serviceOf } from '../../lanes/services.ts'
import type { Tools } from '../../tools.ts'
import { type Effect, refused } from './effect.ts'

export function holdLane(lane: string, { lanes }: Tools): Effect {
  const service = serviceOf(lane)
  if (!service) return refused(unknown(lane))
  return {
    ok: true,
    says: `${service.title} is paused: nothing more is asked of it until that is taken back`,
    commit: () => lanes.hold(lane, heldReason(service.title)),
  }
}

/** What waited for that alone goes on. */
export function letGoLane(lane: string, tools: Tools): Effect {
  const service = serviceOf(lane)
  if (!service) return refused(unknown(lane))
  if (!isHeld(lane, tools.lanes)) return refused(`${service.title} is not paused by a person`)
  return { ok: true, says: `${service.title} is asked again`, commit: () => letGo(lane, tools) }
}

/** Inside a commit. */
export function letGo(lane: string, { lanes, queue }: Tools): void {
  lanes.letGo(lane)
  queue.wakeAll(heldReason(serviceOf(lane)?.title ?? lane))
}

export const isHeld = (lane: string, lanes: Tools['lanes']): boolean =>
  lanes.status().some(({ name, state }) => name === lane && state === 'paused')

const heldReason = (title: string) => `${title} was paused by a person`

const unknown = (lane: string) =>
  lane === 'notion'
    ? 'Notion cannot be paused: without it nothing is done at all; stop the program instead'
    : `there is no service called "${lane}"`
