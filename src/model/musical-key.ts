// Musical keys: names, Camelot, and reading what others wrote.

export interface MusicalKey {
  /** 0 = C … 11 = B. */
  pitchClass: number
  mode: 'major' | 'minor'
}

const MAJOR_NAMES = ['C', 'Db', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'Ab', 'A', 'Bb', 'B']
const MINOR_NAMES = ['C', 'C#', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'G#', 'A', 'Bb', 'B']
const NATURALS: Record<string, number> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 }

/** "A minor", "Bb major". */
export const keyName = (key: MusicalKey): string => `${tonic(key)} ${key.mode}`

/** At most three characters, as the tag fields want it: "Am", "F#m", "Bb". */
export const keyShort = (key: MusicalKey): string => `${tonic(key)}${key.mode === 'minor' ? 'm' : ''}`

/** Camelot wheel: A minor = 8A, C major = 8B, a fifth up is one more. */
export function camelot(key: MusicalKey): string {
  const relativeMajor = key.mode === 'major' ? key.pitchClass : (key.pitchClass + 3) % 12
  const number = ((relativeMajor * 7 + 7) % 12) + 1
  return `${number}${key.mode === 'major' ? 'B' : 'A'}`
}

/** Reads "A minor", "Am", "Amin", "F#m", "B♭", "Abm/G#m", "8A", "08a", "1m" (Open Key), "C#maj"; undefined for anything else. */
export function parseKey(text: string): MusicalKey | undefined {
  const word = text.trim().replaceAll('♭', 'b').replaceAll('♯', '#').split('/')[0]?.trim() ?? ''
  return parseWheel(word) ?? parseName(word)
}

function parseWheel(word: string): MusicalKey | undefined {
  const found = /^0?(\d{1,2})\s*([abmd])$/i.exec(word)
  const number = Number(found?.[1])
  if (!found?.[2] || number < 1 || number > 12) return undefined
  const letter = found[2].toLowerCase()
  const isOpenKey = letter === 'm' || letter === 'd'
  const camelotNumber = isOpenKey ? ((number + 6) % 12) + 1 : number
  const major = (7 * (camelotNumber - 8 + 12)) % 12
  const isMinor = letter === 'a' || letter === 'm'
  return { pitchClass: isMinor ? (major + 9) % 12 : major, mode: isMinor ? 'minor' : 'major' }
}

function parseName(word: string): MusicalKey | undefined {
  const found = /^([a-g])\s*(#|b|sharp|flat)?\s*(m|min|minor|maj|major)?$/i.exec(word)
  const natural = NATURALS[found?.[1]?.toUpperCase() ?? '']
  if (natural === undefined) return undefined
  const shift = /^(#|sharp)$/i.test(found?.[2] ?? '') ? 1 : found?.[2] ? -1 : 0
  const isMinor = /^(m|min|minor)$/.test(found?.[3]?.replace(/^M(?=i)/, 'm') ?? '')
  return { pitchClass: (natural + shift + 12) % 12, mode: isMinor ? 'minor' : 'major' }
}

const tonic = ({ pitchClass, mode }: MusicalKey) => (mode === 'major' ? MAJOR_NAMES : MINOR_NAMES)[pitchClass] ?? 'C'
