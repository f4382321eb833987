// Which feeds there are: by what is set up, and which playlists a person had taken whole.

import { spotifyIdIn } from '../../model/url/spotify.ts'
import { canonicalLink, linkKind, listOf } from '../../model/url/url.ts'
import type { Tools } from '../../tools.ts'
import type { Feed } from './feed.ts'
import { soundcloudLikes, spotifyLikes } from './likes.ts'
import { soundcloudList, spotifyPlaylists } from './playlists.ts'

export interface FeedSettings {
  /** Seconds; 0: not at all. */
  likes: number
  playlists: number
}

const SECOND = 1000

export function feedsOf(tools: Tools, { likes, playlists }: FeedSettings): Feed[] {
  return [
    ...(likes > 0 ? likesFeeds(tools, likes * SECOND) : []),
    ...(playlists > 0 ? listFeeds(tools, playlists * SECOND) : []),
  ]
}

function likesFeeds(tools: Tools, intervalMs: number): Feed[] {
  const { spotify, soundcloudProfile: profile } = tools
  return [
    ...(spotify ? [spotifyLikes(tools, spotify, intervalMs)] : []),
    ...(profile ? [soundcloudLikes(tools, profile, intervalMs)] : []),
  ]
}

function listFeeds(tools: Tools, intervalMs: number): Feed[] {
  const { spotify, feeds } = tools
  const watched = feeds.watched()
  const atSpotify = watched.filter(key => spotifyIdIn('playlist', key))
  const atSoundcloud = watched.filter(key => linkKind(key) === 'soundcloud')
  return [
    ...(spotify && atSpotify.length > 0 ? [spotifyPlaylists(tools, spotify, { links: atSpotify, intervalMs })] : []),
    ...atSoundcloud.map(link => soundcloudList(tools, link, intervalMs)),
  ]
}

/** Also of a list that cannot be read any more. */
export const stopWatching = ({ store, feeds }: Pick<Tools, 'store' | 'feeds'>, link: string): Promise<void> =>
  store.commit(() => feeds.watch(listOf(link) ?? canonicalLink(link) ?? link, false))
