// A quarter of the rate, through a windowed-sinc low-pass.

export const DECIMATE = 4
const TAPS = 31

/** Calls `emit` with each fourth sample of what passed the filter. */
export function createDecimator() {
  const filter = lowPass()
  const delay = new Float64Array(TAPS * 2)
  let position = 0
  let phase = 0
  return {
    push(samples: Float32Array, emit: (value: number) => void): void {
      for (let i = 0; i < samples.length; i += 1) {
        delay[position] = samples[i] ?? 0
        delay[position + TAPS] = samples[i] ?? 0 // twice, so that the newest TAPS values always lie together
        position = (position + 1) % TAPS
        phase = (phase + 1) % DECIMATE
        if (phase !== 0) continue
        let sum = 0
        for (let tap = 0; tap < TAPS; tap += 1) sum += (filter[tap] ?? 0) * (delay[position + tap] ?? 0)
        emit(sum)
      }
    },
  }
}

function lowPass(): Float64Array {
  const cutoff = 0.8 / DECIMATE
  const taps = Float64Array.from({ length: TAPS }, (_, i) => {
    const x = i - (TAPS - 1) / 2
    const sinc = x === 0 ? cutoff : Math.sin(Math.PI * cutoff * x) / (Math.PI * x)
    return sinc * (0.54 - 0.46 * Math.cos((2 * Math.PI * i) / (TAPS - 1)))
  })
  const gain = taps.reduce((sum, tap) => sum + tap, 0)
  return taps.map(tap => tap / gain)
}
