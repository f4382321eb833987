// What stands where: each value's name in the three kinds of tags.

export interface Names {
  /** Frame of ID3v2; `TXXX:` with its description. */
  id3: string
  /** Atom of MP4; of a freeform atom its domain and name. */
  mp4: string
  /** Comments of FLAC. */
  vorbis: readonly string[]
}

const freeform = (name: string) => `----:com.apple.iTunes:${name}`

export const FIELDS = {
  title: { id3: 'TIT2', mp4: '©nam', vorbis: ['TITLE'] },
  artist: { id3: 'TPE1', mp4: '©ART', vorbis: ['ARTIST'] },
  album: { id3: 'TALB', mp4: '©alb', vorbis: ['ALBUM'] },
  albumArtist: { id3: 'TPE2', mp4: 'aART', vorbis: ['ALBUMARTIST'] },
  /** In ID3v2.3 the year; the day has a frame of its own. */
  date: { id3: 'TYER', mp4: '©day', vorbis: ['DATE'] },
  genre: { id3: 'TCON', mp4: '©gen', vorbis: ['GENRE'] },
  tempo: { id3: 'TBPM', mp4: 'tmpo', vorbis: ['BPM'] },
  exactTempo: { id3: 'TXXX:BPM_DECIMAL', mp4: freeform('BPM_DECIMAL'), vorbis: ['BPM_DECIMAL'] },
  /** In MP4 `KEY` is another program's, and no text. */
  key: { id3: 'TKEY', mp4: freeform('initialkey'), vorbis: ['INITIALKEY', 'KEY'] },
  camelot: { id3: 'TXXX:CAMELOT', mp4: freeform('CAMELOT'), vorbis: ['CAMELOT'] },
  /** What the file was made of, as it was fetched. */
  sourceCodec: { id3: 'TXXX:SOURCE_CODEC', mp4: freeform('SOURCE_CODEC'), vorbis: ['SOURCE_CODEC'] },
  sourceBitRate: { id3: 'TXXX:SOURCE_BITRATE', mp4: freeform('SOURCE_BITRATE'), vorbis: ['SOURCE_BITRATE'] },
  sourceCutoff: { id3: 'TXXX:SOURCE_CUTOFF', mp4: freeform('SOURCE_CUTOFF'), vorbis: ['SOURCE_CUTOFF'] },
  sourceQuality: { id3: 'TXXX:SOURCE_QUALITY', mp4: freeform('SOURCE_QUALITY'), vorbis: ['SOURCE_QUALITY'] },
  isrc: { id3: 'TSRC', mp4: freeform('ISRC'), vorbis: ['ISRC'] },
  remixer: { id3: 'TPE4', mp4: freeform('REMIXER'), vorbis: ['REMIXER'] },
  label: { id3: 'TPUB', mp4: freeform('LABEL'), vorbis: ['LABEL'] },
  composer: { id3: 'TCOM', mp4: '©wrt', vorbis: ['COMPOSER'] },
  grouping: { id3: 'TIT1', mp4: '©grp', vorbis: ['GROUPING'] },
  trackNumber: { id3: 'TRCK', mp4: 'trkn', vorbis: ['TRACKNUMBER'] },
  discNumber: { id3: 'TPOS', mp4: 'disk', vorbis: ['DISCNUMBER'] },
  comment: { id3: 'COMM:eng:', mp4: '©cmt', vorbis: ['COMMENT'] },
  /** No PRIV frame: where a WAV has one, ffmpeg and what is built on it see no other frame. */
  own: { id3: 'GEOB:orchestrator', mp4: '----:com.orchestrator:ORCHESTRATOR', vorbis: ['ORCHESTRATOR'] },
} as const satisfies Record<string, Names>

export type Field = keyof typeof FIELDS

/** What a file is to hold. What is absent stays as it is in the file. */
export interface Changes {
  texts: Partial<Record<Field, string>>
  /** Its front cover. */
  picture?: { data: Buffer; type: 'image/jpeg' | 'image/png' }
}

/** The texts but for what needs a form of its own. */
export const entriesOf = (texts: Changes['texts']) => Object.entries(texts) as [Field, string][]

/** `3` in the place of `2/12` becomes `3/12`. */
export const keepTotal = (number: string, before: string | undefined): string =>
  number + (/\/\d+\s*$/.exec(before ?? '')?.[0] ?? '')
