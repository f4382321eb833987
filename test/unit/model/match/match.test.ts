import { describe, expect, it } from 'vitest'
import { chooseMatch } from '../../../../src/model/match/match.ts'
import type { Candidate, Wish } from '../../../../src/model/match/types.ts'
import fc from '../../../support/property.ts'

const wish: Wish = { title: 'Harder Times', artist: 'Daft Punk', seconds: 220 }
let links = 0
const candidate = (more: Partial<Candidate> = {}): Candidate => ({
  link: `https://example.org/${links++}`,
  source: 'youtube',
  title: 'Daft Punk - Harder Times',
  uploader: 'someone',
  seconds: 220,
  ...more,
})
const ask = (wanted: Partial<Wish>, ...found: Partial<Candidate>[]) =>
  chooseMatch({ ...wish, ...wanted }, found.map(candidate))

describe('what is taken', () => {
  it('a plain upload that agrees in title, artist and length', () => {
    const answer = ask({}, {})
    expect(answer).toMatchObject({ kind: 'accept', best: { score: 0.96, reasons: ['it is as long as the wish'] } })
  })

  it.each([
    [{ title: 'Gangnam Style' }, 'PSY - Gangnam Style (강남스타일)', 'PSY', 'accept'],
    [{ title: '봄날' }, 'BTS - 봄날 (Spring Day)', 'BTS', 'review'],
    [{ title: 'Spring Day (봄날)' }, 'BTS - 봄날 (Spring Day)', 'BTS', 'accept'],
  ])('a name in two scripts: %j ← %s', (wanted, title, artist, kind) => {
    const verified = { uploader: artist, isVerified: true }
    expect(ask({ ...wanted, artist }, { title, ...verified }).kind).toBe(kind)
    expect(ask({ ...wanted, artist }, { title: `${title} (Remix)`, ...verified }).kind).toBe('none')
  })

  it.each([
    [{ seconds: 223 }, 'accept'],
    [{ seconds: 217 }, 'accept'],
    [{ seconds: 223.5 }, 'none'],
    [{ seconds: 227, uploader: 'Daft Punk', isVerified: true }, 'accept'],
    [{ seconds: 227, uploader: 'Some Label', isLabel: true }, 'accept'],
    [{ seconds: 227.5, uploader: 'Daft Punk', isVerified: true }, 'none'],
    [{ seconds: 227, uploader: 'A Fan', isVerified: true }, 'none'],
  ])('by length: %j → %s', (more, kind) => expect(ask({}, more).kind).toBe(kind))

  it('a long one may differ by 1.5 %', () => {
    expect(ask({ seconds: 600 }, { seconds: 608 }).kind).toBe('accept')
    expect(ask({ seconds: 600 }, { seconds: 610 }).kind).toBe('none')
  })

  it('says how far off it is', () => {
    expect(ask({}, { seconds: 261 }).best?.veto).toEqual({ gate: 'duration', because: 'it is 41 s longer' })
    expect(ask({}, { seconds: 3820 }).best?.veto?.because).toBe('it is 60 min 0 s longer')
  })
})

describe('what is refused, and why', () => {
  it.each<[string, Partial<Candidate>, string]>([
    ['playable', { isDrm: true }, 'it is protected (DRM) and cannot be fetched'],
    ['playable', { access: 'blocked' }, 'it may not be played here'],
    ['preview', { access: 'preview' }, 'only a preview can be had'],
    ['preview', { seconds: 30 }, 'it is 30 s long, as previews are'],
    ['preview', { title: 'Daft Punk - Harder Times (Snippet)' }, 'it is a preview: “Snippet”'],
    ['title', { title: 'Daft Punk - Harder Days' }, 'its title is “Harder Days”, the wish is “Harder Times”'],
    ['artist', { title: 'Harder Times' }, 'nothing says that it is by Daft Punk'],
    ['artist', { title: 'Stardust feat. Daft Punk - Harder Times' }, 'Daft Punk is only a guest here'],
    [
      'artist',
      { title: 'Justice - Harder Times', uploader: 'Daft Punk' },
      'the title names somebody else than Daft Punk',
    ],
    [
      'qualifiers',
      { title: 'Daft Punk - Harder Times (Kölsch Remix)' },
      'this is the “Kölsch Remix”; the wish is no remix',
    ],
    ['qualifiers', { title: 'Daft Punk - Harder Times [Quantum]' }, 'this is the “Quantum”; the wish is not'],
  ])('%s: %j', (gate, more, because) => {
    expect(ask({}, more)).toMatchObject({ kind: 'none', best: { veto: { gate, because } } })
  })

  it('another remixer, and the song where a remix is wished', () => {
    const remix = { title: 'Harder Times (Kölsch Remix)' }
    expect(ask(remix, { title: 'Daft Punk - Harder Times (Sasha Remix)' }).best?.veto?.gate).toBe('remixer')
    expect(ask(remix, {}).best?.veto?.because).toBe('the wish is the “Kölsch Remix”; this does not say so')
    expect(ask(remix, { title: 'Daft Punk - Harder Times (Kolsch Rmx)' }).kind).toBe('accept')
  })

  it('a further version beside the wished one', () => {
    const live = { title: 'Harder Times (Live)' }
    expect(ask(live, { title: 'Daft Punk - Harder Times (Live in Paris) [Kölsch Remix]' }).kind).toBe('none')
    expect(ask(live, { title: 'Daft Punk - Harder Times (Live) | Live' }).kind).toBe('accept')
    expect(ask(live, {}).kind).toBe('none')
  })

  it('a song may be called by a word that elsewhere says nothing', () => {
    expect(ask({ title: 'Music' }, { title: 'Daft Punk - Music (Official Video)' }).kind).toBe('accept')
    expect(ask({ title: 'Live Forever' }, { title: 'Daft Punk - Live Forever (Live)' }).kind).toBe('none')
  })

  it('a remixer among the artists of a wish is still asked for', () => {
    const remix = { title: 'Harder Times - Kölsch Remix', artist: ['Daft Punk', 'Kölsch'] }
    expect(ask(remix, { title: 'Daft Punk - Harder Times (Remix)' }).kind).toBe('none')
    expect(ask(remix, { title: 'Daft Punk - Harder Times (Kölsch Remix)' }).kind).toBe('accept')
  })

  it('the three best are there with their reasons, the nearest first', () => {
    const answer = ask(
      {},
      { seconds: 300, title: 'Justice - Other' },
      { seconds: 261 },
      { title: 'Daft Punk - Other', seconds: 400 },
    )
    expect(answer.because).toBe('the nearest was refused: it is 41 s longer')
    expect(answer.ranked.map(({ reasons }) => reasons.length > 0)).toEqual([true, true, true])
  })
})

describe('what goes to the person', () => {
  it.each<[Partial<Wish>, Partial<Candidate>, string]>([
    [{ seconds: undefined }, {}, 'the wish has no length to compare with'],
    [{}, { seconds: undefined }, 'its length is not known'],
    [{ artist: undefined }, {}, 'the wish names no artist'],
    [{ title: 'Harder Times (feat. Sia)' }, {}, 'the wish is with Sia, and nothing says that this is'],
    [{}, { title: 'Daft Punk - Harder Times (feat. Sia)' }, 'Sia is a guest here, and not in the wish'],
    [{ title: 'Harder Times (Second Name)' }, {}, 'the wish says “Second Name”, and this does not'],
    [
      { title: 'Harder Times (Live)' },
      { title: 'Daft Punk - Harder Times (Live in Paris)' },
      'this is the “Live in Paris”, the wish the “Live”',
    ],
    [{}, { title: 'Daft Punk - Harder Times (توزيع جديد)' }, '“توزيع جديد” may be its other name, or another version'],
    [{}, { uploader: 'Sing Along Karaoke' }, 'by its name, the channel or album is for that: karaoke'],
    [{}, { uploader: 'The Daft Punk Tribute Band' }, 'by its name, the channel or album is for that: cover'],
    [{}, { title: 'Daft Punk & Justice - Harder Times' }, 'it is also by Justice, whom the wish does not name'],
  ])('%j ← %j', (wanted, more, because) => expect(ask(wanted, more)).toMatchObject({ kind: 'review', because }))

  it('two recordings that are as likely', () => {
    const answer = ask({}, { seconds: 218.8 }, { seconds: 221.2 })
    expect(answer.kind).toBe('review')
    expect(answer.because).toContain('another recording is nearly as likely')
  })

  it('but not two uploads of one recording', () =>
    expect(ask({}, { seconds: 219 }, { seconds: 220.5 }).kind).toBe('accept'))

  it('nor one that is clearly nearer', () =>
    expect(ask({}, { seconds: 220 }, { seconds: 223 }).best?.candidate.seconds).toBe(220))
})

describe('proof', () => {
  it('the same ISRC stands for a missing length or artist, and passes no gate', () => {
    const isrc = 'QZ-TST-23-00001'
    expect(ask({ isrc, seconds: undefined }, { isrc: 'qztst2300001' }).kind).toBe('accept')
    expect(ask({ isrc, artist: undefined }, { isrc }).kind).toBe('accept')
    expect(ask({ isrc }, { isrc, title: 'Daft Punk - Harder Times (Live)' }).kind).toBe('none')
    expect(ask({ isrc }, { isrc, seconds: 261 }).kind).toBe('none')
    expect(ask({ isrc }, { isrc: 'QZTST2300002' }).best?.reasons).not.toContain('it has the same ISRC')
  })

  it('an ISRC whose length is off proves nothing', () => {
    const isrc = 'QZTST2300001'
    expect(ask({ isrc, artist: undefined }, { isrc, seconds: 222.5 }).kind).toBe('review')
  })

  it('the label’s delivery is enough without a length; the artist’s channel is not', () => {
    const topic = { title: 'Harder Times', uploader: 'Daft Punk - Topic', isTopic: true }
    expect(ask({ seconds: undefined }, topic).kind).toBe('accept')
    expect(ask({ seconds: undefined }, { uploader: 'Daft Punk', isVerified: true }).kind).toBe('review')
    expect(ask({ seconds: undefined }, topic, { ...topic, seconds: 300 }).kind).toBe('review')
  })

  it('of equals, the one without text on the screen goes first', () => {
    const titles = [' (Lyrics)', ' (Official Audio)', ' (Official Video)'].map(more => ({
      title: `Daft Punk - Harder Times${more}`,
    }))
    expect(ask({}, ...titles).ranked.map(({ candidate: { title } }) => title.slice(25))).toEqual([
      '(Official Audio)',
      '(Official Video)',
      '(Lyrics)',
    ])
  })

  it('the label’s delivery goes before a stranger’s upload', () => {
    const answer = ask({}, {}, { title: 'Harder Times', uploader: 'Daft Punk - Topic', isTopic: true, seconds: 221 })
    expect(answer.best?.reasons[0]).toBe('it is the label’s own delivery')
  })
})

describe('an extended mix', () => {
  const extended = { title: 'Daft Punk - Harder Times (Extended Mix)', seconds: 340 }
  it('is taken when wished for and vouched for, though longer', () => {
    expect(ask({ wantsExtended: true }, { ...extended, uploader: 'Daft Punk', isVerified: true }).kind).toBe('accept')
    expect(ask({ wantsExtended: true }, extended).kind).toBe('review')
    expect(ask({ wantsExtended: true }, { ...extended, seconds: 3600 }).kind).toBe('none')
    expect(ask({ wantsExtended: true }, {}).kind).toBe('none')
    expect(ask({}, extended).kind).toBe('none')
  })
  it('whose own length is known is taken by it', () =>
    expect(ask({ title: 'Harder Times - Extended Mix', seconds: 341 }, extended).kind).toBe('accept'))
})

/** One at a time, each at the wished length, so that only what is written can tell. */
const SEVENTEEN = [
  'Daft Punk - Harder Times (Kölsch Remix)', 'Daft Punk - Harder Times (Live)', 'Daft Punk - Harder Times (Acoustic)',
  'Daft Punk - Harder Times (Instrumental)', 'Daft Punk - Harder Times (Karaoke Version)', 'Harder Times (Daft Punk Cover)',
  'Daft Punk - Harder Times (Extended Mix)', 'Daft Punk - Harder Times (Radio Edit)', 'Daft Punk - Harder Times (Sped Up)',
  'Daft Punk - Harder Times (Slowed + Reverb)', 'Daft Punk - Harder Times (Nightcore)', 'Daft Punk - Harder Times (8D Audio)',
  'Daft Punk - Harder Times [Bootleg]', 'Daft Punk - Harder Times VIP', 'Daft Punk - Harder Times (Preview)',
  'Daft Punk Type Beat - "Harder Times"', 'Paramore - Harder Times',
] // biome-ignore format: a list

it.each(SEVENTEEN)('is not taken in by “%s”', title => expect(ask({}, { title }).kind).toBe('none'))

describe('songs that were once taken for each other', () => {
  it.each<[Wish, string]>([
    [{ title: 'If You Want It', artist: 'A', seconds: 200 }, 'A - If You Wanna Stay'],
    [{ title: 'Close Your Eyes', artist: 'A', seconds: 200 }, 'A - Close Your Eyes and Count to Ten'],
    [{ title: 'Native Son', artist: 'A', seconds: 200 }, 'A - Native Son Prequel (Jenaux Remix)'],
    [{ title: 'Lost', artist: 'Frank Ocean', seconds: 200 }, 'Coldplay - Lost!'],
    [{ title: 'Summer of 1998', artist: 'A', seconds: 200 }, 'A - Summer of 1999'],
    [{ title: 'Fun in the Sun', artist: 'A', seconds: 200 }, 'A - Island In The Sun'],
  ])('%j is not “%s”', (wanted, title) =>
    expect(chooseMatch(wanted, [candidate({ title, seconds: 200 })]).kind).toBe('none'),
  )
})

it('does not depend on the order of what the search brought', () => {
  const titles = ['', ' (Official Video)', ' (Lyrics)', ' (Kölsch Remix)', ' (feat. Sia)']
  const some = fc.record({
    title: fc.constantFrom(...titles),
    seconds: fc.integer({ min: 215, max: 225 }),
    isTopic: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(some, { minLength: 2, maxLength: 7 }), fc.infiniteStream(fc.nat()), (list, order) => {
      const found = list.map(({ title, ...more }, at) =>
        candidate({ ...more, link: `l${at % 3}`, title: `Daft Punk - Harder Times${title}` }),
      )
      const keyed = found.map(one => ({ one, key: order.next().value })).sort((a, b) => a.key - b.key)
      const [straight, shuffled] = [found, keyed.map(({ one }) => one)].map(all => chooseMatch(wish, all))
      expect(shuffled?.kind).toBe(straight?.kind)
      expect(shuffled?.ranked.map(({ candidate: { title, seconds }, score }) => [title, seconds, score])).toEqual(
        straight?.ranked.map(({ candidate: { title, seconds }, score }) => [title, seconds, score]),
      )
    }),
    { numRuns: 200 },
  )
})

it('an empty search is an answer', () =>
  expect(ask({})).toMatchObject({ kind: 'none', because: 'the search brought nothing' }))
it('an empty title is no error', () =>
  expect(chooseMatch({ title: '', artist: 'A', seconds: 100 }, [candidate()]).kind).toBe('none'))
