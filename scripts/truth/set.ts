// The truth set: every builder's pieces, in a folder that is filled once. What could not be built is named.

import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildDrums } from './drums.ts'
import type { TempoPiece } from './drums-beatless.ts'
import { buildSequencer } from './sequencer.ts'
import { buildSynthetic } from './synthetic.ts'

export type { TempoPiece }

export interface TruthSet {
  pieces: TempoPiece[]
  skipped: string[]
}

export const TRUTH_DIR = join(tmpdir(), 'orchestrator-truth')

type BuildPart = (dir: string) => Promise<TruthSet>

const BUILDERS: Record<string, () => Promise<BuildPart>> = {
  synthetic: async () => buildSynthetic,
  drums: async () => buildDrums,
  sequencer: async () => buildSequencer,
  scores: async () => (await import('./scores.ts')).buildScores,
}

export async function buildTruthSet(dir = TRUTH_DIR): Promise<TruthSet> {
  const parts: TruthSet[] = []
  for (const [name, builder] of Object.entries(BUILDERS)) parts.push(await (await builder())(join(dir, name)))
  return { pieces: parts.flatMap(part => part.pieces), skipped: parts.flatMap(part => part.skipped) }
}
