// What a link leads to.

export type ListKind =
  | 'soundcloud set'
  | 'soundcloud likes'
  | 'soundcloud user'
  | 'youtube playlist'
  | 'youtube channel'
  | 'spotify playlist'
  | 'spotify album'
  | 'spotify artist'
  | 'spotify likes'

export interface Place {
  /** The canonical form. */
  link: string
  /** Every spelling contains it. */
  key: string
  /** Of a list. */
  list?: ListKind
}

/** The parts of a path, as they were typed. */
export const partsOf = (url: URL): string[] => url.pathname.split('/').filter(Boolean)
