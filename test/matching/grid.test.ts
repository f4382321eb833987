// Every version word in every place that uploaders put one, on the artist's own channel and on anybody's, at exactly the wished length.

import { describe, expect, it } from 'vitest'
import { chooseMatch } from '../../src/model/match/match.ts'
import type { Candidate } from '../../src/model/match/types.ts'

const list = (text: string) => text.split('|').map(word => word.trim())

const VERSIONS = list(
  `Kölsch Remix|Remix|Club Mix|Extended Mix|Radio Edit|VIP|VIP Mix|Dub|Dub Mix|Kölsch Bootleg|Someone Flip|Some Rework|Refix|Edit
  |Re-Edit|Short Edit|Techno Edit|Live|Live at Wembley|Live in Paris 2019|Ao Vivo|En Vivo|Unplugged|Session|Tiny Desk|Acoustic
  |Acoustic Version|Stripped|Piano Version|Orchestral Version|Instrumental|Karaoke|Karaoke Version|Cover|Kölsch Cover|Tribute
  |In the Style of Kölsch|AI Cover|Nightcore|Sped Up|Slowed|Slowed + Reverb|slowed & reverb|8D Audio|8D|Pitched Down|432 Hz
  |Bass Boosted|1 Hour|10 Hours|Loop|Preview|Snippet|Teaser|Teaser Video|Demo|Rough Mix|Alternate Take|Acapella|A Cappella|Stems
  |Minus One|Backing Track|Reprise|Interlude|Skit|Intro|Outro|Clean|Censored|Intro Clean|Intro Dirty|Clean Intro|Quick Hit Clean
  |Redrum|Transition|Acap In|Mixed|Pt. 2|Part II|Mashup|Type Beat|Reaction|Tutorial|Drum Cover|Spanish Version|Re-Recorded
  |Taylor's Version|2020 Version|Dance Practice|TV Size|Full Album|DJ Set|Live Video|Official Live Video|Official Remix
  |Acoustic Video|Instrumental HD|Dub Remastered|Slowed Audio|Extended Version HQ|Mono|12" Mix|7" Edit|Single Edit
  |Amapiano|Jersey Club|Hardstyle|Lofi|Lo-fi Remix|Quantum|Chromatics Version|Sunrise Version|караоке|ремикс|кавер
  |feat. Stranger|ft. Stranger|with Stranger`,
)
const NEUTRAL = list(
  `Official Video|Official Music Video|Official Audio|Audio|Lyrics|Lyric Video|Official Lyric Video|HD|HQ|4K|Visualizer
  |Official Visualiser|Explicit|Dirty|Remastered|Remastered 2011|2011 Remaster|Original Mix|Album Version|Free Download|FREE DL
  |OUT NOW|OUT NOW on Beatport|Premiere|Monstercat Release|Some Records|NCS12|Video Oficial|Clip Officiel|Music Video|M/V
  |with lyrics|Prod. by X|Bonus Track|Stereo|Deluxe Edition|Official 4K Video|2013|320kbps|Letra|Full Song|Official MV`,
)

type Place = (version: string) => string
const A = 'Daft Punk'
const T = 'Harder Times'
const BESIDE_TITLE: Record<string, Place> = {
  'in round brackets': v => `${A} - ${T} (${v})`,
  'in square ones': v => `${A} - ${T} [${v}]`,
  'in wide ones': v => `${A} - ${T}（${v}）`,
  'behind the official video': v => `${A} - ${T} (Official Video) (${v})`,
  'before the official video': v => `${A} - ${T} (${v}) (Official Video)`,
  'behind a dash': v => `${A} - ${T} - ${v}`,
  'behind a bar': v => `${A} - ${T} | ${v}`,
  'behind the artist': v => `${T} - ${A} (${v})`,
  'between title and artist': v => `${T} (${v}) - ${A}`,
  'behind quotes': v => `${A} "${T}" (${v})`,
  'behind a by-line': v => `${T} by ${A} (${v})`,
}
const ANYWHERE: Record<string, Place> = {
  ...BESIDE_TITLE,
  'in curly brackets': v => `${A} - ${T} {${v}}`,
  'behind slashes': v => `${A} - ${T} // ${v}`,
  'behind a dot': v => `${A} - ${T} • ${v}`,
  'without any sign': v => `${A} - ${T} ${v}`,
  'without even a dash': v => `${A} ${T} ${v}`,
  'without an artist': v => `${T} (${v})`,
  'without an artist, behind a dash': v => `${T} - ${v}`,
  'before everything': v => `${v} - ${A} - ${T}`,
  'before everything, with a colon': v => `${v}: ${A} - ${T}`,
  'before everything, in square brackets': v => `[${v}] ${A} - ${T}`,
  'before everything, in round ones': v => `(${v}) ${A} - ${T}`,
  'in the artist': v => `${A} (${v}) - ${T}`,
  'behind quotes, bare': v => `${A} "${T}" ${v}`,
  'within a bracket': v => `${A} - ${T} (${v} / Official Audio)`,
  'in a list': v => `${A} - ${T} (${v}, HD)`,
}
const CHANNELS: Partial<Candidate>[] = [{ uploader: 'someone' }, { uploader: A, isVerified: true }]

const kindOf = (title: string, more: Partial<Candidate>) =>
  chooseMatch({ title: T, artist: A, seconds: 220 }, [{ link: 'x', source: 'youtube', title, seconds: 220, ...more }])
    .kind

const titles = (words: readonly string[], place: Place, kind: 'accept' | 'other') =>
  words.flatMap(word =>
    CHANNELS.filter(more => (kindOf(place(word), more) === 'accept') === (kind === 'accept')).map(
      ({ uploader }) => `${place(word)} (${uploader})`,
    ),
  )

describe('a version', () => {
  it.each(Object.entries(ANYWHERE))('%s is never taken for the song itself', (_, place) => {
    expect(titles(VERSIONS, place, 'accept')).toEqual([])
  })

  it.each(Object.entries(BESIDE_TITLE))('is taken when it is wished for, %s', (_, place) => {
    const remix = { title: `${T} - Kölsch Remix`, artist: A, seconds: 220 }
    const candidate = { link: 'x', source: 'youtube', title: place('Kölsch Remix'), seconds: 220 } as const
    expect(chooseMatch(remix, [candidate]).kind).toBe('accept')
    expect(chooseMatch(remix, [{ ...candidate, title: place('Sasha Remix') }]).kind).toBe('none')
  })
})

describe('a word that says nothing', () => {
  it.each(Object.entries(BESIDE_TITLE))('%s does not keep the song away', (_, place) => {
    expect(titles(NEUTRAL, place, 'other')).toEqual([])
  })
})
