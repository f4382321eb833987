import { describe, expect, it } from 'vitest'
import { editDistance, fold, keyOf, nameKey } from '../../../../src/model/title/fold.ts'
import { nameOfChannel, namesIn } from '../../../../src/model/title/names.ts'
import { romanise, soundOf } from '../../../../src/model/title/romanise.ts'
import { knownNames, type ParsedTitle, parseTitle } from '../../../../src/model/title/title.ts'
import fc from '../../../support/property.ts'

const first = (title: string, known: string[] = []): ParsedTitle => {
  const [reading] = parseTitle(title, knownNames(known))
  if (!reading) throw new Error('no reading')
  return reading
}
const versions = (title: string) => first(title).qualifiers.map(({ kind, by }) => (by ? `${kind}: ${by}` : kind))
/** Whether some reading has this artist and this name. */
const reads = (title: string, artist: string, base: string) =>
  parseTitle(title).some(
    one => keyOf(one.base) === keyOf(base) && one.artists.some(name => keyOf(name) === keyOf(artist)),
  )

describe('fold', () => {
  it.each([
    ['Beyoncé', 'beyonce'],
    ['P!nk', 'pink'],
    ['Ke$ha', 'kesha'],
    ['A$AP Rocky', 'asap rocky'],
    ['Rüfüs Du Sol', 'rufus du sol'],
    ['The Notorious B.I.G.', 'the notorious big'],
    ['N.Y. State of Mind', 'ny state of mind'],
    ['Don’t', 'dont'],
    ['Sun & Moon', 'sun and moon'],
    ['Ｆｕｌｌ　Ｗｉｄｔｈ', 'full width'],
    ['Søren Łódź', 'soren lodz'],
    ['が', 'が'],
    ['Й', 'и'],
  ])('%s → %s', (text, folded) => expect(fold(text)).toBe(folded))

  it('keeps a title that is all signs', () => expect(keyOf('÷')).toBe('÷'))
  it('takes no article for a name', () =>
    expect([nameKey('The Weeknd'), nameKey('The The')]).toEqual(['weeknd', 'the']))
  it('is the same when folded again', () =>
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), text => fold(fold(text)) === fold(text))))
  it('counts edits up to a limit', () =>
    expect([editDistance('herre', 'here', 2), editDistance('wave', 'waves', 1), editDistance('abc', 'xyz', 1)]).toEqual(
      [1, 1, 2],
    ))
})

describe('romanise', () => {
  it.each([
    ['Кино', 'kino'],
    ['Группа крови', 'gruppa krovi'],
    ['Βίσση', 'vissi'],
    ['강남스타일', 'gangnamseutail'],
    ['さくら', 'sakura'],
    ['サクラ', 'sakura'],
    ['Lemon', 'lemon'],
    ['紅蓮華', '紅蓮華'],
  ])('%s → %s', (text, latin) => expect(romanise(text)).toBe(latin))
  it('hears one name in two spellings', () => {
    expect(soundOf('Παραλύω')).toBe(soundOf('Paralio'))
    expect(soundOf('Цой')).toBe(soundOf('Tsoy'))
  })
})

describe('artist and title', () => {
  it.each([
    ['Fisher - Losing It', 'Fisher', 'Losing It'],
    ['Losing It - Fisher', 'Fisher', 'Losing It'],
    ['BICEP | GLUE (Official Video)', 'BICEP', 'GLUE'],
    ['twenty one pilots: Ride', 'twenty one pilots', 'Ride'],
    ['Rasp-5 x parkbreezy - Arches', 'Rasp-5 x parkbreezy', 'Arches'],
    ['blink-182 – All The Small Things', 'blink-182', 'All The Small Things'],
    ['The Wombats - Anti-D Official Video', 'The Wombats', 'Anti-D'],
    ['[MV] IU(아이유) _ Palette(팔레트)', 'IU', 'Palette'],
    ["BTS (방탄소년단) '봄날 (Spring Day)' Official MV", 'BTS', '봄날'],
    ['YOASOBI「夜に駆ける」 Official Music Video', 'YOASOBI', '夜に駆ける'],
    ['Premiere: Overmono ‘So U Kno’', 'Overmono', 'So U Kno'],
    ['A New Error by Moderat', 'Moderat', 'A New Error'],
    ['[DnB] - Artist - Title [Monstercat Release]', 'Artist', 'Title'],
    ['01. Prince - 1999', 'Prince', '1999'],
    ['Artist - One - Two', 'Artist', 'One - Two'],
    ['Low Roar - Give Up (Official Video).mov', 'Low Roar', 'Give Up'],
    ['(G)I-DLE - TOMBOY', '(G)I-DLE', 'TOMBOY'],
    ['LSDREAM - VOYAGER - 10 TIFERET', 'LSDREAM', 'TIFERET'],
    ['Shabazz Palaces - #CAKE [OFFICIAL VIDEO] #hiphop', 'Shabazz Palaces', '#CAKE'],
  ])('%s', (title, artist, base) => expect(reads(title, artist, base)).toBe(true))

  it.each([
    ['snoop-dogg-gin-and-juice', 'snoop dogg gin and juice'],
    ['Song (HQ).mp3', 'Song'],
    ['(It Goes Like) Nanana', 'It Goes Like Nanana'],
    ['Part Of Me', 'Part Of Me'],
    ['Video', 'Video'],
    ['Long Live', 'Long Live'],
    ['🔥 Song 🔥', 'Song'],
  ])('%s alone is %s', (title, base) => expect(first(title).base).toBe(base))
})

describe('qualifiers', () => {
  it.each([
    ['A - T (Kölsch Remix)', ['remix: kolsch']],
    ['A - T - Kölsch Rmx', ['remix: kolsch']],
    ['A - T (Kölsch Extended Remix)', ['extended', 'remix: kolsch']],
    ['A - T (Live at Wembley / Remastered 2011)', ['live: wembley']],
    ['A - T (Club Mix)', ['mix: club']],
    ['A - T [Intro Dirty]', ['DJ edit']],
    ['A - T VIP', ['VIP']],
    ['A - T, Pt. II', ['part: 2']],
    ['A - T (Part Two)', ['part: 2']],
    ['A - T (Taylor’s Version)', ['re-recording']],
    ['A - T (Spanish Version)', ['version: spanish']],
    ['A - T (slowed + reverb)', ['slowed']],
    ['A - T (караоке)', ['karaoke']],
    ['A - T [Quantum]', ['unlisted: quantum']],
    ['A - T (Techno)', ['unlisted: techno']],
    ['A - T (Original Mix)', []],
    ['A - T (Original Mix) [Some Label]', []],
    ['A - T (Kölsch Remix) [Some Label]', ['remix: kolsch']],
    ['A - T (Official Video HD) [FREE DL]', []],
    ['A - T (2011 Remaster)', []],
    ['A - T (Official Live Video)', ['live']],
    ['A - T (Remix) [feat. B]', ['remix']],
    ['A - T (Remix feat. B)', ['remix']],
  ])('%s', (title, expected) => {
    const reading = parseTitle(title).find(({ base, artists }) => base === 'T' && artists[0] === 'A')
    expect(reading?.qualifiers.map(({ kind, by }) => (by ? `${kind}: ${by}` : kind))).toEqual(expected)
  })

  it('knows the names that mean nothing in a bracket', () => {
    expect(first('A - T [Barrio Fino]', ['Barrio Fino']).qualifiers).toEqual([])
    expect(versions('A - T [Barrio Fino]')).toEqual(['unlisted: barrio fino'])
  })

  it('reads guests wherever they stand', () => {
    for (const title of [
      'A - T (feat. B)',
      'A - T ft. B',
      'A feat. B - T',
      'A - T [with B] (Official Video)',
      'A - T (Remix feat. B)',
    ])
      expect(first(title).featured, title).toEqual(['B'])
    expect(first('A - T (with lyrics)').featured).toEqual([])
  })
})

describe('names', () => {
  it('takes a text for one name and for several', () => {
    expect(namesIn('Tyler, The Creator & Kali Uchis')).toContain('tylerthecreator')
    expect(namesIn('Earth, Wind & Fire')).toContain('earthwindandfire')
    expect(namesIn('A x B vs. C')).toContain('b')
  })
  it.each([
    ['KeshaVEVO', 'Kesha'],
    ['Queen Official', 'Queen'],
    ['Dua Lipa - Topic', 'Dua Lipa'],
    ['user-48213377', ''],
  ])('channel %s → %s', (channel, name) => expect(nameOfChannel(channel)).toBe(name))
})

it('reads whatever it is given, soon', () => {
  const pieces = fc.constantFrom(
    '(',
    ')',
    '[',
    ' - ',
    ' | ',
    ' by ',
    'feat.',
    'live',
    '「',
    "'",
    '"',
    'Remix',
    '🎧',
    'あ',
    '#',
    '  ',
    'x',
    '\u0000',
    '\u0001',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 60 }), words => {
      const start = process.cpuUsage().user
      const readings = parseTitle(words.join(''))
      expect(readings.length).toBeGreaterThan(0)
      expect(process.cpuUsage().user - start).toBeLessThan(500_000)
    }),
    { numRuns: 300 },
  )
  for (const hostile of [
    '('.repeat(5000),
    'live '.repeat(2000),
    "'a ".repeat(2000),
    ' - '.repeat(2000),
    'a'.repeat(100_000),
  ])
    expect(parseTitle(hostile).length).toBeGreaterThan(0)
})
