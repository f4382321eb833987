// What a group's plan comes to with the library as it is: each thing that is done, with all it takes to take it back.

import { trashPlace } from '../../library/trash.ts'
import type { DedupeGroup } from '../../model/dedupe/plan.ts'
import type { DedupeRecord } from '../../model/dedupe/record.ts'
import { MERGED_TAG } from '../../model/merged.ts'
import { toPageId } from '../../model/page-id.ts'
import { PATH_FIELDS } from '../../model/unmeasured.ts'
import type { Tools } from '../../tools.ts'
import { type DedupeContext, heirsOf, type Parties, partiesOf, type SeenRows } from './context.ts'

const FORMATS = { m4aPath: 'm4a', wavPath: 'wav', aiffPath: 'aiff' } as const

export interface PlannedGroup {
  record: DedupeRecord
  /** Why it cannot be done after all. */
  stale: string[]
}

export async function planGroup(group: DedupeGroup, rows: SeenRows, context: DedupeContext): Promise<PlannedGroup> {
  const { tools } = context
  const parties = partiesOf(group)
  const { keeper, pages, going } = parties
  const now = rows.get(keeper.page ?? '')?.now
  const stale = group.gains
    .filter(gain => !now?.takes(gain.field, gain.how === 'fill' ? gain.value : gain.values))
    .map(({ field }) => `the row that stays has no column for ${field}`)
  const merged = [...pages, ...(keeper.page ? [keeper.page] : [])].flatMap(page => {
    const merge = tools.merges.of(page)
    return merge && (page !== keeper.page || pages.includes(merge.owner)) ? [{ page, merge }] : []
  })
  const index = indexOf(parties, tools)
  const handed = keeper.page ? handedTo(parties, tools) : []
  const record: DedupeRecord = {
    label: group.label,
    keeper: {
      page: keeper.page,
      files: keeper.files.map(({ path, bytes, changedAt }) => ({ path, bytes, changedAt })),
    },
    gains: now ? lackedOf(group, now) : [],
    files: filesOf(parties, tools),
    items: group.removals.flatMap(removal =>
      removal.what === 'item'
        ? [{ item: removal.item, page: going.find(({ id }) => id === removal.copy)?.page ?? '' }]
        : [],
    ),
    rows: pages.map(page => ({ page, label: going.find(copy => copy.page === page)?.label ?? page })),
    handed,
    untagged: handed.length > 0 && now?.options('tags').includes(MERGED_TAG) === true,
    merged,
    heirs: await heirsIn(parties, index.into, context),
    places: keeper.page ? pages.flatMap(page => tools.knownPlaylists.placesOf(page).map(at => ({ ...at, page }))) : [],
    index,
  }
  return { record, stale }
}

/** Of what a person gave the row meanwhile, nothing is written over. */
function lackedOf({ gains }: DedupeGroup, now: NonNullable<ReturnType<SeenRows['get']>>['now']): DedupeRecord['gains'] {
  return gains.flatMap((gain): DedupeRecord['gains'] => {
    if (gain.how === 'fill') return now.isEmpty(gain.field) ? [gain] : []
    const has = now.options(gain.field, gain.values)
    const values = gain.values.filter(value => !has.includes(value) && value !== MERGED_TAG)
    return values.length > 0 ? [{ ...gain, values }] : []
  })
}

function filesOf({ going, paths }: Parties, { library, journal, recordings, now }: Tools): DedupeRecord['files'] {
  const at = now()
  const all = going.flatMap(({ files }) => files).filter(({ path }) => paths.includes(path))
  return paths.flatMap(path => {
    const file = all.find(one => one.path === path)
    if (!file) return []
    const recording = recordings.findAt(path)
    const indexed = recording?.files.find(one => one.path === path)
    return [
      {
        path,
        kept: trashPlace(library.dir, path, at),
        bytes: file.bytes,
        changedAt: file.changedAt,
        known: journal.fileAt(path),
        ...(recording && indexed && { indexed: { recording: recording.id, file: indexed } }),
      },
    ]
  })
}

/** The one that stays shared them, and has them from then on. */
function handedTo({ keeper, pages, paths }: Parties, { journal }: Tools): DedupeRecord['handed'] {
  const stay = keeper.files.map(({ path }) => path)
  return pages.flatMap(page => journal.filesOf(page)).filter(({ path }) => stay.includes(path) && !paths.includes(path))
}

async function heirsIn(parties: Parties, into: number | undefined, { tools }: DedupeContext) {
  const { keeper, paths } = parties
  const heirs: DedupeRecord['heirs'] = []
  for (const page of heirsOf(parties, tools)) {
    const before = tools.merges.of(page)
    if (!before || !keeper.page) continue
    const { track } = await (await tools.tracks()).finishedRows.see(page)
    const cells = PATH_FIELDS.flatMap(field => {
      const from = track[field]
      const to = keeper.files.find(({ format }) => format === FORMATS[field])?.path ?? null
      return from && paths.includes(from) ? [{ field, from, to }] : []
    })
    heirs.push({ page, before, after: { recording: into ?? before.recording, owner: keeper.page }, cells })
  }
  return heirs
}

/** A recording of which nothing stays but what comes to the keeper becomes one with the keeper's. */
function indexOf(parties: Parties, tools: Tools): DedupeRecord['index'] {
  const { keeper, pages, paths } = parties
  const { recordings } = tools
  const [byPage] = keeper.page ? recordings.findBy({ page: keeper.page }) : []
  const into = (byPage ?? keeper.files.map(({ path }) => recordings.findAt(path)).find(one => one))?.id
  if (into === undefined) return { whole: [], partly: [] }
  const gone = [...pages, ...heirsOf(parties, tools), ...(keeper.page ? [keeper.page] : [])]
  const files = [...paths, ...keeper.files.map(({ path }) => path)]
  const found = [
    ...paths.flatMap(path => recordings.findAt(path) ?? []),
    ...pages.flatMap(page => recordings.findBy({ page })),
  ]
  const others = [...new Map(found.map(one => [one.id, one])).values()].filter(({ id }) => id !== into)
  const isWhole = (one: (typeof others)[number]) =>
    one.files.every(({ path }) => files.includes(path)) &&
    one.keys.pages.every(page => gone.includes(toPageId(page) ?? page))
  return {
    into,
    whole: others.filter(isWhole).map(({ id }) => id),
    partly: others.filter(one => !isWhole(one)).map(({ id }) => id),
  }
}
