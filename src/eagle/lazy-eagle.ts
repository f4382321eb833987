// Eagle, opened when a first track is to go into it.

import { onceOpen } from '../once-open.ts'
import type { Eagle, EagleDeps } from './eagle.ts'

/** Undefined where it is switched off. */
export function lazyEagle(deps: EagleDeps): Eagle | undefined {
  if (deps.config.mode === 'false') return undefined
  const eagle = onceOpen(async () => (await import('./eagle.ts')).openEagle(deps))
  return {
    isWanted: async signal => (await eagle()).isWanted(signal),
    holds: async (...args) => (await eagle()).holds(...args),
    knows: async pageId => (await eagle()).knows(pageId),
    libraryPath: async () => (await eagle()).libraryPath(),
    importTrack: async (...args) => (await eagle()).importTrack(...args),
    item: async (...args) => (await eagle()).item(...args),
    trash: async (...args) => (await eagle()).trash(...args),
    restore: async (...args) => (await eagle()).restore(...args),
  }
}
