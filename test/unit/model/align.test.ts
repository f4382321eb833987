// Which block each line became, where several say the same.

import { expect, it } from 'vitest'
import { aligned } from '../../../src/model/control-page/align.ts'
import fc from '../../support/property.ts'

/** Places of blocks, by lines; `-`: none. */
function placesOf(lines: string, blocks: string): string {
  const given = [...lines].map((text, at) => ({ text, at }))
  const seen = [...blocks].map((text, at) => ({ text, at }))
  const pairs = aligned(given, seen, (one, other) => one.text === other.text)
  return given.map(({ at }) => pairs.find(({ line }) => line.at === at)?.block.at ?? '-').join('')
}

it.each([
  ['all are there', 'AxBx', 'AxBx', '0123'],
  ['one was thrown away', 'AxBxCx', 'ABxCx', '0-1234'],
  ['a line was rewritten', 'AxBxCx', 'Ax?xCx', '01-345'],
  ['others stand before, between and behind', 'AxBx', 'xA?xBxx', '1345'],
  ['nothing is there', 'AxBx', '', '----'],
])('%s', (_what, lines, blocks, places) => expect(placesOf(lines, blocks)).toBe(places))

it('whatever is thrown away, what is left keeps its order, and as much as can be finds its block', () => {
  const words = fc.array(fc.constantFrom('A', 'B', 'x', 'y'), { maxLength: 30 })
  fc.assert(
    fc.property(words, fc.func(fc.boolean()), (lines, isLeft) => {
      const blocks = lines.map((text, at) => ({ text, at })).filter(({ at }) => isLeft(at))
      const pairs = aligned(lines, blocks, (line, block) => line === block.text)
      expect(pairs).toHaveLength(blocks.length)
      expect(pairs.map(({ block }) => block)).toEqual(blocks)
      for (const { line, block } of pairs) expect(line).toBe(block.text)
    }),
  )
})
