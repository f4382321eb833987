// The tools of a running program. Modules that an idle cycle does not need are loaded when they are first used.

import { join } from 'node:path'
import { openAgents } from './agents/open-agents.ts'
import { openClaims } from './claims/claims.ts'
import { type Config, HOME_DIR } from './config.ts'
import { eagleConfig } from './eagle/eagle-config.ts'
import { lazyEagle } from './eagle/lazy-eagle.ts'
import { openBell } from './lanes/bell.ts'
import { type Lanes, openLanes } from './lanes/lanes.ts'
import { openIndex } from './library/index/open-index.ts'
import { openLibrary } from './library/library.ts'
import type { Log } from './log.ts'
import type { Notion } from './notion/client.ts'
import { notionTables } from './notion/tables.ts'
import { onceOpen } from './once-open.ts'
import { openOutbox } from './outbox/outbox.ts'
import { openQueue } from './queue/queue.ts'
import { openRules } from './rules/rules.ts'
import type { ListeningDeps } from './sources/listening.ts'
import { lazyMetadata } from './sources/metadata/lazy-metadata.ts'
import { openActs } from './store/acts.ts'
import { openArtistNames } from './store/artist-names.ts'
import { openCosts } from './store/costs.ts'
import type { Store } from './store/database.ts'
import { openDeduped } from './store/deduped.ts'
import { openEagleItems } from './store/eagle-items.ts'
import { openEnrichedRows } from './store/enriched-rows.ts'
import { openFeeds } from './store/feeds.ts'
import { openIgnored } from './store/ignored.ts'
import { instanceId } from './store/instance-id.ts'
import { openIssues } from './store/issues.ts'
import { openJournal } from './store/journal.ts'
import { openJudged } from './store/judged.ts'
import { laneStates } from './store/lane-states.ts'
import type { Ledger } from './store/ledger.ts'
import { openMadeTasks } from './store/made-tasks.ts'
import { openMerges } from './store/merges.ts'
import { openPageBlocks } from './store/page-blocks.ts'
import { openKnownPlaylists } from './store/playlists.ts'
import { openSearches } from './store/searches.ts'
import { openSeenFiles } from './store/seen-files.ts'
import { openTrackTasks } from './store/track-tasks.ts'
import { openUndone } from './store/undone.ts'
import { openUpgrades } from './store/upgrades.ts'
import { openVerified } from './store/verified.ts'
import { openWalkedFiles } from './store/walked-files.ts'
import type { Tools } from './tools.ts'
import { tableIds } from './workspace/table-ids.ts'
import type { Workspace } from './workspace/workspace.ts'

export interface ToolDeps {
  config: Config
  store: Store
  ledger: Ledger
  notion: Notion
  log: Log
  workspace?: Workspace
  /** Names of the handlers that rules may speak of. */
  handlers: readonly string[]
  /** The run only looks: nothing of the program's state is changed. */
  readOnly: boolean
  /** Before an effect. @throws when another machine coordinates */
  requireSeat?: () => void
}

/** How long Notion's queries may show a row as it was; the local workspace's never do. */
const SETTLE_MS = 60_000

export function openTools(deps: ToolDeps): Tools {
  const { config, store, ledger, notion, log, workspace } = deps
  const { handlers, readOnly, requireSeat } = deps
  const now = () => new Date()
  const nowMs = Date.now
  const rules = openRules({ ...config.ruleFiles, handlers }, log)
  const tables = notionTables(notion, tableIds(config, workspace))
  const ports = async (target: 'tasks' | 'tracks') => (await tables[target]()).rows
  const say = async (page: string, text: string) =>
    (await import('./notion/comment.ts')).commentOnce(notion, page, text)
  const settleMs = workspace ? 0 : SETTLE_MS
  const outbox = openOutbox({ store, ports, say, now: nowMs, log, settleMs })
  const opened = openBell()
  const lanes = openLanes({ store: laneStates(store, readOnly), log, onOpen: opened.ring, requireSeat })
  lanes.adopt('notion', notion.lane)
  const listening = lazyListening(config, { store, ledger, lanes, log, readOnly })
  return {
    ...tables,
    ...lazyTools(config, lanes, log),
    ...listening,
    async ownFile(path) {
      const { allowedPath } = await import('./sources/file-link.ts')
      return allowedPath([config.libraryDir, ...config.fileRoots], path)
    },
    library: openLibrary(config.libraryDir, ledger, { readOnly, requireSeat }),
    indexDirs: config.indexDirs,
    eagle: lazyEagle({ config: eagleConfig(config), lanes, facts: ledger, log, now: nowMs }),
    eagleFormats: config.settings.EAGLE_FORMATS,
    eagleItems: openEagleItems(store),
    ...openAgents({
      ...config,
      place: { workDir: join(config.varDir, 'agent-work'), hidden: [HOME_DIR, config.varDir, config.logsDir] },
      store,
      now: nowMs,
      book: () => rules.now.agents,
    }),
    ledger,
    requireSeat,
    store,
    journal: openJournal(store, nowMs),
    costs: openCosts(store, nowMs),
    queue: openQueue({ store, ledger, now: nowMs }),
    madeTasks: openMadeTasks(store, nowMs),
    knownPlaylists: openKnownPlaylists(store, nowMs),
    feeds: openFeeds(store, nowMs),
    searches: openSearches(store, nowMs),
    judged: openJudged(store, nowMs),
    searchSources: config.searchSources,
    secondSource: config.settings.SECOND_SOURCE,
    enrichedRows: openEnrichedRows(store),
    artistNames: openArtistNames(store),
    recordings: openIndex(store, nowMs),
    seenFiles: openSeenFiles(store, nowMs),
    walkedFiles: () => openWalkedFiles(store),
    merges: openMerges(store, nowMs),
    verified: openVerified(store, nowMs),
    trackTasks: config.settings.CREATE_TRACK_TASKS ? openTrackTasks(store, nowMs) : undefined,
    toMend: openIssues(store, nowMs),
    acts: openActs(store, nowMs),
    ignored: openIgnored(store, nowMs),
    pageBlocks: openPageBlocks(store, nowMs),
    undone: openUndone(store, nowMs),
    upgrades: openUpgrades(store, nowMs),
    deduped: openDeduped(store, nowMs),
    metadata: lazyMetadata(config, lanes, listening.spotify),
    outbox,
    lanes,
    onLaneOpen: opened.listen,
    claims: openClaims({
      ports,
      instance: () => instanceId(ledger),
      settleMs: workspace ? 0 : config.settings.CLAIM_SETTLE * 1000,
      now: nowMs,
      log,
      written: outbox,
    }),
    stagingDir: join(config.varDir, 'staging'),
    quarantineDir: join(config.varDir, 'quarantine'),
    waveformsDir: join(config.varDir, 'waveforms'),
    formats: config.settings.AUDIO_FORMATS,
    encoding: { m4aCodec: config.settings.M4A_CODEC, normaliseTo: config.settings.NORMALIZE_LUFS },
    maxTrackSeconds: config.settings.MAX_TRACK_SECONDS,
    defaultAgent: config.settings.DEFAULT_AGENT,
    rules,
    settleMs,
    now,
  }
}

function lazyTools(config: Config, lanes: Lanes, log: Log): Pick<Tools, 'audio' | 'sources'> {
  const { settings } = config
  const audio = onceOpen(async () => {
    const [{ openAudio }, { audioConfig }] = await Promise.all([
      import('./audio/audio.ts'),
      import('./audio/audio-config.ts'),
    ])
    return openAudio(audioConfig(config))
  })
  const sources = onceOpen(async () => {
    const { createSources } = await import('./sources/fetch-source.ts')
    return createSources({
      lanes,
      fileRoots: config.fileRoots,
      allowPrivateHosts: settings.ALLOW_PRIVATE_HOSTS,
      maxBytes: settings.MAX_DOWNLOAD_MB * 1024 * 1024,
      maxSeconds: settings.MAX_TRACK_SECONDS,
      downloadTimeoutMs: settings.DOWNLOAD_TIMEOUT * 1000,
      warn: sentence => log.warn({}, sentence),
      profile: settings.SOUNDCLOUD_PROFILE,
      ytdlp: {
        bin: settings.YTDLP_BIN,
        cookies: settings.YTDLP_COOKIES,
        proxy: settings.YTDLP_PROXY,
        soundcloud: { cookies: settings.SOUNDCLOUD_COOKIES, proxy: settings.SOUNDCLOUD_PROXY },
      },
    })
  })
  return {
    audio: {
      probe: async (...args) => (await audio()).probe(...args),
      check: async (...args) => (await audio()).check(...args),
      fingerprint: async (...args) => (await audio()).fingerprint(...args),
      hear: async (...args) => (await audio()).hear(...args),
      process: async job => (await audio()).process(job),
      tag: async (...args) => (await audio()).tag(...args),
      picture: async (...args) => (await audio()).picture(...args),
    },
    sources: {
      fetch: async (...args) => (await sources()).fetch(...args),
      fetchPicture: async (...args) => (await sources()).fetchPicture(...args),
      likes: async (...args) => (await sources()).likes(...args),
      playlists: async (...args) => (await sources()).playlists(...args),
      listing: async (...args) => (await sources()).listing(...args),
      search: async (...args) => (await sources()).search(...args),
      describe: async (...args) => (await sources()).describe(...args),
    },
  }
}

/** In the demo, where nothing is set up, nobody is asked what they listen to. */
function lazyListening(
  config: Config,
  deps: ListeningDeps,
): Pick<Tools, 'spotify' | 'nowPlaying' | 'soundcloudProfile'> {
  const { NOTION_TOKEN, SPOTIFY_CLIENT_ID, SOUNDCLOUD_PROFILE } = config.settings
  const opened = onceOpen(async () => (await import('./sources/listening.ts')).openListening(config, deps))
  const spotify = async () => (await opened()).spotify
  return {
    soundcloudProfile: SOUNDCLOUD_PROFILE,
    nowPlaying:
      (NOTION_TOKEN ?? SPOTIFY_CLIENT_ID ?? SOUNDCLOUD_PROFILE)
        ? async signal => (await opened()).nowPlaying(signal)
        : undefined,
    spotify: SPOTIFY_CLIENT_ID
      ? {
          nowPlaying: async ask => (await spotify()).nowPlaying(ask),
          likedTracks: async (...args) => (await spotify()).likedTracks(...args),
          newLikes: async (...args) => (await spotify()).newLikes(...args),
          myPlaylists: async ask => (await spotify()).myPlaylists(ask),
          playlistItems: async (...args) => (await spotify()).playlistItems(...args),
          snapshots: async (...args) => (await spotify()).snapshots(...args),
          album: async (...args) => (await spotify()).album(...args),
          track: async (...args) => (await spotify()).track(...args),
          searchIsrc: async (...args) => (await spotify()).searchIsrc(...args),
          state: async () => (await spotify()).state(),
        }
      : undefined,
  }
}
