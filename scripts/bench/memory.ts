// Peak memory of the program itself while it works on a one-hour WAV.

import { join } from 'node:path'
import { writeLongWav } from './long-wav.ts'
import { LAUNCH, newFolder, peakMemoryMb, type Row } from './measure.ts'

export async function memoryRows(): Promise<Row[]> {
  const dir = await newFolder()
  const input = join(dir, 'one-hour.wav')
  await writeLongWav(input, 3600, join(dir, 'demo'))
  const varDir = join(dir, 'var')
  const idle = await peakMemoryMb([LAUNCH, '--once', '--no-music-sync', '--var', varDir])
  const peak = await peakMemoryMb([LAUNCH, 'track', input, '--var', varDir])
  return [
    {
      what: 'peak memory, one-hour WAV',
      measured: `${peak.toFixed(0)} MB`,
      baseline: `${idle.toFixed(0)} MB the demo rows`,
      ratio: (peak / idle).toFixed(2),
      limit: '≤ 300 MB',
    },
  ]
}
