// What the invariants look at.

import type { Page } from '../remote.ts'
import type { State } from '../state.ts'
import type { World } from '../world.ts'

export interface Seen {
  world: World
  state: State
  /** All rows of Agent-Tasks and of Music Tracks. */
  tasks: readonly Page[]
  tracks: readonly Page[]
}

/** Tracks that are to be finished: those that were there, and those that tasks made. */
export const finishedPages = ({ world, tracks }: Seen): string[] => {
  const others = world.wishes.filter(({ end }) => end !== 'finished').map(({ page }) => page)
  return tracks.map(({ id }) => id).filter(id => !others.includes(id))
}
