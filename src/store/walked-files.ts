// What a walk of the volumes found to be otherwise than it is known. Kept by SQLite outside the program's state until the
// walk is over, so that memory does not grow with the volumes and a run that only looks can do it too.

import { join } from 'node:path'
import { z } from 'zod'
import type { Store } from './database.ts'

/** A file that is there and is not known, is known otherwise, or was missing. */
export interface WalkedFile {
  kind: 'new' | 'changed' | 'back'
  name: string
  bytes: number
  changedAt: number
}

/** What differs in one folder, or in a part of it. */
export interface WalkedPart {
  volume: number
  /** Path under the volume's folder; '' is that one itself. */
  folder: string
  /** Undefined: the folder is not known. */
  folderId?: number
  files: readonly WalkedFile[]
  /** Known files that are not there. */
  gone: readonly string[]
}

/** A new file, and one that is gone and may be the same one. */
export interface Candidate {
  row: number
  from: number
  /** Where the new one lies. */
  path: string
  bytes: number
  mark: string
}

export interface WalkedFiles extends Disposable {
  add(part: WalkedPart): void
  /** Known folders that were walked. */
  addFolders(ids: readonly number[]): void
  /** What lies in known folders that were not walked is gone, but for those below folders that could not be read. */
  endVolume(volume: number, unread: readonly string[]): void
  /** Nothing of it is gone: it is away. */
  spare(volume: number): void
  goneOf(volume: number): number
  counts(): Record<WalkedFile['kind'] | 'moved' | 'gone', number>
  /** @param isAcross also of other volumes, and what was missing before */
  candidates(last: number, isAcross: boolean): Candidate[]
  /** It is the same one. @returns whether both were still free */
  move(candidate: Candidate): boolean
  /** Inside a commit: what is known is what was found from here on. */
  settle(now: number, onMove: (from: string, to: string) => void): void
}

const TABLES = `
  drop table if exists temp.walked_folder;
  drop table if exists temp.walked_file;
  drop table if exists temp.walked_gone;
  create temp table walked_folder (id integer primary key);
  create temp table walked_file (
    id integer primary key, volume integer, folder text, name text, bytes integer, changed_at real, kind text, origin integer
  );
  create temp table walked_gone (
    id integer primary key, volume integer, folder integer, name text, bytes integer, changed_at real, mark text,
    was_missing integer, is_taken integer
  );
  create index temp.walked_gone_like on walked_gone (bytes, changed_at);
  create index temp.walked_gone_at on walked_gone (folder, name);`

/** In the table before the first walk: what was missing and may have come back elsewhere. */
const MISSING = `insert into temp.walked_gone (volume, folder, name, bytes, changed_at, mark, was_missing, is_taken)
  select volume, folder, name, bytes, changed_at, mark, 1, 0 from seen_file join seen_folder on id = folder
  where missing_at > 0 and mark <> ''`

const GONE = `insert into temp.walked_gone (volume, folder, name, bytes, changed_at, mark, was_missing, is_taken)
  select ?1, folder, name, bytes, changed_at, mark, 0, 0 from seen_file`

const PORTION = 500
const CandidateRow = z
  .object({
    row: z.number(),
    origin: z.number(),
    dir: z.string(),
    folder: z.string(),
    name: z.string(),
    bytes: z.number(),
    mark: z.string(),
  })
  .transform(
    ({ dir, folder, name, origin, ...rest }): Candidate => ({ ...rest, from: origin, path: join(dir, folder, name) }),
  )

export function openWalkedFiles({ database }: Pick<Store, 'database'>): WalkedFiles {
  database.exec(TABLES)
  database.exec(MISSING)
  const sql = (text: string) => database.prepare(text)
  const putFile = sql(
    'insert into temp.walked_file (volume, folder, name, bytes, changed_at, kind, origin) values (?, ?, ?, ?, ?, ?, 0)',
  )
  const putGone = sql(`${GONE} where folder = ?2 and name = ?3`)
  const isHere = sql('update temp.walked_gone set is_taken = 1 where was_missing = 1 and folder = ? and name = ?')
  const putFolder = sql('insert or ignore into temp.walked_folder values (?)')
  const unwalked = sql(
    'select id, path from seen_folder where volume = ? and id not in (select id from temp.walked_folder)',
  )
  const putGoneFolder = sql(`${GONE} where folder = ?2 and missing_at = 0`)
  const spare = sql('delete from temp.walked_gone where volume = ? and was_missing = 0 and is_taken = 0')
  const goneOf = sql('select count(*) as n from temp.walked_gone where volume = ? and was_missing = 0 and is_taken = 0')
  const kinds = sql('select iif(origin > 0, ?, kind) as kind, count(*) as n from temp.walked_file group by 1')
  const goneCount = sql('select count(*) as n from temp.walked_gone where was_missing = 0 and is_taken = 0')
  const candidates = sql(
    `select walked_file.id as row, walked_gone.id as origin, dir, walked_file.folder, walked_file.name, walked_file.bytes, mark
     from temp.walked_file cross join volume on volume.id = walked_file.volume
     cross join temp.walked_gone on walked_gone.bytes = walked_file.bytes and walked_gone.changed_at = walked_file.changed_at
     where kind <> 'back' and origin = 0 and is_taken = 0 and mark <> '' and walked_file.id > ?
       and (? or (walked_gone.volume = walked_file.volume and was_missing = 0))
     order by walked_file.id, walked_gone.name <> walked_file.name limit ?`,
  )
  const take = sql('update temp.walked_gone set is_taken = 1 where id = ? and is_taken = 0')
  const release = sql('update temp.walked_gone set is_taken = 0 where id = ?')
  const give = sql('update temp.walked_file set origin = ? where id = ? and origin = 0')

  /** Its tables are nobody's but this connection's: no commit of the store's is needed. */
  function together(work: () => void): void {
    database.exec('savepoint walked')
    work()
    database.exec('release walked')
  }
  return {
    add: ({ volume, folder, folderId, files, gone }) =>
      together(() => {
        for (const { kind, name, bytes, changedAt } of files) {
          putFile.run(volume, folder, name, bytes, changedAt, kind)
          if (kind !== 'new' && folderId !== undefined) isHere.run(folderId, name)
        }
        if (folderId !== undefined) for (const name of gone) putGone.run(volume, folderId, name)
      }),
    addFolders: ids => together(() => ids.forEach(id => void putFolder.run(id))),
    endVolume: (volume, unread) =>
      together(() => {
        for (const { id, path } of unwalked.iterate(volume))
          if (!unread.some(folder => isAtOrBelow(String(path), folder))) putGoneFolder.run(volume, Number(id))
      }),
    spare: volume => void spare.run(volume),
    goneOf: volume => Number(goneOf.get(volume)?.n),
    counts() {
      const found = Object.fromEntries(kinds.all('moved').map(({ kind, n }) => [String(kind), Number(n)]))
      const { new: isNew = 0, changed = 0, back = 0, moved = 0 } = found
      return { new: isNew, changed, back, moved, gone: Number(goneCount.get()?.n) }
    },
    candidates: (last, isAcross) => candidates.all(last, Number(isAcross), PORTION).map(row => CandidateRow.parse(row)),
    move({ row, from }) {
      if (Number(take.run(from).changes) === 0) return false
      if (Number(give.run(from, row).changes) > 0) return true
      release.run(from)
      return false
    },
    settle: (now, onMove) => settle(database, now, onMove),
    [Symbol.dispose]: () => database.exec(TABLES),
  }
}

const isAtOrBelow = (path: string, folder: string) => folder === '' || path === folder || path.startsWith(`${folder}/`)

const FOLDERS = `insert or ignore into seen_folder (volume, path) select distinct volume, folder from temp.walked_file`
const FOLDER_OF = '(select id from seen_folder where seen_folder.volume = w.volume and path = w.folder)'
const MOVES = `insert or replace into seen_file (folder, name, bytes, changed_at, state, missing_at, recording, mark, reason)
  select ${FOLDER_OF}, w.name, w.bytes, w.changed_at, state, 0, recording, s.mark, reason
  from temp.walked_file w join temp.walked_gone g on g.id = w.origin
  join seen_file s on s.folder = g.folder and s.name = g.name where w.origin > 0`
const LEFT = `delete from seen_file where (folder, name) in
  (select g.folder, g.name from temp.walked_gone g join temp.walked_file w on w.origin = g.id)
  and (folder, name) not in (select ${FOLDER_OF}, w.name from temp.walked_file w)`
const NEW = `insert into seen_file (folder, name, bytes, changed_at, state, missing_at, recording, mark, reason)
  select ${FOLDER_OF}, name, bytes, changed_at, 'found', 0, 0, '', '' from temp.walked_file w
  where origin = 0 and kind <> 'back'
  on conflict (folder, name) do update set bytes = excluded.bytes, changed_at = excluded.changed_at, state = 'found',
    missing_at = 0, mark = '', reason = ''`
const BACK = `update seen_file set missing_at = 0 where (folder, name) in
  (select ${FOLDER_OF}, name from temp.walked_file w where kind = 'back')`
const MISSED = `update seen_file set missing_at = ? where missing_at = 0 and (folder, name) in
  (select folder, name from temp.walked_gone where was_missing = 0 and is_taken = 0)`
const MOVED_PATHS = `select d.dir as from_dir, o.path as from_folder, g.name as from_name, v.dir, w.folder, w.name
  from temp.walked_file w join temp.walked_gone g on g.id = w.origin join seen_folder o on o.id = g.folder
  join volume d on d.id = o.volume join volume v on v.id = w.volume`

function settle(database: Store['database'], now: number, onMove: (from: string, to: string) => void): void {
  database.exec(FOLDERS)
  for (const row of database.prepare(MOVED_PATHS).iterate())
    onMove(
      join(String(row.from_dir), String(row.from_folder), String(row.from_name)),
      join(String(row.dir), String(row.folder), String(row.name)),
    )
  database.exec(MOVES)
  database.exec(LEFT)
  database.exec(NEW)
  database.exec(BACK)
  database.prepare(MISSED).run(now)
}
