// The settings of a cycle from configuration and flags.

import type { CycleDeps, CycleSettings } from '../orchestrator/cycle-context.ts'
import type { View } from '../orchestrator/view.ts'
import type { RunningApp } from './with-app.ts'

export function cycleDeps({ app, signal }: RunningApp, view: View, overrides: Partial<CycleSettings> = {}): CycleDeps {
  const { settings } = app.config
  return {
    tools: app.tools,
    handlers: app.handlers.handlers,
    lastRun: app.lastRun,
    upkeep: app.upkeep,
    log: app.log,
    signal,
    view,
    settings: {
      readyStatuses: settings.TASK_READY_STATUSES,
      sync: settings.MUSIC_SYNC_ENABLED ? 'due' : 'off',
      syncRepeat: { intervalSeconds: settings.MUSIC_SYNC_INTERVAL, schedule: settings.MUSIC_SYNC_SCHEDULE },
      feeds: { likes: settings.LIKES_POLL_INTERVAL, playlists: settings.PLAYLISTS_POLL_INTERVAL },
      concurrency: settings.TRACK_CONCURRENCY,
      reviews: settings.REVIEW_TASKS,
      ...overrides,
    },
  }
}

/** `--music-sync` forces, `--no-music-sync` switches off, neither leaves it to the configuration. */
export function syncOverride(flag: boolean | undefined): Partial<CycleSettings> {
  if (flag === undefined) return {}
  return { sync: flag ? 'force' : 'off' }
}
