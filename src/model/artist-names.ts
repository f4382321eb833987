// The artists a row names, one by one, and names that are no artist's.

import { pieces, splitFeatured } from './title/names.ts'

/** What old lists and services put in an artist's place. */
const NOBODY: ReadonlySet<string> = new Set([
  'tracks',
  'playlists',
  'sets',
  'albums',
  'users',
  'discover',
  'search',
  'stream',
  'unknown',
  'unknown artist',
  'n/a',
  'various artists',
  'va',
])
const ACCOUNT = /^user-\d{6,}$/i
/** Nobody names so many in one breath. */
const MOST_NAMES = 6

/** Whether a page may be made for the name. */
export function canBeArtist(name: string): boolean {
  const text = name.normalize('NFKC').replace(/\s+/g, ' ').trim()
  return text !== '' && !NOBODY.has(text.toLowerCase()) && !ACCOUNT.test(text)
}

/** "Above & Beyond feat. Zoë Johnston" → "Above & Beyond", "Zoë Johnston": main artists and guests, each text as it is written. */
export function creditsIn({ artist = '', title = '' }: { artist?: string; title?: string }): string[] {
  const { main, featured } = splitFeatured(artist)
  const texts = [main, ...featured, ...(artist.trim() ? splitFeatured(title).featured : [])]
  return [...new Set(texts.map(text => text.trim()))].filter(canBeArtist)
}

/** All names a text may hold: the whole, its pieces, and each run of neighbouring pieces; longer ones first. */
export function namesOf(credit: string): string[] {
  const spans = spansOf(credit)
  if (spans.length > MOST_NAMES) return [credit]
  const runs = spans.flatMap((_, from) => spans.slice(from).map((_, more) => ({ from, to: from + more + 1 })))
  return runs.toSorted((a, b) => b.to - b.from - (a.to - a.from)).map(({ from, to }) => textOf(credit, spans, from, to))
}

/**
 * The text in as few names as are known, and in what stands between them where nothing but a parting can be meant.
 * @returns undefined where it may be one name or several: "Above & Beyond", of which nobody told
 */
export function partsOf(credit: string, isKnown: (name: string) => boolean): string[] | undefined {
  const spans = spansOf(credit)
  const parts: (Span & { name: string; isSure: boolean })[] = []
  for (let from = 0; from < spans.length; ) {
    let to = spans.length
    while (to > from + 1 && !isKnown(textOf(credit, spans, from, to))) to -= 1
    const name = textOf(credit, spans, from, to)
    parts.push({ name, isSure: isKnown(name), start: spans[from]?.start ?? 0, end: spans[to - 1]?.end ?? 0 })
    from = to
  }
  const isParted = parts.every((part, at) => {
    const before = parts[at - 1]
    if (!before || (before.isSure && part.isSure)) return true
    return PARTING.test(credit.slice(before.end, part.start)) && (part.isSure || !/^the /i.test(part.name))
  })
  return isParted && parts.length <= MOST_NAMES ? parts.map(({ name }) => name) : undefined
}

/** What stands between two artists and in no artist's name; before "The" a comma may ("Tyler, The Creator"). */
const PARTING = /^\s*[,;、×]\s*$|^\s+(?:x|vs\.?|b2b|feat(?:uring)?\.?|ft\.?)\s+$/iu

interface Span {
  start: number
  end: number
}

/** Where its pieces stand. */
function spansOf(credit: string): Span[] {
  const found = pieces(credit)
  let behind = 0
  return found.map(piece => {
    const start = credit.indexOf(piece, behind)
    behind = start + piece.length
    return { start, end: behind }
  })
}

const textOf = (credit: string, spans: readonly Span[], from: number, to: number): string =>
  credit.slice(spans[from]?.start, spans[to - 1]?.end).trim()
