// Checks everything the program depends on, and says of each thing what mends it. Reads only.

import type { Config } from '../config.ts'
import type { Finding } from '../doctor/check.ts'
import { examine, examineWorker } from '../doctor/examine.ts'
import { openSchedulers } from '../schedule/schedulers.ts'
import { homeOf } from './scheduler-home.ts'
import { type GlobalFlags, print, stopOnSignals } from './with-app.ts'

export async function doctor(flags: GlobalFlags & { worker: boolean }): Promise<number> {
  const signals = stopOnSignals()
  try {
    const findings = flags.worker
      ? await examineWorker({ varDir: flags.var, schedulers: schedulersOf })
      : await findingsOf(flags.var, signals.signal)
    print(flags, { isWell: isWell(findings), ...countsOf(findings), findings }, findingLines(findings))
    return isWell(findings) ? 0 : 1
  } finally {
    signals.off()
  }
}

/** @param varDir `--var`; undefined: the usual one */
export function findingsOf(varDir: string | undefined, signal: AbortSignal): Promise<Finding[]> {
  return examine({ varDir, signal, schedulers: schedulersOf })
}

const schedulersOf = (config: Config) => openSchedulers(homeOf(config), async () => {})

export const isWell = (findings: readonly Finding[]): boolean => findings.every(({ state }) => state !== 'failed')

const countsOf = (findings: readonly Finding[]) => {
  const count = (state: Finding['state']) => findings.filter(finding => finding.state === state).length
  return { ok: count('ok'), warnings: count('warning'), failed: count('failed') }
}

export function findingLines(findings: readonly Finding[]): string[] {
  const widest = Math.max(...findings.map(({ check }) => check.length))
  const counts = countsOf(findings)
  return [
    ...findings.map(
      ({ state, check, says, mend }) =>
        `${state.padEnd(7)}  ${check.padEnd(widest)}  ${says}${mend === undefined ? '' : ` → ${mend}`}`,
    ),
    `${counts.ok} ok, ${counts.warnings} ${counts.warnings === 1 ? 'warning' : 'warnings'}, ${counts.failed} failed.`,
  ]
}
