// The plan of `dedupe`: all recordings by their sound, the rows that have to do with those that may be one, and of these what
// is one. Nothing is changed.

import type { Recording } from '../../../library/index/entry.ts'
import { type DedupeCopy, DedupePlan } from '../../../model/dedupe/plan.ts'
import type { SoundVerdict } from '../../../model/recording/verdict.ts'
import { trackLabel } from '../../../model/track.ts'
import type { Tools } from '../../../tools.ts'
import { applyId } from '../read-plan.ts'
import { type Alike, alikeRecordings } from './alike-recordings.ts'
import { copiesIn, type Found, type Passed, sinceOf } from './copies.ts'
import { type Compared, groupCopies, type Near } from './group-copies.ts'
import { type RowsOfSets, rowsOfSets } from './rows-of-sets.ts'
import { compareSounds, type Sounding, soundingOf } from './sounds.ts'
import { type Worth, withoutDoubt, worthOf } from './worth.ts'

export interface PlanDeps {
  tools: Tools
  signal: AbortSignal
  /** How far it is: what is looked at, how many of them, of how many. */
  say(what: string, done: number, of?: number): void
  /** When a person picked the page or the path, epoch ms. */
  pickedAt(name: string): number | undefined
}

export interface PlannedDedupe {
  plan: DedupePlan
  /** What was not looked at, and why, for people. */
  notes: string[]
}

/** @throws Environment when the library's volume is away */
export async function makeDedupePlan(deps: PlanDeps): Promise<PlannedDedupe> {
  const { tools, signal, say } = deps
  await tools.library.check()
  const alike = await alikeRecordings(tools, { signal, onProgress: (done, of) => say('recordings', done, of) })
  const sets = alike.sets.map(ids => ids.flatMap(id => tools.recordings.get(id) ?? []))
  const rows = await rowsOfSets(sets.flat(), { tools, signal, onProgress: done => say('finished rows', done) })
  const passed: Passed[] = []
  const groups: DedupePlan['groups'] = []
  const near: Near[] = alike.near.map(nearRecordings)
  for (const [done, set] of sets.entries()) {
    signal.throwIfAborted()
    say('sets that sound alike', done, sets.length)
    const grouped = await groupSet(set, { ...deps, rows })
    groups.push(...grouped.groups)
    near.push(...grouped.near)
    passed.push(...grouped.passed)
  }
  return { plan: planOf(deps, { alike, rows, groups, near }), notes: notesOf(rows, passed) }
}

interface Known extends PlanDeps {
  rows: RowsOfSets
}

async function groupSet(set: readonly Recording[], known: Known) {
  const { found, passed } = copiesIn(set, known)
  const nothing = { groups: [], near: [], passed }
  if (found.length < 2) return nothing
  const soundings = await soundingsOf(found, set, { known, passed })
  const compared = comparisonOf(soundings, known.tools)
  const paired = soundings.filter(one => soundings.some(other => other !== one && compared.soundsAlike(one, other)))
  const copies = await copiesOf(paired, known)
  return { ...groupCopies(withOnePick(copies, known), compared), passed }
}

async function soundingsOf(
  found: readonly Found[],
  set: readonly Recording[],
  { known, passed }: { known: Known; passed: Passed[] },
): Promise<Sounding[]> {
  const soundings: Sounding[] = []
  for (const one of found) {
    const sounding = await soundingOf(one, set, { ...known, all: found })
    if (sounding) soundings.push(sounding)
    else passed.push({ label: one.label, because: 'its file cannot be read as music' })
  }
  return soundings
}

/** Each pair is listened to once. */
function comparisonOf(soundings: readonly Sounding[], { merges }: Tools) {
  const byId = new Map(soundings.map(sounding => [sounding.found.id, sounding]))
  const verdicts = new Map<string, SoundVerdict | undefined>()
  const verdictOf = (one: Sounding, other: Sounding) => {
    const pair = `${one.found.id}\n${other.found.id}`
    if (!verdicts.has(pair)) verdicts.set(pair, compareSounds(one, other))
    return verdicts.get(pair)
  }
  const recordingsOf = ({ id }: Pick<Found, 'id'>) => [
    ...new Set(byId.get(id)?.found.files.map(({ recording }) => recording)),
  ]
  const isRefused = (one: DedupeCopy, other: DedupeCopy) =>
    one.page !== undefined &&
    recordingsOf(other).some(recording => merges.isRefused(one.page ?? '', { recording, owner: other.page ?? '' }))
  const compared: Compared & { soundsAlike(one: Sounding, other: Sounding): boolean } = {
    verdict(one, other) {
      const [sounding, beside] = [byId.get(one.id), byId.get(other.id)]
      return sounding && beside && verdictOf(sounding, beside)
    },
    soundsAlike: (one, other) => (verdictOf(one, other)?.kind ?? 'other') !== 'other',
    isKeptApart: (one, other) => isRefused(one, other) || isRefused(other, one),
    recordingsOf,
  }
  return compared
}

async function copiesOf(soundings: readonly Sounding[], known: Known): Promise<DedupeCopy[]> {
  const worths: Worth[] = []
  for (const { found } of soundings) worths.push(await worthOf(found, known))
  const sure = await withoutDoubt(worths, known)
  return soundings.flatMap((sounding, index) => (sure[index] ? [copyOf(sounding, sure[index])] : []))
}

function copyOf({ found, seconds }: Sounding, { quality, tags, isChanged, cells }: Worth): DedupeCopy {
  const [item, ...otherItems] = found.items
  return {
    id: found.id,
    label: found.label,
    ...(found.row && { page: found.row.id, editedAt: found.row.editedAt }),
    ...(item && { item }),
    ...(otherItems.length > 0 && { otherItems }),
    files: found.files.map(({ path, format, bytes, changedAt, sha256, isAsIndexed, stays }) => ({
      ...{ path, format, bytes, changedAt },
      ...(isAsIndexed && sha256 && { sha256 }),
      ...(stays && { stays }),
    })),
    quality,
    seconds,
    tags,
    since: sinceOf(found),
    isPicked: false,
    ...(isChanged && { isChanged }),
    ...(cells && { cells }),
  }
}

/** Of those that were picked, the one that was picked last. */
function withOnePick(copies: readonly DedupeCopy[], { pickedAt }: Known): DedupeCopy[] {
  const at = ({ page, files }: DedupeCopy) =>
    Math.max(0, ...[page ?? '', ...files.map(({ path }) => path)].map(name => pickedAt(name) ?? 0))
  const last = Math.max(0, ...copies.map(at))
  return copies.map(copy => ({ ...copy, isPicked: last > 0 && at(copy) === last }))
}

const nearRecordings = ({ one, other, agreement, because }: Alike['near'][number]): Near => ({
  labels: [labelOf(one), labelOf(other)],
  agreement,
  because,
})

const labelOf = ({ id, title, artist, files }: Recording) =>
  title ? trackLabel({ id: String(id), title, artist }) : (files[0]?.path ?? String(id))

interface Seen {
  alike: Alike
  rows: RowsOfSets
  groups: DedupePlan['groups']
  near: Near[]
}

/** More of them nobody looks through. */
const MOST_NEAR = 1000

function planOf({ tools }: PlanDeps, { alike, rows, groups, near }: Seen): DedupePlan {
  const { recordings, files, items } = alike
  const plan = DedupePlan.parse({
    kind: 'dedupe plan',
    version: 1,
    id: '',
    madeAt: tools.now().toISOString(),
    library: tools.library.dir,
    looked: { rows: rows.looked, recordings, files, items },
    groups: groups.sort((a, b) => a.label.localeCompare(b.label) || (a.id < b.id ? -1 : 1)),
    near: near.sort((a, b) => b.agreement - a.agreement).slice(0, MOST_NEAR),
  })
  return { ...plan, id: applyId(plan) }
}

function notesOf({ notIndexed }: RowsOfSets, passed: readonly Passed[]): string[] {
  const reasons = Map.groupBy(passed, ({ because }) => because)
  return [
    ...(notIndexed > 0 ? [`${notIndexed} finished rows have no file in the index, and were not looked at`] : []),
    ...[...reasons].map(([because, all]) => `passed over, ${because}: ${namesOf(all)}`),
  ]
}

const SHOWN = 3

const namesOf = (all: readonly Passed[]) =>
  all.length > SHOWN
    ? `${all
        .slice(0, SHOWN)
        .map(({ label }) => label)
        .join(', ')} and ${all.length - SHOWN} more`
    : all.map(({ label }) => label).join(', ')
