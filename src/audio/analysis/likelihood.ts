// Which of several explanations is the right one: shares from weighted features (softmax).

export interface Explained {
  features: readonly number[]
}

/** The likeliest first; the likelihoods sum to one. */
export function byLikelihood<T extends Explained>(
  all: readonly T[],
  weights: readonly number[],
): (T & { likelihood: number })[] {
  const scores = all.map(({ features }) => features.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0))
  const highest = Math.max(...scores)
  const shares = scores.map(score => Math.exp(score - highest))
  const total = shares.reduce((sum, share) => sum + share, 0)
  return all
    .map((one, i) => ({ ...one, likelihood: (shares[i] ?? 0) / total }))
    .sort((a, b) => b.likelihood - a.likelihood)
}
