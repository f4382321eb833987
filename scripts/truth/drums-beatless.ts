// Sounds that have no beat at all.

import { join } from 'node:path'
import type { Piece } from './piece.ts'
import { RATE, soundFile } from './synthetic-files.ts'
import { addNote, addSound, gaussian, type Random, random, seedOf } from './synthetic-sounds.ts'

export interface TempoPiece extends Piece {
  /** The slowest and the fastest beat, when the tempo is not one. */
  drift?: { from: number; to: number }
  /** Nothing in it repeats as beats do. */
  beatless?: boolean
}

/** Pads that swell, wind, rain, bells at random, a held chord, speech-like bursts. */
export async function beatlessPieces(dir: string): Promise<TempoPiece[]> {
  const makers: Record<string, (mix: Float32Array, next: Random, seconds: number) => void> = {
    'swelling pads': (mix, next, seconds) => {
      for (let at = 0; at < seconds; at += 2 + 5 * next())
        addNote(mix, {
          timbre: 'pad',
          pitch: 48 + Math.floor(24 * next()),
          start: at,
          length: 4 + 5 * next(),
          gain: 0.1,
        })
    },
    'bells at random': (mix, next, seconds) => {
      for (let at = 0; at < seconds; at += 0.1 + 0.9 * Math.log(1 / (1 - next())))
        addNote(mix, { timbre: 'bell', pitch: 60 + Math.floor(24 * next()), start: at, length: 2, gain: 0.1 })
    },
    wind: (mix, next) => {
      let [slow, level] = [0, 0.3]
      for (let i = 0; i < mix.length; i += 1) {
        slow += 0.02 * (2 * next() - 1 - slow)
        if (i % 441 === 0) level = Math.max(0.02, Math.min(1, level + 0.03 * gaussian(next)))
        mix[i] = slow * level
      }
    },
    'rain of clicks': (mix, next, seconds) => {
      const drop = Float32Array.from({ length: 400 }, (_, i) => (2 * next() - 1) * Math.exp(-i / 60))
      for (let at = 0; at < seconds; at += 0.08 * Math.log(1 / (1 - next()))) addSound(mix, drop, at, 0.2 + next())
    },
    'bursts like speech': (mix, next, seconds) => {
      for (let at = 0; at < seconds; at += 0.12 + 0.3 * next() + (next() < 0.15 ? 0.8 : 0))
        addNote(mix, {
          timbre: 'saw',
          pitch: 45 + 5 * gaussian(next),
          start: at,
          length: 0.1 + 0.15 * next(),
          gain: 0.2,
        })
    },
  }
  return Promise.all(
    Object.entries(makers).map(async ([name, make]) => {
      const seconds = 50
      const path = join(dir, `beatless-${name.replaceAll(' ', '-')}.wav`)
      await soundFile(path, () => {
        const mix = new Float32Array(seconds * RATE)
        make(mix, random(seedOf(name)), seconds)
        return mix
      })
      return { name, path, kind: 'drums' as const, family: `beatless ${name}`, beatless: true }
    }),
  )
}
