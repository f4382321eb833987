// What a list of tracks is, wherever it was read: a playlist, likes, a search, a file.

import { spotifyIdIn } from '../model/url/spotify.ts'
import { linkKind, listKind } from '../model/url/url.ts'

export interface ListedTrack {
  /** In canonical form. */
  link: string
  title?: string
  /** Who put it there: not always who made it. */
  uploader?: string
  artist?: string
  album?: string
  seconds?: number
  /** The service's own. */
  id?: string
  isrc?: string
  /** Listed as thirty seconds of a longer track. */
  isPreview?: boolean
  isDrm?: boolean
  /** The service vouches that the account is who it says. */
  isVerified?: boolean
}

/** A file may name a track without saying where it is. */
export type NamedTrack = Omit<ListedTrack, 'link'> & { link?: string }

export interface Listing<T = ListedTrack> {
  title?: string
  /** How many the list has, when it says so; more than were asked for, perhaps. */
  total?: number
  entries: T[]
  /** What is no track that can be had; counted from 1. */
  passedOver: { index: number; why: string }[]
}

/** Why a link in a list leads to no track; undefined: it may. */
export function whyNoTrack(link: string): string | undefined {
  if (listKind(link)) return 'it is a list, not a track'
  return linkKind(link) === 'spotify' && !spotifyIdIn('track', link) ? 'it is no track of Spotify' : undefined
}
