// Spotify's ids in all the forms people and players give them.

const ID = '([A-Za-z0-9]{22})'
const idIn = (kind: 'track' | 'playlist' | 'album') => {
  // spotify:track:ID, /com/spotify/track/ID, https://open.spotify.com/intl-de/track/ID?si=…
  const link = new RegExp(
    `^(?:spotify:|/com/spotify/|https?://open\\.spotify\\.com/(?:[\\w-]+/)?)${kind}[:/]${ID}(?:[/?#]|$)`,
  )
  const bare = new RegExp(`^${ID}$`)
  return (text: string): string | undefined => (bare.exec(text.trim()) ?? link.exec(text.trim()))?.[1]
}

/** The id in an id, a URI, a link, or what a player on the desktop says; undefined when it is not a track's. */
export const trackIdIn = idIn('track')
/** The same of a playlist. */
export const playlistIdIn = idIn('playlist')
export const albumIdIn = idIn('album')

export const trackUrl = (id: string): string => `https://open.spotify.com/track/${id}`

/** An ISRC as registries write it: `GBAYE0601498`; undefined when the text is none. */
export function isrcIn(text: string): string | undefined {
  const isrc = text.toUpperCase().replace(/[^A-Z0-9]/g, '')
  return /^[A-Z]{2}[A-Z0-9]{3}\d{7}$/.test(isrc) ? isrc : undefined
}
