// What is known of each outside service from one run to the next.

import { LaneState, type LaneStore } from '../lanes/lane-state.ts'
import type { Store } from './database.ts'
import { openParkings } from './parkings.ts'

/** @param readOnly nothing is kept: the run only looks */
export function laneStates({ database }: Store, readOnly: boolean): LaneStore {
  const all = database.prepare('select state from lane order by name')
  const put = database.prepare('insert or replace into lane (name, state) values (?, ?)')
  const parkings = openParkings({ database })
  return {
    load: () => all.all().flatMap(row => parsed(String(row.state))),
    save(state) {
      if (readOnly) return
      put.run(state.name, JSON.stringify(state))
      for (const pause of state.pauses)
        if (pause.kind !== 'person') parkings.see({ lane: state.name, at: state.at, ...pause }) // it has no end yet
    },
  }
}

/** Written by another version: as good as nothing. */
function parsed(text: string): LaneState[] {
  const { success, data } = LaneState.safeParse(JSON.parse(text))
  return success ? [data] : []
}
