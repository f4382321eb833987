// What a fetched source is, and what a fetch is given.

export interface SourceFile {
  /** In the staging folder; the name is made by us: `media.<ext>`. */
  path: string
  /** `Direct`, `File`, `SoundCloud`, `YouTube` or yt-dlp's extractor name: for the row's `Download Source`. */
  origin: string
  /** The length the source announces. */
  promisedSeconds?: number
  bytes: number
  /** Hex, of the whole file: by this it is known again after a restart. */
  sha256: string
  /** What the source says of itself. */
  title?: string
  artist?: string
  album?: string
  artworkUrl?: string
}

export interface FetchOptions {
  /** The staging folder of this job; it exists, and may hold what an earlier, killed run left. */
  dir: string
  signal: AbortSignal
  onProgress?: (done: number, total?: number) => void
}
