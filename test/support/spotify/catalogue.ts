// What the fake knows: tracks, liked ones, playlists. As Spotify writes them to apps in development mode.

export interface FakeTrack {
  id: string
  name: string
  artists?: string[]
  album?: string
  isrc?: string
  ms?: number
}
export type FakeItem = FakeTrack | 'gone' | 'episode' | { local: string; artist: string }

export interface FakePlaylist {
  id: string
  name: string
  owner?: string
  collaborative?: boolean
  snapshot: string
  items: FakeItem[]
}

export interface FakeAlbum {
  id: string
  name: string
  tracks: FakeTrack[]
}

export const ME = 'listener'
const DAY = 86_400_000
const BORN = Date.parse('2026-01-01T00:00:00Z')

/** The nth of many ids that look like Spotify's. */
export const idOf = (n: number, kind = 'T'): string => `${kind}${String(n).padStart(21, '0')}`
export const isrcOf = (n: number): string => `GBAYE${String(n).padStart(7, '0')}`

export const someTrack = (n: number, more: Partial<FakeTrack> = {}): FakeTrack => ({
  id: idOf(n),
  name: `Title ${n}`,
  artists: [`Artist ${n}`],
  album: `Album ${n}`,
  isrc: isrcOf(n),
  ms: 200_000 + n,
  ...more,
})
export const someTracks = (count: number, from = 0): FakeTrack[] =>
  Array.from({ length: count }, (_, at) => someTrack(from + at))

export const addedAt = (n: number): string => new Date(BORN + n * DAY).toISOString()

export function trackAnswer({ id, name, artists = [], album = 'Album', isrc, ms = 1000 }: FakeTrack) {
  return {
    ...named('track', id, name),
    album: {
      ...named('album', id, album),
      album_type: 'album',
      total_tracks: 9,
      release_date: '2024-05',
      release_date_precision: 'month',
      artists: artists.map(artistAnswer),
    },
    artists: artists.map(artistAnswer),
    disc_number: 1,
    track_number: 1,
    duration_ms: ms,
    explicit: false,
    is_local: false,
    ...(isrc && { external_ids: { isrc } }),
  }
}

const artistAnswer = (name: string) => named('artist', idOf(7, 'A'), name)

function named<T extends string>(type: T, id: string, name: string) {
  const external_urls = { spotify: `https://open.spotify.com/${type}/${id}` }
  return {
    type,
    id,
    name,
    uri: `spotify:${type}:${id}`,
    href: `https://api.spotify.com/v1/${type}s/${id}`,
    external_urls,
  }
}

/** Without its tracks. */
export const albumAnswer = ({ id, name, tracks }: FakeAlbum) => ({
  ...named('album', id, name),
  album_type: 'album',
  total_tracks: tracks.length,
  release_date: '2024',
  release_date_precision: 'year',
  artists: [artistAnswer('Various')],
})

/** On its album's list a track says less of itself. */
export function albumTrack(track: FakeTrack) {
  const { album: _album, external_ids: _ids, ...told } = { external_ids: {}, ...trackAnswer(track) }
  return told
}

export function playlistAnswer(playlist: FakePlaylist, isLegacy: boolean) {
  const { id, name, owner = ME, collaborative = false, snapshot, items } = playlist
  return {
    ...named('playlist', id, name),
    collaborative,
    owner: { ...named('user', owner, ''), display_name: `Name of ${owner}` },
    public: false,
    snapshot_id: snapshot,
    [isLegacy ? 'tracks' : 'items']: { href: `https://api.spotify.com/v1/playlists/${id}/items`, total: items.length },
  }
}

export function playlistItem(item: FakeItem, at: number, isLegacy: boolean) {
  return {
    added_at: at === 0 ? null : addedAt(at),
    added_by: null,
    is_local: typeof item === 'object' && 'local' in item,
    [isLegacy ? 'track' : 'item']: itemAnswer(item),
  }
}

function itemAnswer(item: FakeItem) {
  if (item === 'gone') return null
  if (item === 'episode') return { type: 'episode', id: idOf(1, 'E'), name: 'An episode' }
  if ('id' in item) return trackAnswer(item)
  const { local: name, artist } = item
  const uri = `spotify:local:${artist}::${name}:180`
  return {
    type: 'track',
    id: null,
    name,
    uri,
    href: null,
    is_local: true,
    duration_ms: 180_000,
    album: null,
    artists: [{ type: 'artist', name: artist }],
  }
}
