// The weights of tempo-octave.ts and beats.ts: logistic regression over the readings of each piece.

import type { Explained } from '../../src/audio/analysis/likelihood.ts'

export interface Example {
  family: string
  readings: readonly Explained[]
  /** Which of the readings is the tempo. */
  right: number
}

/** Strength of the pull to zero, of standardised features. Its value hardly matters between 0.3 and 3. */
const RIDGE = 1
const STEPS = 40

/** Newton's method; a family of many pieces counts as the square root of their number. */
export function fitWeights(examples: readonly Example[]): number[] {
  const scale = deviations(examples)
  const size = scale.length
  const counts = new Map<string, number>()
  for (const { family } of examples) counts.set(family, (counts.get(family) ?? 0) + 1)
  let weights = new Array<number>(size).fill(0)
  for (let step = 0; step < STEPS; step += 1) {
    const gradient = weights.map(weight => -RIDGE * weight)
    const bend = weights.map((_, i) => weights.map((_, j) => (i === j ? RIDGE : 0)))
    for (const example of examples)
      addExample(example, { scale, weights, gradient, bend, share: 1 / Math.sqrt(counts.get(example.family) ?? 1) })
    const change = solve(bend, gradient)
    weights = weights.map((weight, i) => weight + 0.8 * (change[i] ?? 0))
  }
  return weights.map((weight, i) => weight / (scale[i] ?? 1))
}

function deviations(examples: readonly Example[]): number[] {
  const rows = examples.flatMap(({ readings }) => readings.map(({ features }) => features))
  return (rows[0] ?? []).map((_, i) => {
    const mean = rows.reduce((sum, row) => sum + (row[i] ?? 0), 0) / rows.length
    return Math.sqrt(rows.reduce((sum, row) => sum + ((row[i] ?? 0) - mean) ** 2, 0) / rows.length) || 1
  })
}

interface Fit {
  scale: readonly number[]
  weights: readonly number[]
  gradient: number[]
  bend: number[][]
  share: number
}

function addExample({ readings, right }: Example, { scale, weights, gradient, bend, share }: Fit): void {
  const rows = readings.map(({ features }) => features.map((value, i) => value / (scale[i] ?? 1)))
  const scores = rows.map(row => row.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0))
  const powers = scores.map(score => Math.exp(score - Math.max(...scores)))
  const total = powers.reduce((sum, power) => sum + power, 0)
  const mean = scale.map((_, i) => rows.reduce((sum, row, r) => sum + ((powers[r] ?? 0) / total) * (row[i] ?? 0), 0))
  for (let i = 0; i < scale.length; i += 1) {
    gradient[i] = (gradient[i] ?? 0) + share * ((rows[right]?.[i] ?? 0) - (mean[i] ?? 0))
    for (let j = 0; j < scale.length; j += 1) {
      const product = rows.reduce((sum, row, r) => sum + ((powers[r] ?? 0) / total) * (row[i] ?? 0) * (row[j] ?? 0), 0)
      const line = bend[i] ?? []
      line[j] = (line[j] ?? 0) + share * (product - (mean[i] ?? 0) * (mean[j] ?? 0))
    }
  }
}

/** Gauss–Jordan with pivots. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0])
  for (let column = 0; column < rows.length; column += 1) {
    let pivot = column
    for (let i = column; i < rows.length; i += 1)
      if (Math.abs(rows[i]?.[column] ?? 0) > Math.abs(rows[pivot]?.[column] ?? 0)) pivot = i
    const [top, other] = [rows[column] ?? [], rows[pivot] ?? []]
    rows[column] = other
    rows[pivot] = top
    for (const [i, row] of rows.entries()) {
      if (i === column) continue
      const factor = (row[column] ?? 0) / (other[column] || 1)
      for (let j = column; j <= rows.length; j += 1) row[j] = (row[j] ?? 0) - factor * (other[j] ?? 0)
    }
  }
  return rows.map((row, i) => (row[rows.length] ?? 0) / (row[i] || 1))
}
