// The comment is everybody's: ours is a part between brackets, put behind or in the place of our last one.

const OURS = /\s*\[source: [^\]]*\]/g

/** @param before the whole comment as it is */
export function withOurs(before: string | undefined, ours: string): string {
  const part = `[source: ${ours.replaceAll(']', '%5D')}]`
  const theirs = (before ?? '').replace(OURS, '').trim()
  return theirs ? `${theirs} ${part}` : part
}
