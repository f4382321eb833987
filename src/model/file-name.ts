// Names that are safe on APFS, ext4 and exFAT, and say the same thing every time.

const MAX_BYTES = 200
const FORBIDDEN = /[<>:"/\\|?*]/g
// Controls, zero-width and direction marks, lone surrogates, private use of the byte order mark.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}]/gu
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i

/**
 * One path component made of free text: NFC, no separators or reserved characters, no leading dot, dash or blank, no
 * trailing dot or blank, cut to 200 bytes at a grapheme boundary. Never empty.
 */
export function safeName(text: string, fallback = 'untitled'): string {
  const clean = trimEnds(text.normalize('NFC').replace(INVISIBLE, '').replace(FORBIDDEN, '_').replace(/\s+/g, ' '))
  const cut = trimEnds(cutBytes(clean, MAX_BYTES))
  if (!cut || /^_+$/.test(cut)) return fallback
  return RESERVED.test(cut) ? `_${cut}` : cut
}

/** `<Artist> - <Title> [<id>]` without extension; artist and title share the room fairly. */
export function trackFileName(track: { artist?: string; title?: string }, id: string): string {
  const room = MAX_BYTES - Buffer.byteLength(` [${id}]`)
  const title = safeName(track.title ?? '')
  const artist = track.artist?.trim() ? safeName(track.artist, '') : ''
  if (!artist) return `${trimEnds(cutBytes(title, room))} [${id}]`
  const artistRoom = Math.max(60, room - 3 - Buffer.byteLength(title))
  const name = `${trimEnds(cutBytes(artist, artistRoom))} - ${title}`
  return `${trimEnds(cutBytes(name, room))} [${id}]`
}

function cutBytes(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text
  let result = ''
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (Buffer.byteLength(result + segment) > bytes) break
    result += segment
  }
  return result
}

const trimEnds = (text: string) => text.replace(/^[\s.\-~]+/, '').replace(/[\s.]+$/, '')
