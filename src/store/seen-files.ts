// Which files were seen where, and what became of each: the memory of `orchestrator index`.

import { join } from 'node:path'
import { z } from 'zod'
import type { Store } from './database.ts'

export interface Volume {
  id: number
  dir: string
  /** The folder its disk was mounted at. */
  mount: string
}

export interface SeenFile {
  folder: number
  name: string
  path: string
  bytes: number
  /** Epoch ms, with what the disk says of a part of one. */
  changedAt: number
  /** What it was known by when it was read; '' before. */
  mark: string
}

/** A file that is there, with what is known of it. */
export interface ListedFile extends Pick<SeenFile, 'path' | 'bytes' | 'changedAt'> {
  state: 'found' | 'read' | 'unreadable'
  title: string
  artist: string
  /** '' of one that was not read. */
  sha256: string
  /** The row whose file it is. */
  page?: string
}

export interface SeenCounts {
  /** Without those that are missing. */
  there: number
  missing: number
  unreadable: number
  /** Still to be read. */
  found: number
}

export interface SeenFiles {
  /** Inside a commit. A volume that was not seen before is new. */
  putVolume(dir: string, mount: string): Volume
  volumeAt(dir: string): Volume | undefined
  /** Files still to be read, in one order that does not change, behind this one. */
  foundAfter(volume: number, last: Pick<SeenFile, 'folder' | 'name'> | undefined, limit: number): SeenFile[]
  /** Inside a commit, as below. The file was read as it stood there: a newer one is still to be read. */
  markRead(file: SeenFile, known: { recording: number; mark: string }): void
  markUnreadable(file: SeenFile, known: { reason: string; mark: string }): void
  /** Every file of it that is there is to be read again. */
  readAgain(volume: number): void
  counts(): SeenCounts
  countOf(volume: number): SeenCounts
  /** Why files cannot be read, the most frequent first. */
  reasons(): { reason: string; files: number }[]
  unreadable(limit: number): { path: string; reason: string }[]
  missing(): IterableIterator<string>
  /** All that are not missing, in the order of their places; nothing may be changed meanwhile. */
  listed(): IterableIterator<ListedFile>
  dropMissing(): void
}

const VolumeRow = z.object({ id: z.number(), dir: z.string(), mount: z.string() })
const FileRow = z
  .object({
    dir: z.string(),
    at: z.string(),
    folder: z.number(),
    name: z.string(),
    bytes: z.number(),
    changed_at: z.number(),
    mark: z.string(),
  })
  .transform(
    ({ dir, at, changed_at, ...rest }): SeenFile => ({
      ...rest,
      path: join(dir, at, rest.name),
      changedAt: changed_at,
    }),
  )
const CountRow = z.object({
  there: z.number(),
  missing: z.number(),
  unreadable: z.number(),
  found: z.number(),
})

const State = z.enum(['found', 'read', 'unreadable'])
const PageRow = z.object({ page: z.string() })

const COUNTS = `select coalesce(sum(missing_at = 0), 0) as there, coalesce(sum(missing_at > 0), 0) as missing,
  coalesce(sum(missing_at = 0 and state = 'unreadable'), 0) as unreadable,
  coalesce(sum(missing_at = 0 and state = 'found'), 0) as found from seen_file`
/** In this order: files are found by an index of their own. */
const PATHS = `from seen_file cross join seen_folder on seen_folder.id = seen_file.folder
  cross join volume on volume.id = seen_folder.volume`
const IN_VOLUME = 'folder in (select id from seen_folder where volume = ?)'

export function openSeenFiles({ database }: Pick<Store, 'database'>, now: () => number): SeenFiles {
  const sql = (text: string) => database.prepare(text)
  const put = sql(
    'insert into volume (dir, mount, at) values (?, ?, ?) on conflict (dir) do update set mount = excluded.mount, at = excluded.at',
  )
  const byDir = sql('select id, dir, mount from volume where dir = ?')
  const found = sql(
    `select dir, seen_folder.path as at, folder, name, bytes, changed_at, mark ${PATHS}
     where volume.id = ? and state = 'found' and missing_at = 0 and (folder, name) > (?, ?) order by folder, name limit ?`,
  )
  const end = sql(
    `update seen_file set state = ?, recording = ?, mark = ?, reason = ?
     where folder = ? and name = ? and bytes = ? and changed_at = ?`,
  )
  const again = sql(`update seen_file set state = 'found', reason = '' where missing_at = 0 and ${IN_VOLUME}`)
  const counts = sql(COUNTS)
  const countOf = sql(`${COUNTS} where ${IN_VOLUME}`)
  const reasons = sql(
    `select reason, count(*) as files from seen_file where state = 'unreadable' and missing_at = 0
     group by reason order by files desc, reason`,
  )
  const unreadable = sql(
    `select dir, seen_folder.path as at, name, reason ${PATHS}
     where state = 'unreadable' and missing_at = 0 order by folder, name limit ?`,
  )
  const missing = sql(`select dir, seen_folder.path as at, name ${PATHS} where missing_at > 0`)
  const folders = sql(
    `select seen_folder.id, dir, path as at from seen_folder join volume on volume.id = volume order by dir, path`,
  )
  const inFolder = sql(
    'select name, bytes, changed_at, state from seen_file where folder = ? and missing_at = 0 order by name',
  )
  const recorded = sql(
    `select title, artist, sha256 from recording_file join recording on recording.id = recording_file.recording where path = ?`,
  )
  const pageAt = sql('select page from file where path = ?')
  const dropMissing = sql('delete from seen_file where missing_at > 0')

  const volumeAt = (dir: string) => VolumeRow.optional().parse(byDir.get(dir))
  return {
    volumeAt,
    putVolume(dir, mount) {
      put.run(dir, mount, now())
      return VolumeRow.parse(byDir.get(dir))
    },
    foundAfter: (volume, last, limit) =>
      found.all(volume, last?.folder ?? 0, last?.name ?? '', limit).map(row => FileRow.parse(row)),
    markRead: ({ folder, name, bytes, changedAt }, { recording, mark }) =>
      void end.run('read', recording, mark, '', folder, name, bytes, changedAt),
    markUnreadable: ({ folder, name, bytes, changedAt }, { reason, mark }) =>
      void end.run('unreadable', 0, mark, reason, folder, name, bytes, changedAt),
    readAgain: volume => void again.run(volume),
    counts: () => CountRow.parse(counts.get()),
    countOf: volume => CountRow.parse(countOf.get(volume)),
    reasons: () => reasons.all().map(row => ({ reason: String(row.reason), files: Number(row.files) })),
    unreadable: limit => unreadable.all(limit).map(row => ({ path: pathOf(row), reason: String(row.reason) })),
    *missing() {
      for (const row of missing.iterate()) yield pathOf(row)
    },
    *listed() {
      for (const { id, dir, at } of folders.iterate())
        for (const { name, bytes, changed_at, state } of inFolder.iterate(Number(id))) {
          const path = pathOf({ dir, at, name })
          const known = recorded.get(path)
          yield {
            path,
            bytes: Number(bytes),
            changedAt: Number(changed_at),
            state: State.parse(state),
            title: String(known?.title ?? ''),
            artist: String(known?.artist ?? ''),
            sha256: String(known?.sha256 ?? ''),
            page: PageRow.optional().parse(pageAt.get(path))?.page,
          }
        }
    },
    dropMissing: () => void dropMissing.run(),
  }
}

const pathOf = ({ dir, at, name }: Record<string, unknown>) => join(String(dir), String(at), String(name))
