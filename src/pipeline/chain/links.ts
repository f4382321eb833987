// The places where a music sync looks for a track before it takes the next row, in that order.

import { Environment } from '../../errors.ts'
import { moment } from '../../model/moment.ts'
import { namesOfUpload } from '../../model/upload-names.ts'
import { canonicalLink, linkKind } from '../../model/url/url.ts'
import type { FoundTrack } from '../../sources/found-track.ts'
import type { ListedTrack } from '../../sources/listing.ts'
import type { Tools } from '../../tools.ts'
import type { Find } from '../find-or-create-track.ts'

export interface ChainLink {
  /** For people. */
  name: string
  /** Why it is not asked: it is not set up. */
  off?: string
  /** What would be asked; or, as far as is known without asking, why that would not work. */
  outlook(): Promise<{ asks: string } | { away: string }>
  ask(signal: AbortSignal): Promise<Asked>
}

interface Asked {
  finds: readonly Find[]
  /** What else was there, and why it is no track to take. */
  left: readonly string[]
}

const MOST_LIKES = 5
const BELIEVED_MS = 7 * 86_400_000
const NOT_ASKED = { finds: [], left: [] } as const

export const chainLinks = (tools: Tools): readonly ChainLink[] => [
  playingNow(tools),
  soundcloudLikes(tools),
  spotifyLikes(tools),
]

function playingNow({ nowPlaying, spotify }: Tools): ChainLink {
  return {
    name: 'playing now',
    off: nowPlaying ? undefined : 'neither Notion nor a music service is set up',
    outlook: async () => ({ asks: `the players of this machine${spotify ? ', then Spotify' : ''}` }),
    async ask(signal) {
      const playing = await nowPlaying?.(signal)
      if (!playing) return NOT_ASKED
      const find = findOf(playing.track)
      if (find.spotifyIds || (find.link && linkKind(find.link) === 'soundcloud')) return { finds: [find], left: [] }
      const why = `it plays in ${playing.by}: only what comes from Spotify or SoundCloud is taken`
      return { finds: [], left: [`${nameOf(find)} (${why})`] }
    },
  }
}

function soundcloudLikes({ sources, lanes, soundcloudProfile: profile, ledger, now }: Tools): ChainLink {
  /** An answer without any, soon after there were some, is rather SoundCloud's mistake than a person's wish. */
  function requireLikes(count: number): void {
    const fact = `likes were seen on SoundCloud: ${profile}`
    const seenAt = Number(ledger.fact(fact))
    if (count > 0) ledger.setFact(fact, String(now().getTime()))
    else if (seenAt > 0 && now().getTime() - seenAt < BELIEVED_MS)
      throw new Environment(`SoundCloud answers that ${profile} has no likes, but there were some ${moment(seenAt)}`)
  }

  return {
    name: 'SoundCloud likes',
    off: profile ? undefined : 'SOUNDCLOUD_PROFILE is not set',
    outlook: async () => pausedOf(lanes, 'soundcloud') ?? { asks: `the newest ${MOST_LIKES} likes of ${profile}` },
    async ask(signal) {
      const { entries, passedOver } = await sources.likes(profile, { limit: MOST_LIKES, signal })
      requireLikes(entries.length + passedOver.length)
      return {
        finds: entries.slice(0, MOST_LIKES).map(findOfListed),
        left: passedOver.map(({ index, why }) => `number ${index} (${why})`),
      }
    },
  }
}

function spotifyLikes({ spotify, lanes }: Tools): ChainLink {
  return {
    name: 'Spotify likes',
    off: spotify ? undefined : 'SPOTIFY_CLIENT_ID is not set',
    async outlook() {
      const state = await spotify?.state()
      if (state && !state.signedIn) return { away: `Spotify: ${state.why}` }
      return pausedOf(lanes, 'spotify') ?? { asks: `the newest ${MOST_LIKES} liked tracks` }
    },
    async ask(signal) {
      const tracks = (await spotify?.likedTracks(MOST_LIKES, { signal })) ?? []
      const finds = tracks.map(findOf)
      return {
        finds: finds.filter(({ spotifyIds }) => spotifyIds),
        left: finds.filter(({ spotifyIds }) => !spotifyIds).map(find => `${nameOf(find)} (a file of your own)`),
      }
    },
  }
}

export function pausedOf(lanes: Tools['lanes'], name: string): { away: string } | undefined {
  const lane = lanes.status().find(status => status.name === name)
  return lane && lane.state !== 'open' ? { away: lane.reason ?? lane.state } : undefined
}

export function findOf({ title, artists, spotifyId, askedId, isLocal, url, isrc }: FoundTrack): Find {
  const ids = [spotifyId, askedId].filter(id => id !== undefined)
  const link = url && linkKind(url) !== 'spotify' ? canonicalLink(url) : undefined
  return { title, artist: artists.join(', '), link, isrc, spotifyIds: ids.length > 0 && !isLocal ? ids : undefined }
}

export const findOfListed = ({ link, isrc, ...upload }: ListedTrack): Find => ({
  ...namesOfUpload(upload),
  link,
  isrc,
})

/** "Artist – Title" of what has no row. */
export const nameOf = ({ artist, title, link }: Find) =>
  [artist, title ?? link].filter(Boolean).join(' – ').slice(0, MOST_OF_A_NAME)

const MOST_OF_A_NAME = 160
