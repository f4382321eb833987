// One life of the program, and its death: from then on nothing that belongs to it goes on.

import { armFailpoints } from '../../../src/failpoint.ts'
import type { VirtualTime } from './virtual-time.ts'

/** How a life is to end: at the n-th failpoint, or before or after the n-th request to Notion. */
export interface Kill {
  at: 'failpoint' | 'request' | 'answer'
  nth: number
}

export interface Gate {
  /** To be passed by all that leaves the program; closed for ever when it is dead. */
  pass(kind?: Kill['at']): Promise<void>
  /** The life ends so, some time from now. */
  arm(kill: Kill): void
  readonly isArmed: boolean
  readonly died: Promise<Kill>
}

const NOWHERE = 'nowhere=hang'

export function openGate(time: VirtualTime): Gate {
  const { promise: died, resolve } = Promise.withResolvers<Kill>()
  let armed: Kill | undefined
  let left = 0
  let isDead = false

  function die(): void {
    if (isDead || !armed) return
    isDead = true
    armFailpoints('*=hang')
    resolve(armed)
  }

  armFailpoints(NOWHERE)
  time.onEndlessSleep(die)
  return {
    died,
    get isArmed() {
      return armed !== undefined
    },
    arm(kill) {
      armed = kill
      left = kill.nth
      armFailpoints(kill.at === 'failpoint' ? `*=hang@${kill.nth}` : NOWHERE)
    },
    async pass(kind) {
      if (kind !== undefined && armed?.at === kind) {
        left -= 1
        if (left === 0) die()
      }
      if (isDead) await new Promise(() => {}) // one of its own, so that nothing keeps who waits
    },
  }
}
