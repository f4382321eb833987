// What a source file says of its music, as ffprobe tells it: the names differ by container.

export interface SourceTags {
  title?: string
  artist?: string
  album?: string
  albumArtist?: string
  genre?: string
  date?: string
  isrc?: string
  label?: string
  composer?: string
  remixer?: string
  grouping?: string
}

const NAMES: Record<keyof SourceTags, readonly string[]> = {
  title: ['title'],
  artist: ['artist'],
  album: ['album'],
  albumArtist: ['album_artist', 'albumartist', 'album artist'],
  genre: ['genre'],
  date: ['date', 'year', 'tdrc', 'tyer'],
  isrc: ['tsrc', 'isrc'],
  label: ['publisher', 'label', 'organization'],
  composer: ['composer'],
  remixer: ['tpe4', 'remixer', 'mixartist', 'remixed by'],
  grouping: ['grouping', 'contentgroup'],
}

/** The stream's own tags come first where a container has both, as in Ogg. */
export function sourceTags(...sets: readonly Record<string, string>[]): SourceTags {
  const said = new Map<string, string>()
  for (const [name, value] of sets.flatMap(set => Object.entries(set))) {
    const key = name.toLowerCase()
    if (value.trim() && !said.has(key)) said.set(key, value.trim())
  }
  const tags: SourceTags = {}
  for (const [field, names] of Object.entries(NAMES) as [keyof SourceTags, readonly string[]][]) {
    const name = names.find(candidate => said.has(candidate))
    if (name) tags[field] = said.get(name)
  }
  return tags
}
