// Which of the blocks on a page each line became, though the same words may stand there several times.

/**
 * As many pairs as there can be in the order of both: what was thrown away or put between moves no line to another one's
 * block. Of equally many, those that stand first.
 */
export function aligned<L, B>(
  lines: readonly L[],
  blocks: readonly B[],
  isSame: (line: L, block: B) => boolean,
): { line: L; block: B }[] {
  const most = countPairs(lines, blocks, isSame)
  const left = (line: number, block: number) => most[line]?.[block] ?? 0
  const pairs: { line: L; block: B }[] = []
  let [at, place] = [0, 0]
  while (left(at, place) > 0) {
    const [line, block] = [lines[at] as L, blocks[place] as B]
    if (isSame(line, block) && left(at, place) === left(at + 1, place + 1) + 1) {
      pairs.push({ line, block })
      at += 1
      place += 1
    } else if (left(at, place + 1) === left(at, place)) place += 1
    else at += 1
  }
  return pairs
}

/** How many pairs there can be from each line and each block on. */
function countPairs<L, B>(
  lines: readonly L[],
  blocks: readonly B[],
  isSame: (line: L, block: B) => boolean,
): Uint16Array[] {
  const most = [new Uint16Array(blocks.length + 1)]
  for (const line of lines.toReversed()) {
    const below = most[0] ?? new Uint16Array()
    const row = new Uint16Array(blocks.length + 1)
    for (let place = blocks.length - 1; place >= 0; place -= 1) {
      const pair = isSame(line, blocks[place] as B) ? (below[place + 1] ?? 0) + 1 : 0
      row[place] = Math.max(pair, below[place] ?? 0, row[place + 1] ?? 0)
    }
    most.unshift(row)
  }
  return most
}
