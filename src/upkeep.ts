// What keeps the state sound between cycles: what a damaged one lacks is looked up again, and copies are kept.

import { readdir } from 'node:fs/promises'
import { failpoint } from './failpoint.ts'
import { tidyTrash } from './library/trash.ts'
import type { Log } from './log.ts'
import { trackKey } from './model/job.ts'
import { rebuild } from './orchestrator/rebuild.ts'
import { cleanUp } from './pipeline/clean-up.ts'
import { sweepWaveforms } from './pipeline/keep-waveform.ts'
import { tidyQuarantine } from './pipeline/quarantine.ts'
import { sweepLibrary } from './pipeline/stages/file.ts'
import { finishReplacements } from './pipeline/upgrade/replace.ts'
import { keepBackup } from './store/backup.ts'
import { endRecovery, type Recovery } from './store/recovery-note.ts'
import type { Tools } from './tools.ts'

export interface Upkeep {
  /** Before work is looked for: what a damaged state lacks is learnt again. */
  lookUp(): Promise<void>
  /** After the work: a copy a day, and what is too old in quarantine and in the library's trash goes. */
  keepCopy(): Promise<void>
  /** After that: some of the finished tracks that are verified each day. */
  verifySome(signal: AbortSignal): Promise<void>
}

/** @param recovery what was mended at start, until it is looked up */
export function openUpkeep(deps: {
  varDir: string
  tools: Tools
  log: Log
  /** What the daily verification finds is told in Issues+Questions. */
  tell: boolean
  recovery?: Recovery
}): Upkeep {
  const { varDir, tools, log, tell } = deps
  let { recovery } = deps
  return {
    async lookUp() {
      await endReplacements(tools, log) // while the volume was away it could not be done at start
      if (!recovery) return
      const rebuilt = await rebuild(tools, log)
      log.warn({ ...rebuilt, why: recovery.why, kept: recovery.kept }, 'what the state lacked was looked up again')
      endRecovery(varDir)
      recovery = undefined
    },
    async keepCopy() {
      try {
        const copy = await keepBackup(tools.store.database, varDir, tools.now())
        if (!copy) return
        log.debug({ file: copy.file }, 'a copy of the state was kept')
        await tidyQuarantine(tools.quarantineDir, tools.now().getTime(), log)
        for (const day of await tidyTrash(tools.library.dir, tools.now().getTime()))
          log.info({ day }, 'what was taken back that day is gone from the library’s trash')
      } catch (error) {
        log.warn({ error }, 'no copy of the state could be kept')
      }
    },
    async verifySome(signal) {
      const { verifySome } = await import('./orchestrator/verify-day.ts')
      await verifySome({ tools, log, signal, tell })
    },
  }
}

export const noUpkeep: Upkeep = { lookUp: async () => {}, keepCopy: async () => {}, verifySome: async () => {} }

/** What a run that was killed left: its jobs wait again, and working files that belong to no job go. */
export async function takeUp(tools: Tools, log: Log): Promise<void> {
  const { queue, stagingDir } = tools
  const { again, quarantined } = queue.recover()
  await failpoint('recover.jobs')
  if (again > 0) log.info({ jobs: again }, 'jobs of a run that was cut off go on')
  for (const { key, label } of quarantined)
    log.error({ job: key, label }, 'a job ended three runs of the program: it is set aside until a person asks for it')
  await sweepLibrary(tools).catch(error => log.warn({ error }, 'the library could not be tidied'))
  await sweepWaveforms(tools).catch(error => log.warn({ error }, 'half drawn waveforms could not be removed'))
  await endReplacements(tools, log)
  await failpoint('recover.library')
  for (const name of await readdir(stagingDir).catch(() => [])) {
    const job = queue.resting(trackKey(name))
    if (job?.state === 'waiting' || job?.state === 'delayed') continue
    await cleanUp(name, tools).catch(error => log.warn({ error }, 'working files could not be removed'))
  }
}

const endReplacements = (tools: Tools, log: Log) =>
  finishReplacements(tools, log).catch(error =>
    log.warn({ error }, 'better files could not be put in their place: it is tried again'),
  )
