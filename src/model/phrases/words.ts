// A text as its words: whole ones, without case and accents. A link is no words, and a part of a file's name is none.

export interface Word {
  /** As it is compared. */
  text: string
  /** Where it stands in the text. */
  start: number
  end: number
  /** Nothing but blanks, hyphens or quotes before it: a phrase may run on into it. */
  joined: boolean
  /** Stands right behind a full stop, or right before one that another word follows: "code.gs", "spotify.com". */
  afterDot: boolean
  beforeDot: boolean
}

export interface Words {
  text: string
  words: readonly Word[]
  /** In which places each word stands. */
  places: ReadonlyMap<string, readonly number[]>
}

export function wordsOf(raw: string): Words {
  const text = raw.normalize('NFKC').replace(LINK, link => '\n'.repeat(link.length))
  const words: Word[] = []
  const places = new Map<string, number[]>()
  for (const match of text.matchAll(WORD)) {
    const start = match.index
    const end = start + match[0].length
    const before = words.at(-1)
    const gap = text.slice(before?.end ?? 0, start)
    const afterDot = gap.endsWith('.') && /^\.?$|[\s"'“‘(`]\.$/.test(gap.slice(-2))
    if (before && gap === '.') before.beforeDot = true
    const joined = before !== undefined && JOINS.test(gap)
    const word = { text: folded(match[0]), start, end, joined, afterDot, beforeDot: false }
    const known = places.get(word.text)
    if (known) known.push(words.length)
    else places.set(word.text, [words.length])
    words.push(word)
  }
  return { text, words, places }
}

/** Without case, accents and apostrophes. */
const folded = (word: string) =>
  word
    .normalize('NFD')
    .replace(/[\p{M}'’]/gu, '')
    .toLowerCase()

const LINK = /\bhttps?:\/\/[^\s<>"')\]]+/gi
const WORD = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*/gu
const JOINS = /^[ \t\u00a0_\-‐‑"'“”‘’„«»`*]*$/
