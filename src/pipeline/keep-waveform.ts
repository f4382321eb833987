// The waveform of a track, for pages that show it. Without it nothing is missing: it can be drawn again.

import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Curves } from '../audio/analysis/analysis.ts'
import { waveformSvg } from '../audio/pictures/waveform-svg.ts'
import { sync } from '../durable-file.ts'
import type { Log } from '../log.ts'
import { type Track, trackLabel } from '../model/track.ts'
import type { Tools } from '../tools.ts'

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
    await writeFile(`${file}.part`, waveformSvg(curves, { label: trackLabel(row) }))
    await sync(`${file}.part`)
    await rename(`${file}.part`, file)
  } catch (error) {
    log.info({ track: row.id, error }, 'the waveform could not be kept')
  }
}
