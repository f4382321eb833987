import { describe, expect, it } from 'vitest'
import { camelot, keyName, keyShort, type MusicalKey, openKey, parseKey } from '../../../src/model/musical-key.ts'

const MODES = ['major', 'minor'] as const
const ALL: MusicalKey[] = MODES.flatMap(mode => Array.from({ length: 12 }, (_, pitchClass) => ({ pitchClass, mode })))

describe('musical key', () => {
  it.each([
    ['A minor', 'Am', '8A', '1m'],
    ['C major', 'C', '8B', '1d'],
    ['B minor', 'Bm', '10A', '3m'],
    ['F# minor', 'F#m', '11A', '4m'],
    ['G major', 'G', '9B', '2d'],
    ['Bb major', 'Bb', '6B', '11d'],
    ['G# minor', 'G#m', '1A', '6m'],
    ['E major', 'E', '12B', '5d'],
  ])('%s is %s in a tag, %s on the wheel and %s as Open Key', (name, short, wheel, open) => {
    const key = parseKey(name)
    expect(key && [keyName(key), keyShort(key), camelot(key), openKey(key)]).toEqual([name, short, wheel, open])
  })

  it('reads back all it writes, for all 24 keys', () => {
    for (const key of ALL)
      for (const text of [keyName(key), keyShort(key), camelot(key), openKey(key)]) expect(parseKey(text)).toEqual(key)
    for (const notation of [camelot, openKey]) expect(new Set(ALL.map(notation)).size).toBe(24)
    expect(Math.max(...ALL.map(key => keyShort(key).length))).toBe(3)
  })

  it('numbers the whole wheel', () => {
    expect(ALL.map(key => `${keyShort(key)} ${camelot(key)}`).join(' ')).toBe(
      'C 8B Db 3B D 10B Eb 5B E 12B F 7B F# 2B G 9B Ab 4B A 11B Bb 6B B 1B Cm 5A C#m 12A Dm 7A Ebm 2A Em 9A Fm 4A F#m 11A Gm 6A G#m 1A Am 8A Bbm 3A Bm 10A',
    )
  })

  it.each([
    ['08a', 'A minor'],
    ['1m', 'A minor'],
    ['12d', 'F major'],
    ['8A - Energy 6', 'A minor'],
    ['Amin', 'A minor'],
    ['A MINOR', 'A minor'],
    ['AM', 'A major'],
    ['Abm/G#m', 'G# minor'],
    ['C#maj', 'Db major'],
    ['B♭', 'Bb major'],
    ['bb', 'Bb major'],
    ['F sharp minor', 'F# minor'],
    ['A-flat major', 'Ab major'],
    ['Cb', 'B major'],
  ])('reads %s as %s', (text, name) => {
    const key = parseKey(text)
    expect(key && keyName(key)).toBe(name)
  })

  it.each(['', 'nonsense', 'o', '13A', '0B', 'H', 'Dark', 'A big day', 'Cm7', '128'])('does not read %j', text => {
    expect(parseKey(text)).toBeUndefined()
  })
})
