// Pitch classes in steps of ten cents, of stretches that cover the recording evenly: they are folded to twelve when the
// tuning is known.

const STEPS = 120
const PER_CLASS = STEPS / 12
/** Frames of 0.37 s. */
const FIRST_FRAMES = 5
/** Above this, neighbours are put together, so that memory does not grow with the recording. */
const MOST_STRETCHES = 400
const SUBHARMONIC_DECAY = 0.6

export interface PitchClasses {
  /** @param steps one frame's, as `stepOf` numbers them */
  add(steps: Float64Array, weight: number): void
  /** Twelve values from C for the whole recording. */
  whole(cents: number): Float64Array
  /** The same for each stretch, loudest 1. */
  stretches(cents: number): number[][]
}

export const newSteps = () => new Float64Array(STEPS)

/** Of A = 440 Hz, from C. */
export function stepOf(hertz: number): number {
  const step = Math.round((12 * Math.log2(hertz / 440) + 9) * PER_CLASS) % STEPS
  return step < 0 ? step + STEPS : step
}

/** Most that lies within a semitone. */
export function mostOfClass(steps: Float64Array): number {
  let sum = 0
  for (let step = 0; step < PER_CLASS; step += 1) sum += steps[step] ?? 0
  let most = sum
  for (let step = 0; step < STEPS; step += 1) {
    sum += (steps[(step + PER_CLASS) % STEPS] ?? 0) - (steps[step] ?? 0)
    if (sum > most) most = sum
  }
  return most
}

export function createPitchClasses(): PitchClasses {
  let kept: Float64Array[] = []
  let framesEach = FIRST_FRAMES
  let frames = 0
  return {
    add(steps, weight) {
      if (frames % framesEach === 0) {
        if (kept.length === MOST_STRETCHES) {
          kept = inPairs(kept)
          framesEach *= 2
        }
        kept.push(newSteps())
      }
      frames += 1
      addTo(kept.at(-1), steps, weight)
    },
    whole(cents) {
      const sum = newSteps()
      for (const stretch of kept) addTo(sum, stretch, 1)
      return fold(sum, cents)
    },
    stretches: cents =>
      kept.map(stretch => {
        const classes = fold(stretch, cents)
        const most = Math.max(...classes)
        return Array.from(classes, value => (most > 0 ? Math.round((100 * value) / most) / 100 : 0))
      }),
  }
}

function addTo(sum: Float64Array | undefined, steps: Float64Array, weight: number): void {
  if (sum) for (let step = 0; step < STEPS; step += 1) sum[step] = (sum[step] ?? 0) + weight * (steps[step] ?? 0)
}

function inPairs(stretches: Float64Array[]): Float64Array[] {
  return stretches.flatMap((stretch, i) => {
    if (i % 2 === 1) return []
    addTo(stretch, stretches[i + 1] ?? newSteps(), 1)
    return [stretch]
  })
}

/** On twelve classes of that tuning; a tone speaks, less and less, also for those whose second to fourth harmonic it may be. */
function fold(steps: Float64Array, cents: number): Float64Array {
  const own = new Float64Array(12)
  for (let step = 0; step < STEPS; step += 1) {
    const pitch = step / PER_CLASS - cents / 100
    const nearest = Math.round(pitch)
    const index = ((nearest % 12) + 12) % 12
    const closeness = Math.cos((pitch - nearest) * Math.PI) // 1 in tune, 0 a quarter tone off
    own[index] = (own[index] ?? 0) + closeness * (steps[step] ?? 0)
  }
  const octaves = 1 + SUBHARMONIC_DECAY + SUBHARMONIC_DECAY ** 3
  return own.map((value, i) => octaves * value + SUBHARMONIC_DECAY ** 2 * (own[(i + 7) % 12] ?? 0))
}
