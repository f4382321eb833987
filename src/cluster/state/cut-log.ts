// The log of a cluster is cut when it is long: a copy of the state on the volume holds what was in it.

import { messageOf } from '../../errors.ts'
import type { Log } from '../../log.ts'

interface CutDeps {
  /** The commit that the log goes on from. */
  from: number
  /** After so many commits it is cut. */
  most: number
  /** @returns the commit that the new copy ends with */
  publish: () => Promise<number>
  log: Pick<Log, 'info' | 'warn'>
  againMs?: number
  monotonic?: () => number
}

/** A volume that is away, or full, is asked again so soon: work goes on, and the log grows. */
const AGAIN_MS = 60_000

/** @returns to be asked now and then, with the commit that the log ends with */
export function openCuts(deps: CutDeps): (seq: number) => void {
  const { most, publish, log, againMs = AGAIN_MS, monotonic = () => performance.now() } = deps
  let { from } = deps
  let isCutting = false
  let notBefore = 0
  let said = ''

  async function cut(): Promise<void> {
    try {
      from = await publish()
      if (said !== '') log.info({}, 'the log of the cluster is cut again')
      said = ''
    } catch (error) {
      const reason = messageOf(error)
      if (said !== reason) log.warn({ reason }, 'the log of the cluster could not be cut: it grows until it can be')
      said = reason
      notBefore = monotonic() + againMs
    }
  }

  return seq => {
    if (isCutting || seq - from < most || monotonic() < notBefore) return
    isCutting = true
    void cut().finally(() => {
      isCutting = false
    })
  }
}
