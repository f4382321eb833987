// Everything that can be known of a file before it is decoded: what it is, whether it is whole, how many bits it has.

import { InputFault } from '../errors.ts'
import { effectiveBits } from './check-bits.ts'
import { structureOf } from './integrity.ts'
import { type AudioFacts, probe } from './probe.ts'

/**
 * Looks at a file that somebody gave us.
 * @throws InputFault `Not_Audio` or `Corrupt_Audio`, Environment when a program does not run
 */
export async function checkSource(
  programs: { ffmpeg: string; ffprobe: string },
  path: string,
  signal: AbortSignal,
): Promise<AudioFacts> {
  const facts = await probe(programs.ffprobe, path, signal)
  const { damage, seconds = facts.seconds, end } = await structureOf(path, facts.container)
  if (damage) throw new InputFault(`the file is ${damage}`, 'Corrupt_Audio')
  return { ...facts, seconds, end, bitDepth: await effectiveBits({ ffmpeg: programs.ffmpeg, path, facts, signal }) }
}
