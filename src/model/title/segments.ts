// Cuts an upload's title at its brackets, dashes and bars, before anybody asks what the pieces mean.

export interface Segment {
  /** Outside of brackets. */
  text: string
  /** What stood in brackets, in order. */
  brackets: readonly Bracket[]
}

export interface Bracket {
  text: string
  /** Nothing of its segment stood before it. */
  leads: boolean
  /** It was a [square] one. */
  square: boolean
}

const EMOJI =
  /\p{Extended_Pictographic}|\p{Emoji_Modifier}|[\u{1f1e6}-\u{1f1ff}\u200b-\u200f\u202a-\u202e\u2060-\u2069]|\ufe0f/gu
// a title may itself begin with one
const HASHTAG = /(?<=[^\s–—|-]\s+)#(?!\d)(?!shorts?\b)\S+/giu
const SHORTS = /(?<=^|\s)#shorts?\b/giu
const EXTENSION = /\.(?:mp3|wav|aiff?|m4a|flac|ogg|mp4|webm|mov)\s*$/i
const STARS = /\s*\*{2}([^*]+)\*{2}\s*$/
/** Of the words strung together in a hashtag: these name a version. */
const TELLING_TAG =
  /^#(?:.*(?:remix|(?<!dis)cover|edit)$|(?:re)?mix|covers|karaoke|nightcore|sped|speedup|slow|reverb|mash|bootleg|flip|acoustic|unplugged|instrumental|live|piano|8d|bassboost|loop|\d+hour|reaction|tutorial|preview|teaser)/iu
const PREFIX =
  /^(?:\d{1,3}[.)]\s+|(?:exclusive |video |track |world )?(?:premiere|premiering)\s*[:|-]\s*|(?:free (?:dl|download)|out now|exclusive|listen|hot new|new)\s*[:|]\s*)/i
/** A file's or link's name: nothing but words and hyphens. */
const SLUG = /^[\p{L}\p{N}]+(?:[-_][\p{L}\p{N}]+){2,}$/u
/** The bracket of "(G)I-DLE" is a letter of the name. */
const INLINE = /[([]([^()[\]]{1,12})[)\]](?=\p{L})/gu
const MOST_LETTERS = 500
const MOST_SEGMENTS = 8
const OPENING = '([{【〔'
const CLOSING = ')]}】〕'
const CUT = /\s+[-–—―]+\s*|\s*[-–—―]+\s+|\s*[|•·]\s*|\s+\/{1,2}\s+|\s*\/\/\s*|\s+_\s+|\s+~\s+|:\s+/u
// a mark that nobody types, so that a cut inside brackets is none
const HOLE = '\u0001'

/** The title in its segments; the first may be artist or title, which is for others to say. */
export function segmentsOf(title: string): Segment[] {
  const { text, brackets } = takeBrackets(tidy(title))
  const segments = text.split(CUT).map(piece => segmentOf(piece, brackets))
  return together(segments.filter(segment => segment.text || segment.brackets.length > 0))
}

/** Nobody cuts a title this often; what is too much stays in one piece. */
function together(segments: readonly Segment[]): Segment[] {
  if (segments.length <= MOST_SEGMENTS) return [...segments]
  return [...segments.slice(0, MOST_SEGMENTS - 1), glue(segments.slice(MOST_SEGMENTS - 1))]
}

/** Segments as the one they were cut from. */
export const glue = (segments: readonly Segment[]): Segment => ({
  text: segments.map(({ text }) => text).join(' - '),
  brackets: segments.flatMap(({ brackets }) => brackets),
})

function tidy(title: string): string {
  return title
    .slice(0, MOST_LETTERS)
    .replace(EMOJI, ' ')
    .replace(SHORTS, '(shorts)')
    .replace(HASHTAG, tag => (TELLING_TAG.test(tag) ? ` (${tag.slice(1)})` : ' '))
    .replace(EXTENSION, ' ')
    .replace(STARS, ' ($1)')
    .normalize('NFC')
    .replace(/（/g, '(')
    .replace(/）/g, ')')
    .replace(/［/g, '[')
    .replace(/］/g, ']')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(PREFIX, '')
    .replace(INLINE, '$1')
    .replace(SLUG, slug => slug.replace(/[-_]/g, ' '))
}

/** Every bracket leaves a hole with its number; an inner bracket follows its outer one. */
function takeBrackets(title: string): { text: string; brackets: { text: string; square: boolean }[] } {
  const brackets: { text: string; square: boolean }[] = []
  const open: number[] = []
  let text = ''
  for (const letter of title) {
    const inner = brackets[open.at(-1) ?? -1]
    if (OPENING.includes(letter)) {
      open.push(brackets.push({ text: '', square: '[【'.includes(letter) }) - 1)
      text += `${HOLE}${brackets.length - 1}${HOLE}`
    } else if (CLOSING.includes(letter)) open.pop()
    else if (inner === undefined) text += letter
    else inner.text += letter
  }
  return { text, brackets }
}

function segmentOf(piece: string, brackets: readonly { text: string; square: boolean }[]): Segment {
  const parts = piece.split(new RegExp(`${HOLE}(\\d+)${HOLE}`))
  const text = parts.filter((_, index) => index % 2 === 0)
  const found = parts.flatMap((number, index) => {
    const bracket = index % 2 === 1 ? brackets[Number(number)] : undefined
    const leads = text.slice(0, (index + 1) / 2).every(before => !before.trim())
    return bracket?.text.trim() ? [{ text: bracket.text.trim(), square: bracket.square, leads }] : []
  })
  return { text: text.join(' ').replace(/\s+/g, ' ').trim(), brackets: found }
}
