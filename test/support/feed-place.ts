// The program with a Spotify over HTTP and a SoundCloud in lists, run cycle by cycle at times of a test's own.

import { rm } from 'node:fs/promises'
import { createApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config.ts'
import { runCycle, runOnePlaylist } from '../../src/orchestrator/cycle.ts'
import type { CycleDeps, CycleSettings } from '../../src/orchestrator/cycle-context.ts'
import { lookAtFeeds } from '../../src/orchestrator/feeds/look-at-feeds.ts'
import { readFeed } from '../../src/orchestrator/feeds/read-feed.ts'
import { noView } from '../../src/orchestrator/view.ts'
import type { Listing } from '../../src/sources/listing.ts'
import type { Tools } from '../../src/tools.ts'
import { saidBy } from './notion-server.ts'
import { quickFolder } from './quick-place.ts'
import { trackRows, withWorkspace } from './rows.ts'
import { CLIENT_ID } from './spotify/accounts.ts'
import { keepSignIn } from './spotify/listener.ts'
import { openSpotifyServer } from './spotify-server.ts'

export const LIKES_EVERY = 900_000
export const LISTS_EVERY = 3600_000

export interface FeedPlaceOptions {
  /** Nobody is signed in at Spotify. */
  signedOut?: boolean
  environment?: Record<string, string>
}

export type FeedPlace = Awaited<ReturnType<typeof openFeedPlace>>

export async function openFeedPlace({ signedOut = false, environment = {} }: FeedPlaceOptions = {}) {
  const varDir = quickFolder('feeds', 64)
  await withWorkspace(varDir, async () => {})
  const spotify = await openSpotifyServer()
  if (!signedOut) await keepSignIn(spotify, varDir)
  const config = loadConfig({
    varDir,
    environment: {
      SPOTIFY_CLIENT_ID: CLIENT_ID,
      SPOTIFY_API_BASE_URL: spotify.apiUrl,
      SPOTIFY_ACCOUNTS_BASE_URL: spotify.accountsUrl,
      AUDIO_FORMATS: 'wav',
      ...environment,
    },
  })
  const stop = new AbortController()
  const clock = { now: Date.now() }
  const { log, lines } = saidBy()
  /** By their names, the newest first; what a list has by its link. */
  const soundcloud = {
    likes: [] as string[],
    lists: {} as Record<string, string[] | Error>,
    /** Limits of what was asked. */
    asked: [] as number[],
    fault: undefined as Error | undefined,
  }

  const openOne = () => createApp(config, { logLevel: 'error', dryRun: false, signal: stop.signal, print: () => {} })
  let app = await openOne()

  const listing = (names: readonly string[], limit: number): Listing => ({
    entries: names
      .slice(0, limit)
      .map(name => ({ link: `https://soundcloud.com/dj/${name}`, title: name, uploader: 'DJ' })),
    passedOver: [],
  })

  function tools(): Tools {
    const sources: Tools['sources'] = {
      ...app.tools.sources,
      async likes(_profile, { limit }) {
        soundcloud.asked.push(limit)
        if (soundcloud.fault) throw soundcloud.fault
        return listing(soundcloud.likes, limit)
      },
      async listing(link, { limit }) {
        soundcloud.asked.push(limit)
        const found = soundcloud.lists[link]
        if (found instanceof Error) throw found
        return { ...listing(found ?? [], limit), title: 'A set' }
      },
    }
    return { ...app.tools, sources, now: () => new Date(clock.now) }
  }

  const settingsOf = (more: Partial<CycleSettings>): CycleSettings => ({
    readyStatuses: ['Ready'],
    sync: 'due',
    syncRepeat: { intervalSeconds: 31_536_000 },
    feeds: { likes: LIKES_EVERY / 1000, playlists: LISTS_EVERY / 1000 },
    concurrency: 1,
    ...more,
  })

  function depsOf(more: Partial<CycleSettings> = {}): CycleDeps {
    const { handlers, lastRun, upkeep } = app
    const settings = settingsOf(more)
    return {
      tools: tools(),
      handlers: handlers.handlers,
      lastRun,
      upkeep,
      log,
      signal: stop.signal,
      view: noView,
      settings,
    }
  }

  return {
    varDir,
    spotify,
    soundcloud,
    clock,
    stop,
    tools,
    settingsOf,
    depsOf,
    /** What was logged since the last time. */
    said: () => lines.splice(0),
    /** A whole cycle, at the time it is. The music sync of listening is not due. */
    async cycle(more: Partial<CycleSettings> = {}) {
      await app.lastRun.write(Math.floor(clock.now / 1000))
      return await runCycle(depsOf(more))
    },
    /** Only the looks: what they queue is left in the queue. */
    look: (more: { random?: () => number; settings?: Partial<CycleSettings>; tools?: Tools } = {}) =>
      lookAtFeeds({
        tools: more.tools ?? tools(),
        log,
        signal: stop.signal,
        settings: settingsOf(more.settings ?? {}),
        random: more.random ?? (() => 0.5),
      }),
    /** As a person asks for it. */
    playlist: (link: string, more: { limit?: number; watch?: boolean } = {}) =>
      runOnePlaylist(depsOf(), { link, ...more }),
    /** What the job does that reads a list further. */
    readOn: (name: string) => readFeed(name, { tools: tools(), signal: stop.signal }),
    /** Keys of jobs that are to be done. */
    queued: () => app.tools.queue.list(['waiting', 'delayed']).map(({ key }) => key),
    /** Titles in Music Tracks. */
    rows: async () => (await trackRows(varDir)).map(row => row.Title ?? '').sort(),
    forward(ms: number) {
      clock.now += ms
    },
    /** As after the end of the program, however it came. */
    async reopen() {
      await app[Symbol.asyncDispose]()
      app = await openOne()
    },
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]()
      await spotify[Symbol.asyncDispose]()
      await rm(varDir, { recursive: true, force: true })
    },
  }
}
