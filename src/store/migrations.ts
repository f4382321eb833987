// The forms the store had, oldest first. A step that was released is never changed; a new one is added.

import { ACTS } from './migrations/acts.ts'
import { ARTIST_NAMES } from './migrations/artist-names.ts'
import { COSTS } from './migrations/costs.ts'
import { DEDUPED } from './migrations/deduped.ts'
import { EAGLE_ITEMS } from './migrations/eagle-items.ts'
import { ENRICHED } from './migrations/enriched.ts'
import { FEEDS } from './migrations/feeds.ts'
import { HANDOFF_HOMES } from './migrations/handoff-homes.ts'
import { HANDOFFS } from './migrations/handoffs.ts'
import { ISSUES } from './migrations/issues.ts'
import { JOBS } from './migrations/jobs.ts'
import { JUDGED } from './migrations/judged.ts'
import { MERGES } from './migrations/merges.ts'
import { NOTICES } from './migrations/notices.ts'
import { PLAYLISTS } from './migrations/playlists.ts'
import { RECORDINGS } from './migrations/recordings.ts'
import { RUNS } from './migrations/runs.ts'
import { SEARCHES } from './migrations/searches.ts'
import { TRACK_TASKS } from './migrations/track-tasks.ts'
import { UPGRADES } from './migrations/upgrades.ts'
import { VERIFIED } from './migrations/verified.ts'
import { VOLUMES } from './migrations/volumes.ts'
import { WEBHOOK_EVENTS } from './migrations/webhook-events.ts'

export const MIGRATIONS: readonly string[] = [
  RUNS,
  JOBS,
  COSTS,
  ENRICHED,
  SEARCHES,
  PLAYLISTS,
  RECORDINGS,
  ARTIST_NAMES,
  VERIFIED,
  MERGES,
  HANDOFFS,
  DEDUPED,
  VOLUMES,
  EAGLE_ITEMS,
  UPGRADES,
  ISSUES,
  TRACK_TASKS,
  NOTICES,
  WEBHOOK_EVENTS,
  ACTS,
  FEEDS,
  JUDGED,
  HANDOFF_HOMES,
]
