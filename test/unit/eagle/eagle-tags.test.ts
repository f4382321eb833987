import { describe, expect, it } from 'vitest'
import { mergeTags, pageTag } from '../../../src/eagle/tags.ts'
import { camelot, keyName, keyShort } from '../../../src/model/musical-key.ts'
import fc from '../../support/property.ts'

const SUM = 'a'.repeat(64)
const OLD_SUM = 'b'.repeat(32)
const MARK = pageTag('12345678-9ABC-4def-8123-456789abcdef')

const ALL_KEYS = Array.from({ length: 24 }, (_, number) => ({
  pitchClass: number % 12,
  mode: number < 12 ? ('major' as const) : ('minor' as const),
}))
const tempo = fc.integer({ min: 40, max: 250 }).map(bpm => `BPM${bpm}`)
const key = fc.constantFrom(...ALL_KEYS.map(keyName))
const print = fc.constantFrom(SUM, OLD_SUM).map(sum => `fingerprint:${sum}`)
const KIND = [/^BPM\d+$/, /^[A-G][#b]? (major|minor)$/, /^fingerprint:/]
const isOfAKind = (tag: string) => KIND.some(form => form.test(tag))

/** Words, forms that look nearly like ours, and anything else that is none of ours. */
const own = fc
  .oneof(
    fc.string({ minLength: 1 }),
    fc.constantFrom(
      'House',
      'BPM',
      'BPM fast',
      '128 BPM',
      'bpm1280',
      'Am',
      'A',
      '8A',
      'major',
      'A major chord',
      'H minor',
      'fingerprint',
      'fingerprint:mine',
      'track: 5',
      'Processed',
    ),
    fc.constantFrom(...ALL_KEYS.flatMap(one => [keyShort(one), camelot(one)])),
  )
  .filter(tag => !isOfAKind(tag) && tag !== MARK)
const ours = fc.record({ tempo, key, print }).map(({ tempo: bpm, key: name, print: sum }) => [MARK, bpm, name, sum])

describe('tags of an item', () => {
  it("a person's survive in their order; of each kind one is left, the one that is wanted", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(own, tempo, key, print), { maxLength: 12 }),
        ours,
        fc.array(own, { maxLength: 3 }),
        (present, marks, more) => {
          const wanted = [...marks, ...more]
          const merged = mergeTags({ present, wanted })
          const persons = present.filter(tag => !isOfAKind(tag) && !wanted.includes(tag))
          expect(merged.filter(tag => persons.includes(tag))).toEqual(persons)
          for (const [at, form] of KIND.entries()) expect(merged.filter(tag => form.test(tag))).toEqual([marks[at + 1]])
          for (const tag of wanted) expect(merged.filter(other => other === tag)).toHaveLength(1)
          expect(mergeTags({ present: merged, wanted })).toEqual(merged)
        },
      ),
      { numRuns: 2000, seed: 7 },
    )
  })

  it('what we put there before goes when it is no longer wanted, and only that', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(own, { maxLength: 6 }),
        fc.uniqueArray(own, { maxLength: 6 }),
        fc.uniqueArray(own, { maxLength: 6 }),
        (persons, before, wanted) => {
          const mine = persons.filter(tag => !before.includes(tag) && !wanted.includes(tag))
          const merged = mergeTags({
            present: [...mine, ...before],
            wanted: [MARK, ...wanted],
            before: [MARK, ...before],
          })
          expect(merged).toEqual([
            ...mine,
            ...before.filter(tag => wanted.includes(tag)),
            MARK,
            ...wanted.filter(tag => !before.includes(tag)),
          ])
        },
      ),
      { numRuns: 1000, seed: 8 },
    )
  })

  it.each([
    ['an unknown tempo or key leaves the old ones', ['BPM120', 'A minor'], [MARK], [], ['BPM120', 'A minor', MARK]],
    ['two tempos become one, where the first was', ['x', 'BPM115', 'y', 'BPM88'], ['BPM128'], [], ['x', 'BPM128', 'y']],
    ['two keys become one, however they were written', ['a major', 'G# Major'], ['C minor'], [], ['C minor']],
    [
      'short fingerprints of earlier programs give way',
      [`fingerprint:${OLD_SUM}`],
      [`fingerprint:${SUM}`],
      [],
      [`fingerprint:${SUM}`],
    ],
    ['what a person took off stays off', ['x'], [MARK, 'House', 'BPM128'], [MARK, 'House', 'BPM120'], ['x', MARK]],
    [
      'but not what an item is known by',
      [],
      [MARK, `fingerprint:${SUM}`],
      [MARK, `fingerprint:${SUM}`],
      [MARK, `fingerprint:${SUM}`],
    ],
    ['a person’s doubles are theirs', ['x', 'x'], [MARK], [], ['x', 'x', MARK]],
  ])('%s', (_what, present, wanted, before, merged) => {
    expect(mergeTags({ present, wanted, before })).toEqual(merged)
  })
})
