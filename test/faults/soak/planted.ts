// Harm done to what a sound run left: the judge has to see each.

import { appendFileSync, copyFileSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openBook } from './book.ts'
import { judge, type Remains } from './judge.ts'
import { openNearSide } from './notion-side.ts'
import { FORMATS } from './soak.ts'

interface Harm {
  name: string
  /** @returns how it is taken back */
  plant(remains: Remains, page: string): Promise<() => Promise<void>>
  /** Of what is said about it. */
  seenAs: RegExp
}

/** @returns the names of the harms that the judge did not see */
export async function plantAndJudge(dir: string): Promise<string[]> {
  const notion = await openNearSide(dir)
  const book = openBook(dir)
  const varDir = join(dir, 'var')
  const remains: Remains = {
    notion,
    book,
    varDir,
    libraryDir: join(dir, 'library'),
    triggersDir: join(varDir, 'agents'),
    formats: FORMATS,
    struck: new Map(),
  }
  const page = doneTrack(remains)
  const unseen: string[] = []
  for (const { name, plant, seenAs } of HARMS) {
    const takeBack = await plant(remains, page)
    const found = await judge(remains)
    if (!found.some(sentence => seenAs.test(sentence))) unseen.push(name)
    await takeBack()
  }
  notion.close()
  book.close()
  return unseen
}

const HARMS: readonly Harm[] = [
  {
    name: 'a file is lost',
    async plant(remains, page) {
      const path = fileOf(remains, page)
      renameSync(path, `${path}.away`)
      return async () => renameSync(`${path}.away`, path)
    },
    seenAs: /recorded and is not there/,
  },
  {
    name: 'a file is doubled',
    async plant(remains, page) {
      const second = fileOf(remains, page).replace(/\.(\w+)$/, ' (2).$1')
      copyFileSync(fileOf(remains, page), second)
      return async () => rmSync(second)
    },
    seenAs: /\(2\).* is nobody’s/,
  },
  {
    name: 'half a write stands at a file’s place',
    async plant(remains, page) {
      const path = fileOf(remains, page)
      copyFileSync(path, join(remains.varDir, 'kept'))
      appendFileSync(path, 'more')
      return async () => renameSync(join(remains.varDir, 'kept'), path)
    },
    seenAs: /not as it was recorded/,
  },
  {
    name: 'working files are left',
    async plant({ varDir }, page) {
      mkdirSync(join(varDir, 'staging', page), { recursive: true })
      return async () => rmSync(join(varDir, 'staging', page), { recursive: true })
    },
    seenAs: /working files of .* were left/,
  },
  inState(
    'an outcome is lost',
    "update run set subject = 'away' where subject = ?",
    "update run set subject = ? where subject = 'away'",
    /no recorded end/,
  ),
  inState(
    'an outcome is recorded twice',
    "insert into run (handler, subject, label, outcome, reason, started_at, ended_at) values ('track', ?, 'twice', 'done', '', 0, 0)",
    "delete from run where subject = ? and label = 'twice'",
    /ended 2 times|was done 2 times/,
  ),
  inState(
    'a job is stuck',
    "insert into job (key, pool, lane, handler, input, wish, label, because, asked, priority, state, run_at, attempts, starts, fence, outcome, reason, root, depth, made_at, changed_at) values (?, 'tracks', 'here', 'track', '{}', '', 'stuck', '', 0, 50, 'waiting', 0, 0, 0, 0, '', '', '', 0, 0, 0)",
    "delete from job where key = ? and label = 'stuck'",
    /the job track:.* is waiting/,
  ),
  {
    name: 'a person’s title is overwritten',
    async plant({ notion, book }, page) {
      const theirs = book.edits(page).find(({ field }) => field === 'Title')?.value ?? ''
      const put = (content: string) => notion.edit(page, { properties: { Title: { title: [{ text: { content } }] } } })
      await put('As the source says')
      return () => put(theirs)
    },
    seenAs: /had Title = .* of a person/,
  },
  {
    name: 'a trigger is written twice',
    async plant({ triggersDir }) {
      const inbox = join(triggersDir, 'Claude-MM1-Agent', '01_inbox')
      const name = readdirSync(inbox).find(file => file.endsWith('.json')) ?? ''
      const second = join(inbox, `2${name}`)
      copyFileSync(join(inbox, name), second)
      return async () => rmSync(second)
    },
    seenAs: /has 2 open triggers/,
  },
]

/** One statement to plant it, one to take it back, both given the row’s job. */
function inState(name: string, plant: string, takeBack: string, seenAs: RegExp): Harm {
  return {
    name,
    seenAs,
    async plant({ varDir }, page) {
      const run = (sql: string) => {
        using state = new DatabaseSync(join(varDir, 'orchestrator.db'))
        state.prepare(sql).run(`track:${page}`)
      }
      run(plant)
      return async () => run(takeBack)
    },
  }
}

/** A row that was worked on once, and is done. */
function doneTrack({ book, varDir }: Remains): string {
  using state = new DatabaseSync(join(varDir, 'orchestrator.db'), { readOnly: true })
  const files = state.prepare('select count(*) as n from file where page = ?')
  for (const row of book.all())
    if (row.kind === 'track' && row.touched === 0 && files.get(row.page)?.n === FORMATS.length) return row.page
  throw new Error('no row is done')
}

function fileOf({ varDir }: Remains, page: string): string {
  using state = new DatabaseSync(join(varDir, 'orchestrator.db'), { readOnly: true })
  return String(state.prepare('select path from file where page = ? order by format').get(page)?.path)
}
