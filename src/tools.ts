// The outside world in one type: what handlers and stages may touch.

import type { AgentTools } from './agents/open-agents.ts'
import type { Audio } from './audio/audio.ts'
import type { Claims } from './claims/claims.ts'
import type { WatchedCluster } from './cluster/machines/watch.ts'
import type { Eagle } from './eagle/eagle.ts'
import type { Lanes } from './lanes/lanes.ts'
import type { RecordingIndex } from './library/index/open-index.ts'
import type { Library } from './library/library.ts'
import type { AudioFormat } from './model/audio-format.ts'
import type { SearchSource, SecondSource } from './model/search.ts'
import type { Tables } from './notion/tables.ts'
import type { Outbox } from './outbox/outbox.ts'
import type { Queue } from './queue/queue.ts'
import type { Rules } from './rules/rules.ts'
import type { Sources } from './sources/fetch-source.ts'
import type { Gather } from './sources/metadata/gather.ts'
import type { AskNowPlaying } from './sources/now-playing.ts'
import type { Spotify } from './sources/spotify/spotify.ts'
import type { Acts } from './store/acts.ts'
import type { ArtistNames } from './store/artist-names.ts'
import type { Costs } from './store/costs.ts'
import type { Store } from './store/database.ts'
import type { Deduped } from './store/deduped.ts'
import type { EagleItems } from './store/eagle-items.ts'
import type { EnrichedRows } from './store/enriched-rows.ts'
import type { Feeds } from './store/feeds.ts'
import type { Ignored } from './store/ignored.ts'
import type { Issues } from './store/issues.ts'
import type { Journal } from './store/journal.ts'
import type { Judged } from './store/judged.ts'
import type { Ledger } from './store/ledger.ts'
import type { MadeTasks } from './store/made-tasks.ts'
import type { Merges } from './store/merges.ts'
import type { PageBlocks } from './store/page-blocks.ts'
import type { KnownPlaylists } from './store/playlists.ts'
import type { Searches } from './store/searches.ts'
import type { SeenFiles } from './store/seen-files.ts'
import type { TrackTasks } from './store/track-tasks.ts'
import type { Undone } from './store/undone.ts'
import type { Upgrades } from './store/upgrades.ts'
import type { Verified } from './store/verified.ts'
import type { WalkedFiles } from './store/walked-files.ts'

export interface Tools extends Tables, AgentTools {
  sources: Sources
  /** A file that a row says is its own. @throws InputFault when it is outside the library and FILE_ROOTS, or not there */
  ownFile(path: string): Promise<string>
  /** Absent: it is not set up. */
  spotify?: Spotify
  /** What is playing, on this machine or at Spotify; absent in the demo. */
  nowPlaying?: AskNowPlaying
  /** Whose likes at SoundCloud are read. */
  soundcloudProfile?: string
  /** Services that are searched for rows without a link; none: such rows wait for one. */
  searchSources: readonly SearchSource[]
  /** Whether a recording that was found is compared to a second file of it that is fetched for that. */
  secondSource: SecondSource
  /** What searches ended in. */
  searches: Searches
  /** What the matcher said of them. */
  judged: Judged
  /** Asks what services say about a recording; undefined: none is on. */
  metadata?: Gather
  audio: Audio
  library: Library
  /** Further folders of music, `INDEX_DIRS`: read, never written. */
  indexDirs: readonly string[]
  /** Absent: it is switched off. */
  eagle?: Eagle
  /** Which formats go into it; absent: WAV and AIFF, or what there is. */
  eagleFormats?: readonly AudioFormat[]
  /** What was read of its library on the disk. */
  eagleItems: EagleItems
  ledger: Ledger
  store: Store
  journal: Journal
  costs: Costs
  outbox: Outbox
  queue: Queue
  /** The outside services: which of them want no requests now. */
  lanes: Lanes
  /** Told when a service that was closed may be asked again. */
  onLaneOpen(listener: () => void): Disposable
  claims: Claims
  madeTasks: MadeTasks
  /** Playlists that were worked on, and the files written of them. */
  knownPlaylists: KnownPlaylists
  /** Likes and playlists that are looked at by themselves. */
  feeds: Feeds
  enrichedRows: EnrichedRows
  artistNames: ArtistNames
  /** What is in the library, by its sound and by all it is known by. */
  recordings: RecordingIndex
  /** Which files lie where on the volumes. */
  seenFiles: SeenFiles
  /** For one walk of them. */
  walkedFiles(): WalkedFiles
  /** Rows that share another row's files. */
  merges: Merges
  /** What was found wrong with finished rows, and when each was looked at. */
  verified: Verified
  /** For which rows a better source was looked for. */
  upgrades: Upgrades
  /** Tasks that stand for tracks on the board; absent: none is made. */
  trackTasks?: TrackTasks
  /** What people were asked to mend. */
  toMend: Issues
  /** What people ordered from outside the rows. */
  acts: Acts
  /** The blocks that the program made on the control page. */
  pageBlocks: PageBlocks
  /** Rows and tasks that a person wants left alone. */
  ignored: Ignored
  /** Rows whose results were taken back. */
  undone: Undone
  /** Plans of `dedupe` that were applied. */
  deduped: Deduped
  /** How the files are made; with other settings other files. */
  encoding: { m4aCodec: 'alac' | 'aac'; normaliseTo?: number }
  /** A waveform of each finished track, as SVG. */
  waveformsDir: string
  /** Files that turned out not to be their row's recording. */
  quarantineDir: string
  /** Working folders of tracks; each is removed when its track ends. */
  stagingDir: string
  /** Tracks that can be made at once, with other machines; absent: as many as this one is set to. */
  placesForTracks?: () => number
  /** Before an effect; absent: no other machine makes any. @throws when another one may coordinate */
  requireSeat?: () => void
  /** The cluster that this machine coordinates; absent: it works alone. */
  cluster?: WatchedCluster
  formats: readonly AudioFormat[]
  maxTrackSeconds: number
  /** Which handler and which agent a task goes to. */
  rules: Rules
  /** Agent for tasks that name none. */
  defaultAgent?: string
  /** How long Notion may show what was written as it was before. */
  settleMs: number
  now(): Date
}
