// The waveform of a track, for pages that show it. Without it nothing is missing: it can be drawn again.

import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Curves } from '../audio/analysis/analysis.ts'
import { waveformSvg } from '../audio/pictures/waveform-svg.ts'
import { sync } from '../durable-file.ts'
import { failpoint } from '../failpoint.ts'
import type { Log } from '../log.ts'
import { type Track, trackLabel } from '../model/track.ts'
import type { Tools } from '../tools.ts'

const PART = '.part'

/** `<page id>.svg`. */
export const waveformOf = ({ id }: Pick<Track, 'id'>, { waveformsDir }: Pick<Tools, 'waveformsDir'>): string =>
  join(waveformsDir, `${id}.svg`)

export async function keepWaveform(
  row: Track,
  curves: Pick<Curves, 'waveform'>,
  { tools, log }: { tools: Pick<Tools, 'waveformsDir'>; log: Log },
): Promise<void> {
  const file = waveformOf(row, tools)
  try {
    await mkdir(tools.waveformsDir, { recursive: true })
    await writeFile(file + PART, waveformSvg(curves, { label: trackLabel(row) }))
    await sync(file + PART)
    await failpoint('waveform.written')
    await rename(file + PART, file)
  } catch (error) {
    log.info({ track: row.id, error }, 'the waveform could not be kept')
  }
}

/** At start: what a killed run had half kept goes. Its row may never be drawn again: it may share another's files by now. */
export async function sweepWaveforms({ waveformsDir }: Pick<Tools, 'waveformsDir'>): Promise<void> {
  for (const name of await readdir(waveformsDir).catch(() => []))
    if (name.endsWith(PART)) await rm(join(waveformsDir, name), { force: true })
}
