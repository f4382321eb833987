// Other key finders beside ours, in a folder of their own: measured with, never part of the program.

import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type MusicalKey, parseKey } from '../../src/model/musical-key.ts'

const run = promisify(execFile)
const PACKAGE = 'essentia.js@0.1.3'
const FOLDER = join(tmpdir(), 'orchestrator-references')

export type KeyFinder = (samples: Float32Array) => MusicalKey | undefined

interface Vector {
  delete(): void
}
interface Essentia {
  arrayToVector(samples: Float32Array): Vector
  KeyExtractor(samples: Vector, ...settings: (number | string | boolean)[]): { key: string; scale: string }
}

/** `edma` was its best profile in earlier trials; undefined when the package cannot be had. */
export async function openEssentia(profile = 'edma'): Promise<KeyFinder | undefined> {
  const essentia = await loadEssentia().catch(() => undefined)
  if (!essentia) return undefined
  return samples => {
    const vector = essentia.arrayToVector(samples)
    const settings = [true, 4096, 4096, 12, 3500, 60, 25, 0.2, profile, 44_100, 0.0001, 440, 'cosine', 'hann']
    const { key, scale } = essentia.KeyExtractor(vector, ...settings)
    vector.delete()
    return parseKey(`${key} ${scale}`)
  }
}

async function loadEssentia(): Promise<Essentia> {
  await mkdir(FOLDER, { recursive: true })
  const require = createRequire(join(FOLDER, 'package.json'))
  try {
    require.resolve('essentia.js')
  } catch {
    await run('npm', ['install', '--prefix', FOLDER, '--ignore-scripts', '--no-audit', '--no-fund', PACKAGE])
  }
  const { Essentia: Made, EssentiaWASM } = require('essentia.js') as {
    Essentia: new (wasm: unknown) => Essentia
    EssentiaWASM: unknown
  }
  return new Made(EssentiaWASM)
}
