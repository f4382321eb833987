import { describe, expect, it } from 'vitest'
import { chooseMatch } from '../../../src/model/match/match.ts'
import type { Candidate, Wish } from '../../../src/model/match/types.ts'
import { askWhich, offered, sayMissed, searchWords, shown } from '../../../src/model/search.ts'

const WISH: Wish = { title: 'Night Ferry', artist: 'Nia Kessler' }
const candidate = (name: string, more: Partial<Candidate> = {}): Candidate => ({
  link: `https://soundcloud.com/somebody/${name}`,
  source: 'soundcloud',
  title: 'Nia Kessler - Night Ferry',
  uploader: 'somebody',
  seconds: 200,
  ...more,
})

describe('what a person reads of a search', () => {
  it('asks with at most three, none of which a gate stopped', () => {
    const all = ['a', 'b', 'c', 'd'].map((name, at) => candidate(name, { seconds: 200 + 20 * at }))
    const answer = chooseMatch(WISH, [candidate('live', { title: 'Nia Kessler - Night Ferry (live)' }), ...all])
    expect(answer.kind).toBe('review')
    const text = askWhich(answer)
    expect(offered(answer)).toHaveLength(3)
    expect(text.match(/https:\/\//g)).toHaveLength(3)
    expect(text).toMatch(/^Which of these is it\? 1\. “Nia Kessler - Night Ferry” by somebody, 3:\d\d, https:/)
    expect(text).not.toContain('/live')
    expect(text).not.toContain('4. ')
  })

  it('says the nearest, why it is not it, and what was refused before', () => {
    const answer = chooseMatch(WISH, [candidate('live', { title: 'Nia Kessler - Night Ferry (live)' })])
    const text = sayMissed(answer, ['x: the file is cut'])
    expect(text).toMatch(/^Not found: .*live.*somebody\/live.*Refused before: x: the file is cut\.$/)
    expect(sayMissed(chooseMatch(WISH, []), [])).toBe('Not found: the search brought nothing.')
  })

  it('is one line, whatever an upload is called', () => {
    const text = shown(
      candidate('a', { title: `one\ntwo\u202e${'x'.repeat(500)}`, uploader: 'a\u0007b', seconds: undefined }),
    )
    expect(text).not.toMatch(/[\p{Cc}\u202e]/u)
    expect(text.length).toBeLessThan(250)
    expect(text).toContain('of unknown length')
  })
})

describe('the words of a search', () => {
  it.each([
    [{ title: 'T', artist: 'A' }, 'A T'],
    [{ title: 'T', artist: ['A', 'B'] }, 'A B T'],
    [{ title: 'T' }, 'T'],
  ] as const)('%j', (wish, words) => expect(searchWords(wish)).toBe(words))
})
