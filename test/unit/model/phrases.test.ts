import { describe, expect, it } from 'vitest'
import { compilePhrase, findAny, type Lists } from '../../../src/model/phrases/phrase.ts'
import { wordsOf } from '../../../src/model/phrases/words.ts'
import fc from '../../support/property.ts'

const lists: Lists = { small: ['the', 'my', 'all of'], songs: ['track', 'tracks', 'liked songs'] }
const find = (phrase: string, text: string) => compilePhrase(phrase, lists).find(wordsOf(text))

describe('a phrase', () => {
  it.each([
    ['sync', 'Sync it', 'Sync'],
    ['music sync', 'the music-sync', 'music-sync'],
    ['music sync', 'MUSIC_SYNC!', 'MUSIC_SYNC'],
    ['music sync', '“Music” sync', 'Music” sync'],
    ['sync <small>* tracks', 'sync all of my tracks', 'sync all of my tracks'],
    ['sync <small>* <songs>', 'please sync liked songs', 'sync liked songs'],
    ['^ <small>* tracks', '[My] tracks', 'My] tracks'],
    ['tracks <small>* $', 'sync tracks (all of)', 'tracks (all of'],
    ['sync tracks .', 'Sync tracks. Then rest', 'Sync tracks'],
    ['.ts', 'mend schema.test.ts now', 'ts'],
    ['.ts', 'all .ts files', 'ts'],
    ['code.gs', 'in Code.gs', 'Code.gs'],
    ['cafe', 'Café', 'Café'],
    ['dont', "Don't", "Don't"],
    ['музыка', 'Новая МУЗЫКА', 'МУЗЫКА'],
  ])('%s is in "%s"', (phrase, text, evidence) => expect(find(phrase, text)).toBe(evidence))

  it.each([
    ['run', 'prune'],
    ['track', 'soundtrack'],
    ['track', 'tracking'],
    ['track', 'track2'],
    ['music sync', 'music: sync'],
    ['music sync', 'music and sync'],
    ['sync <songs>', 'sync liked: songs'],
    ['^ sync', 'please sync'],
    ['tracks $', 'tracks of Anna'],
    ['sync tracks .', 'sync tracks of Anna'],
    ['.ts', 'the end.tsunami'],
    ['.ts', 'it ends. ts'],
    ['gs', 'code.gs'],
    ['spotify', 'see spotify.com'],
    ['spotify', 'https://spotify.com/x and http://example.org/spotify'],
    ['кот', 'который'],
  ])('%s is not in "%s"', (phrase, text) => expect(find(phrase, text)).toBeUndefined())

  it.each([
    ['<nothing> tracks', 'there is no list "nothing": expected one of small, songs'],
    ['<small>*', 'has no word that must be there'],
    ['', 'has no word that must be there'],
    ['sync !', '"!" is no word'],
    ['a b c d e f g h i j k l m', 'has 13 places, expected at most 12'],
  ])('"%s" is refused: %s', (phrase, reason) => expect(() => compilePhrase(phrase, lists)).toThrow(reason))

  it('a word inside another word is never found, whatever stands around it', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'abzäßñжéö9'), minLength: 1, maxLength: 5 })
    const word = fc.constantFrom('music', 'track', 'sync', 'soundcloud', 'spotify', 'download', 'playlist', 'run', 'ts')
    const text = fc.string({ unit: fc.constantFrom(...' .,:-_/"\n', 'a', 'q', '7'), maxLength: 12 })
    fc.assert(
      fc.property(word, letters, letters, text, text, (inner, before, after, left, right) => {
        const phrases = [compilePhrase(inner), compilePhrase(`.${inner}`)]
        for (const whole of [`${before}${inner}`, `${inner}${after}`, `${before}${inner}${after}`])
          expect(findAny(phrases, wordsOf(`${left} ${whole} ${right}`))).toBeUndefined()
      }),
    )
  })

  it('a whole word is found between any signs, in any case and with any accents', () => {
    const sign = fc.constantFrom(' ', ', ', '(', ') ', '"', ' – ', '\n', '! ', '', ' #')
    const word = fc.constantFrom('music', 'track', 'playlist')
    const look = fc.constantFrom(
      (text: string) => text.toUpperCase(),
      (text: string) => text.normalize('NFD'),
      (text: string) => text.replace('i', 'í'),
    )
    fc.assert(
      fc.property(word, sign, sign, look, (inner, left, right, as) => {
        expect(compilePhrase(inner).find(wordsOf(`${left}${as(inner)}${right}`))).toBeDefined()
      }),
    )
  })

  it('any text is taken apart, and any phrase compiles or says why not', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ maxLength: 40 }), (text, phrase) => {
        const words = wordsOf(text)
        for (const { start, end } of words.words) expect(words.text.slice(start, end)).not.toBe('')
        try {
          compilePhrase(phrase, lists).find(words)
        } catch (error) {
          expect(error).toHaveProperty('message', expect.stringMatching(/word|list|places/))
        }
      }),
    )
  })
})
