// A musical key and the ways people write it: "F# minor", "F#m" and, on the Camelot wheel, "11A", in Open Key "4m".

export interface MusicalKey {
  /** 0 = C … 11 = B. */
  pitchClass: number
  mode: 'major' | 'minor'
}

const MAJOR_NAMES = ['C', 'Db', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'Ab', 'A', 'Bb', 'B'] as const
const MINOR_NAMES = ['C', 'C#', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'G#', 'A', 'Bb', 'B'] as const
const LETTERS: Record<string, number> = { c: 0, d: 2, e: 4, f: 5, g: 7, a: 9, b: 11 }

/** "A minor", "F# minor", "Bb major". */
export const keyName = (key: MusicalKey): string => `${tonicName(key)} ${key.mode}`

/** "Am", "F#m", "Bb": at most three characters, as the ID3 frame TKEY wants it. */
export const keyShort = (key: MusicalKey): string => `${tonicName(key)}${key.mode === 'minor' ? 'm' : ''}`

/** "8A" for A minor, "8B" for C major: each step on the wheel is a fifth. */
export function camelot(key: MusicalKey): string {
  const major = key.mode === 'major' ? key.pitchClass : key.pitchClass + 3
  return `${((7 * major + 7) % 12) + 1}${key.mode === 'major' ? 'B' : 'A'}`
}

/** "1m" for A minor, "1d" for C major: the same wheel as Camelot's, turned and with other letters. */
export function openKey(key: MusicalKey): string {
  const number = Number.parseInt(camelot(key), 10)
  return `${((number + 4) % 12) + 1}${key.mode === 'major' ? 'd' : 'm'}`
}

/** Reads names, short names, Camelot ("08a") and Open Key ("1m"); of "Abm/G#m" the first. Anything else is undefined. */
export function parseKey(text: string): MusicalKey | undefined {
  const plain = text.replaceAll('♯', '#').replaceAll('♭', 'b').trim()
  return parseWheel(plain) ?? parseName(plain)
}

function parseWheel(text: string): MusicalKey | undefined {
  const match = /^0?([1-9]|1[0-2])\s*([abdm])(?![a-z#])/i.exec(text)
  if (!match) return undefined
  const letter = match[2]?.toLowerCase()
  const number = Number(match[1])
  const steps = letter === 'a' || letter === 'b' ? number - 8 : number - 1
  const major = mod12(7 * steps)
  if (letter === 'b' || letter === 'd') return { pitchClass: major, mode: 'major' }
  return { pitchClass: mod12(major + 9), mode: 'minor' }
}

function parseName(text: string): MusicalKey | undefined {
  const match =
    /^([A-Ga-g])[\s-]?(#|b|sharp|flat|is)?[\s-]*(minor|major|min|maj|moll|dur|m|M)?\.?(?=$|\s*[/,;|(]|\s+-\s)/.exec(
      text.replace(/(sharp|flat|minor|major|min|maj|moll|dur)\b/gi, word => word.toLowerCase()),
    )
  if (!match) return undefined
  const letter = LETTERS[match[1]?.toLowerCase() ?? '']
  if (letter === undefined) return undefined
  const minor = match[3] === 'm' || match[3]?.startsWith('mi') || match[3] === 'moll'
  return { pitchClass: mod12(letter + shiftOf(match[2])), mode: minor ? 'minor' : 'major' }
}

function shiftOf(accidental: string | undefined): number {
  if (accidental === '#' || accidental === 'sharp' || accidental === 'is') return 1
  return accidental === 'b' || accidental === 'flat' ? -1 : 0
}

function tonicName(key: MusicalKey): string {
  const names = key.mode === 'major' ? MAJOR_NAMES : MINOR_NAMES
  return names[mod12(key.pitchClass)] ?? 'C'
}

const mod12 = (value: number): number => ((value % 12) + 12) % 12
