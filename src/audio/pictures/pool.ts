// Fewer values for a picture that has fewer places.

/** Neighbours in groups of almost the same size, so many groups at most. */
export function groups<T>(values: readonly T[], most: number): T[][] {
  const count = Math.min(most, values.length)
  return Array.from({ length: count }, (_, i) =>
    values.slice(Math.floor((i * values.length) / count), Math.floor(((i + 1) * values.length) / count)),
  )
}

export const mean = (values: readonly number[]): number =>
  values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : 0

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
