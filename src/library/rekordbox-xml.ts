// The elements of a collection as rekordbox reads it: "rekordbox XML format list" of its makers
// (https://cdn.rekordbox.com/files/20200410160904/xml_format_list.pdf) and pyrekordbox's rbxml.py, which reads what rekordbox writes.

import type { AudioFormat } from '../model/audio-format.ts'

export interface DjTrack {
  /** A whole number of at most 31 bits. */
  id: number
  path: string
  format: AudioFormat
  /** Bytes. */
  size: number
  title?: string
  artist?: string
  album?: string
  composer?: string
  genre?: string
  label?: string
  remixer?: string
  /** Of the version, as `Extended Mix`. */
  mix?: string
  year?: number
  trackNumber?: number
  discNumber?: number
  seconds?: number
  bpm?: number
  /** As it is to be shown. */
  key?: string
  /** Stars, 0 to 5. */
  rating?: number
  comment?: string
  /** `2026-05-31`. */
  addedOn?: string
  /** kbit/s. */
  bitRate?: number
  /** Hz. */
  sampleRate?: number
  /** Undefined: the beats keep to no grid that was measured. */
  grid?: { firstBeat: number; beatInBar: number; bpm: number }
}

export interface DjPlaylist {
  title: string
  /** Of its tracks, in their order. */
  ids: readonly number[]
}

const KINDS: Record<AudioFormat, string> = {
  aiff: 'AIFF File',
  wav: 'WAV File',
  flac: 'FLAC File',
  m4a: 'M4A File',
  aac: 'M4A File',
  mp3: 'MP3 File',
}

/** What is not known is left out: nothing in rekordbox is overwritten by an empty word. */
export function trackElement(track: DjTrack): string {
  const { grid } = track
  const attributes = attributesOf({
    TrackID: track.id,
    Name: track.title,
    Artist: track.artist,
    Composer: track.composer,
    Album: track.album,
    Genre: track.genre,
    Kind: KINDS[track.format],
    Size: track.size,
    TotalTime: track.seconds && Math.round(track.seconds),
    DiscNumber: track.discNumber,
    TrackNumber: track.trackNumber,
    Year: track.year,
    AverageBpm: track.bpm?.toFixed(2),
    DateAdded: track.addedOn,
    BitRate: track.bitRate,
    SampleRate: track.sampleRate,
    Comments: track.comment,
    Rating: track.rating === undefined ? undefined : starsOf(track.rating),
    Location: locationOf(track.path),
    Remixer: track.remixer,
    Tonality: track.key,
    Label: track.label,
    Mix: track.mix,
  })
  if (!grid) return `    <TRACK${attributes}/>\n`
  const tempo = attributesOf({
    Inizio: grid.firstBeat.toFixed(3),
    Bpm: grid.bpm.toFixed(2),
    Metro: '4/4',
    Battito: grid.beatInBar,
  })
  return `    <TRACK${attributes}>\n      <TEMPO${tempo}/>\n    </TRACK>\n`
}

/** All in one folder, each under a name of its own. */
export function playlistElements(playlists: readonly DjPlaylist[]): string {
  const names = new Set<string>()
  const nodes = playlists.map(({ title, ids }) => {
    const name = freeName(textOf(title) || 'Playlist', names)
    const tracks = ids.map(id => `        <TRACK Key="${id}"/>\n`).join('')
    return `      <NODE${attributesOf({ Name: name, Type: 1, KeyType: 0, Entries: ids.length })}>\n${tracks}      </NODE>\n`
  })
  return `    <NODE Type="0" Name="ROOT" Count="${playlists.length}">\n${nodes.join('')}    </NODE>\n`
}

export function attributesOf(values: Record<string, string | number | undefined>): string {
  return Object.entries(values)
    .flatMap(([name, value]) => (value === undefined || value === '' ? [] : [` ${name}="${escaped(String(value))}"`]))
    .join('')
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

const escaped = (text: string) => textOf(text).replace(/[&<>"']/g, mark => ESCAPES[mark] ?? '')

/** XML 1.0 has no way to write the rest. */
const textOf = (text: string) =>
  text
    .replace(/[\t\n\r]+/g, ' ')
    .replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '')
    .trim()

/** The bytes of the name are kept: who spells it in another way names another file. */
function locationOf(path: string): string {
  const parts = path.toWellFormed().split('/').map(encodeURIComponent)
  return `file://localhost${parts.join('/')}`
}

const starsOf = (rating: number) => Math.round(Math.min(Math.max(rating, 0), 5)) * 51

function freeName(title: string, taken: Set<string>): string {
  let name = title
  for (let number = 2; taken.has(name); number += 1) name = `${title} (${number})`
  taken.add(name)
  return name
}
