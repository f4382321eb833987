// Better sources for finished tracks whose source is lossy.

import { originOf, qualityWords } from '../model/true-quality.ts'
import { findUpgradable, LOOK_AGAIN_DAYS, type UpgradableRow } from '../orchestrator/find-upgradable.ts'
import { upgradeRows } from '../orchestrator/upgrade-rows.ts'
import { cycleDeps } from './cycle-deps.ts'
import { printReport } from './print-report.ts'
import { openDisplay } from './progress.ts'
import { type GlobalFlags, print, withApp } from './with-app.ts'

export async function upgradable(flags: GlobalFlags, limit: number | undefined): Promise<number> {
  const display = openDisplay(flags)
  return withApp(
    flags,
    async running => {
      if (flags.dryRun) return list(flags, findUpgradable(running.app.tools).slice(0, limit))
      const report = await upgradeRows(cycleDeps(running, display), limit)
      display.close()
      return printReport(flags, report, running)
    },
    { print: display.print },
  )
}

function list(flags: GlobalFlags, rows: readonly UpgradableRow[]): number {
  const shown = rows.map(({ have: { page, quality, source, files }, label, looked, isDue }) => {
    const { codec, bitRate, sampleRate, cutoff } = quality
    const paths = files.map(({ path }) => path)
    const has = { origin: originOf(quality), codec, bitRate, sampleRate, cutoff, source }
    return {
      id: page,
      label,
      ...has,
      files: paths,
      isDue,
      lookedAt: looked && new Date(looked.at).toISOString(),
      looked,
    }
  })
  print(
    flags,
    { rows: shown },
    rows.length > 0 ? rows.map(lineOf) : ['No finished track is known to be of a lossy source.'],
  )
  return 0
}

function lineOf({ have: { quality, source }, label, looked, isDue }: UpgradableRow): string {
  const { cutoff } = quality
  const treble = cutoff === undefined ? 'cut-off not measured' : `up to ${(cutoff / 1000).toFixed(1)} kHz`
  const from = source === undefined ? '' : `, from ${source}`
  const day = looked && new Date(looked.at).toISOString().slice(0, 10)
  const when = isDue ? '' : ` (looked for on ${day}, again after ${LOOK_AGAIN_DAYS} days: ${looked?.says})`
  return `${label}: ${qualityWords(quality)}, ${treble}${from}${when}`
}
