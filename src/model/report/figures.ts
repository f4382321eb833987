// Figures that a few odd days do not move.

/** @returns undefined of none */
export function quantile(values: readonly number[], part: number): number | undefined {
  const sorted = [...values].sort((a, b) => a - b)
  const place = (sorted.length - 1) * part
  const low = sorted[Math.floor(place)]
  const high = sorted[Math.ceil(place)]
  return low === undefined || high === undefined ? undefined : low + (high - low) * (place - Math.floor(place))
}

export const median = (values: readonly number[]): number | undefined => quantile(values, 0.5)

/** Median and spread; the spread is what a standard deviation would be, by the median absolute deviation. */
export function usual(values: readonly number[]): { middle: number; spread: number } | undefined {
  const middle = median(values)
  if (middle === undefined) return undefined
  const deviation = median(values.map(value => Math.abs(value - middle))) ?? 0
  return { middle, spread: 1.4826 * deviation }
}
