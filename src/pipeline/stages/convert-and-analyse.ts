// One decode makes the files and measures everything; a decode that ends early is no track.

import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { remarksOn } from '../../audio/remarks.ts'
import { InputFault } from '../../errors.ts'
import { endingOf } from '../../model/audio-format.ts'
import { spoken } from '../../model/spoken.ts'
import { keepWaveform } from '../keep-waveform.ts'
import { type ByFormat, entriesOf, need, type Stage } from '../stage.ts'
import { outputsAreWhole, sumsOf } from '../sums.ts'

export const convertAndAnalyse: Stage = {
  name: 'convert and analyse',
  weight: 16,
  async run(work, context) {
    const { tools, signal, progress, spend } = context
    const facts = need(work.facts, 'facts')
    const outputs: ByFormat<string> = Object.fromEntries(
      tools.formats.map(format => [format, join(work.staging, `out.${endingOf(format)}`)]),
    )
    const input = need(work.source, 'source').path
    const { analysis, curves, gain, cpuMs } = await tools.audio.process({
      input,
      facts,
      outputs,
      signal,
      onProgress: progress,
    })
    if (analysis.seconds > tools.maxTrackSeconds) {
      throw new InputFault(`the recording is ${spoken(analysis.seconds)} long (MAX_TRACK_SECONDS)`, 'Too_Long')
    }
    await keepWaveform(work.row, curves, context)
    spend({ cpuMs, bytes: await bytesOf(outputs) })
    const notes = [...work.notes, ...remarksOn(analysis, facts), ...gainNotes(gain)]
    return { ...work, outputs, sums: await sumsOf(outputs), measured: analysis, notes }
  },
  receipt: { fields: ['outputs', 'sums', 'measured', 'notes'], holds: outputsAreWhole },
}

async function bytesOf(outputs: ByFormat<string>): Promise<number> {
  let bytes = 0
  for (const [, path] of entriesOf(outputs)) bytes += (await stat(path)).size
  return bytes
}

const gainNotes = (gain: number) =>
  gain === 0 ? [] : [`made ${Math.abs(gain).toFixed(1)} dB ${gain > 0 ? 'louder' : 'quieter'} (NORMALIZE_LUFS)`]
