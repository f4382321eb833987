// Long text in pieces that Notion takes.

/** Notion refuses items of more than 2,000 characters and does not say how it counts them. */
const LONGEST_ITEM = 2000
const PIECE = 1900
export const MOST_ITEMS = 100
const ENDING = '… (cut: Notion takes no more)'

/** Pieces of at most 1,900 UTF-16 units, at most 100 of them; of a longer text the last piece says that it is cut. */
export function splitText(text: string): string[] {
  const pieces = cutUp(text.toWellFormed(), MOST_ITEMS + 1)
  if (pieces.length <= MOST_ITEMS) return pieces
  const last = pieces[MOST_ITEMS - 1] ?? ''
  return [...pieces.slice(0, MOST_ITEMS - 1), start(last, PIECE - ENDING.length) + ENDING]
}

/** A text as it is when Notion takes it in one item, else all of it in pieces; no piece of an empty one. */
export function piecesOf(text: string): string[] {
  const isShort = text.length > 0 && text.length <= LONGEST_ITEM
  return isShort ? [text.toWellFormed()] : cutUp(text.toWellFormed(), Number.POSITIVE_INFINITY)
}

function cutUp(text: string, most: number): string[] {
  const pieces: string[] = []
  for (let from = 0; from < text.length && pieces.length < most; ) {
    const piece = start(text.slice(from, from + PIECE + 1), PIECE)
    pieces.push(piece)
    from += piece.length
  }
  return pieces
}

/** The first units of a text, never half a surrogate pair. */
export function start(text: string, length: number): string {
  if (text.length <= length) return text
  return text.slice(0, isHighSurrogate(text.charCodeAt(length - 1)) ? length - 1 : length)
}

const isHighSurrogate = (code: number) => code >= 0xd800 && code <= 0xdbff
