// What keeps the state sound between cycles: what a damaged one lacks is looked up again, and copies are kept.

import type { Log } from './log.ts'
import { rebuild } from './orchestrator/rebuild.ts'
import { keepBackup } from './store/backup.ts'
import { endRecovery, type Recovery } from './store/recovery-note.ts'
import type { Tools } from './tools.ts'

/** Done at the start of each cycle; most of the time there is nothing to do. */
export type Upkeep = () => Promise<void>

/** @param recovery what was mended at start, until it is looked up */
export function openUpkeep(deps: { varDir: string; tools: Tools; log: Log; recovery?: Recovery }): Upkeep {
  const { varDir, tools, log } = deps
  let { recovery } = deps
  return async () => {
    if (recovery) {
      const rebuilt = await rebuild(tools, log)
      log.warn({ ...rebuilt, why: recovery.why, kept: recovery.kept }, 'what the state lacked was looked up again')
      endRecovery(varDir)
      recovery = undefined
    }
    const copy = await keepBackup(tools.store.database, varDir, tools.now())
    if (copy) log.debug({ file: copy.file }, 'a copy of the state was kept')
  }
}
