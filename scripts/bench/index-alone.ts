// One step of the index's bench in a process of its own, for the sake of its memory: `fill DIR FROM TO` puts recordings into
// the index, `ask DIR SIZE OUT` looks things up and writes how long that took, `open DIR` looks nothing up.

import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import type { NewRecording } from '../../src/library/index/entry.ts'
import { openIndex, type RecordingIndex } from '../../src/library/index/open-index.ts'
import { openStore } from '../../src/store/database.ts'
import { copyOf, madeWords } from './index-prints.ts'

const BATCH = 20_000
const ASKED = 400
/** Beyond all that is ever filled. */
const STRANGERS = 10_000_000

export interface Asked {
  /** Milliseconds of each call. */
  copies: number[]
  strangers: number[]
  link: number[]
  isrc: number[]
  spotifyId: number[]
  sha256: number[]
  /** One row by its number, nothing around it. */
  bare: number[]
  /** One recording put into a commit of its own; and one row, bare. */
  puts: number[]
  barePuts: number[]
  /** Copies that were found to be what they are. */
  found: number
  /** Things found to be what they are not. */
  wrong: number
}

const [step, dir = '', first = '', second = ''] = process.argv.slice(2)
function fill(from: number, to: number): void {
  using store = openStore(dir, false)
  const index = openIndex(store, Date.now)
  for (let start = from; start < to; start += BATCH)
    store.commitNow(() => index.putAll(entries(start, Math.min(to, start + BATCH))))
}

function* entries(from: number, to: number): Generator<NewRecording> {
  for (let n = from; n < to; n += 1) yield entryOf(n)
}

function entryOf(n: number): NewRecording {
  const [title, artist] = [`Song ${n}`, `Artist ${n % 5000}`]
  const file = {
    path: `/library/Playlist ${n % 300}/${artist} - ${title} [${sha256Of(n).slice(0, 8)}].m4a`,
    sha256: sha256Of(n),
    bytes: 30_000_000 + n,
    changedAt: 1_700_000_000_000 + n,
    format: 'm4a',
    link: linkOf(n),
  }
  const keys = { isrcs: [isrcOf(n)], spotifyIds: [spotifyIdOf(n)], pages: [sha256Of(n).slice(32)] }
  return { title, artist, seconds: 200 + (n % 200), words: madeWords(n), files: [file], keys }
}

const sha256Of = (n: number) => createHash('sha256').update(`file ${n}`).digest('hex')
const linkOf = (n: number) => `https://soundcloud.com/artist-${n % 5000}/song-${n}`
const isrcOf = (n: number) => `USABC${String(n).padStart(7, '0')}`
const spotifyIdOf = (n: number) => String(n).padStart(22, 'x')

function ask(size: number): Asked {
  using store = openStore(dir, false)
  const index = openIndex(store, Date.now)
  const numbers = Array.from({ length: ASKED }, (_, i) => Math.floor(((i + 0.5) * size) / ASKED))
  const bareRow = store.database.prepare('select print from recording_print where recording = ?')
  const bareInsert = store.database.prepare("insert or replace into fact values (?, 'x')")
  const asked = { found: 0, wrong: 0 }
  const copies = numbers.map(n => timed(() => count(asked, index, n)))
  const strangers = numbers.map(n => {
    const heard = { words: madeWords(STRANGERS + n), seconds: 200 }
    return timed(() => {
      asked.wrong += same(index, heard).length
    })
  })
  const by = (key: (n: number) => Parameters<RecordingIndex['findBy']>[0]) =>
    numbers.map(n => timed(() => index.findBy(key(n))))
  return {
    copies,
    strangers,
    link: by(n => ({ link: `${linkOf(n)}?utm_source=bench` })),
    isrc: by(n => ({ isrc: isrcOf(n) })),
    spotifyId: by(n => ({ spotifyId: spotifyIdOf(n) })),
    sha256: by(n => ({ sha256: sha256Of(n) })),
    bare: numbers.map(n => timed(() => bareRow.get(n + 1))),
    puts: numbers.map(n => putAndForget(n)),
    barePuts: numbers.map(n => timed(() => store.commitNow(() => bareInsert.run(`bench ${size} ${n}`)))),
    ...asked,
  }

  function putAndForget(n: number): number {
    const entry = entryOf(STRANGERS + n)
    let id = 0
    const ms = timed(() => {
      id = store.commitNow(() => index.put(entry))
    })
    store.commitNow(() => index.forget(id))
    return ms
  }
}

function count(asked: { found: number; wrong: number }, index: RecordingIndex, n: number): void {
  const heard = { words: copyOf(madeWords(n), n), seconds: 195 + (n % 200) }
  for (const { recording } of same(index, heard))
    if (recording.title === `Song ${n}`) asked.found += 1
    else asked.wrong += 1
}

const same = (index: RecordingIndex, heard: Parameters<RecordingIndex['find']>[0]) =>
  index.find(heard).filter(({ kind }) => kind === 'same')

function timed(work: () => unknown): number {
  const started = performance.now()
  work()
  return performance.now() - started
}

if (step === 'fill') fill(Number(first), Number(second))
if (step === 'open') openStore(dir, false)[Symbol.dispose]()
if (step === 'ask') writeFileSync(second, JSON.stringify(ask(Number(first))))
