// A scripted person: adds rows, edits them at any moment, puts them away and wants them again.

import { readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { ERROR_TAGS } from '../../../src/errors.ts'
import type { Book, BookRow } from './book.ts'
import { type NearSide, type Page, shown } from './notion-side.ts'
import type { Random } from './seed.ts'

export interface Person {
  /** What is done between two looks of the program; so many wishes are to be there after it, or soon. */
  minute(wishes: number): Promise<void>
  /** The program is about to read this row. */
  meanwhile(page: string): Promise<void>
}

export interface PersonOptions {
  notion: NearSide
  book: Book
  random: Random
  triggersDir: string
  /** Whether the program works on the row just now: a write of its own may be on the way. */
  isBusy: (page: string) => boolean
}

const AGENT = 'Claude MM1 Agent'
const HOSTS = 5

export function scriptedPerson({ notion, book, random, triggersDir, isBusy }: PersonOptions): Person {
  let made = 0
  /** Minutes without a new row: all of them come at once then. */
  let pause = 0
  const newLink = () => `https://media${random.between(1, HOSTS)}.example/take-${++made}.wav`

  async function addTrack(): Promise<void> {
    const other = random.happens(0.02) ? book.some('track', random.part()) : undefined
    const link = other?.link ?? newLink()
    const title = `Take ${made}`
    const page = await notion.add('tracks', {
      ...cells({ Title: title, 'Artist Name': 'The Soaked', URL: link }),
      ...(random.happens(0.1) ? cells({ Tempo: 99 }) : {}),
    })
    book.add(page, 'track', link)
    book.wrote(page, 'Title', title)
    if (other) for (const same of [page, other.page]) book.touch(same)
  }

  async function addTask(): Promise<void> {
    const kind = random.pick(['handed', 'handed', 'handed', 'linked', 'sync'])
    const link = newLink()
    const [title, more] = {
      handed: [`Write letter ${made}`, { 'Assigned-Agent': { select: { name: AGENT } } }] as const,
      linked: ['Download this track', cells({ Description: link })] as const,
      sync: ['Music sync', {}] as const,
    }[kind]
    const page = await notion.add('tasks', { ...cells({ 'Task Name': title }), ...status('Ready'), ...more })
    book.add(page, kind, kind === 'linked' ? link : '')
  }

  async function write(page: string, field: string, value: string | number): Promise<void> {
    await notion.edit(page, { properties: cells({ [field]: value }) })
    book.wrote(page, field, value)
  }

  /** Edits that may come at any moment, in the midst of the work on the row too. */
  async function editTrack(row: BookRow, page: Page): Promise<void> {
    const isDone = shown(page, 'Downloaded') === true
    switch (random.pick(['tempo', 'key', 'tag', 'title', 'link', 'trash'])) {
      case 'tempo':
        return write(row.page, 'Tempo', random.between(60, 180))
      case 'key':
        return write(row.page, 'Key ', random.pick(['C major', 'E minor']))
      case 'tag':
        await notion.edit(row.page, { properties: tags(page, 'mine') })
        return book.wrote(row.page, 'tag', 'mine')
      case 'title':
        await write(row.page, 'Title', `Another name ${random.between(1, 1000)}`)
        return isDone ? book.touch(row.page) : book.wish(row.page)
      case 'link': {
        if (isDone) return
        const link = newLink()
        await notion.edit(row.page, { properties: cells({ URL: link }) })
        return book.wish(row.page, link)
      }
      case 'trash':
        await notion.edit(row.page, { in_trash: true })
        return book.touch(row.page, { trashed: true })
    }
  }

  /** Only when nothing runs: a row that was worked on is wanted again. */
  async function wantAgain(row: BookRow): Promise<void> {
    if (isBusy(row.page)) return
    if (row.trashed) {
      await notion.edit(row.page, { in_trash: false })
      book.touch(row.page, { trashed: false })
      return book.wish(row.page)
    }
    const page = await notion.read(row.page)
    const isDone = shown(page, 'Downloaded') === true
    const failed = ERROR_TAGS.some(tag => String(shown(page, 'Audio Processing')).includes(tag))
    if (!isDone && !failed) return
    const link = failed || random.happens(0.3) ? newLink() : undefined
    await notion.edit(row.page, {
      properties: {
        ...cells({ Downloaded: false, 'M4A File Path': '', 'WAV File Path': '', 'AIFF File Path': '' }),
        ...(link ? cells({ URL: link }) : {}),
      },
    })
    book.wish(row.page, link)
  }

  async function moveTask(row: BookRow): Promise<void> {
    const page = await notion.read(row.page)
    if (row.trashed || shown(page, 'Status') === 'Review') return
    await notion.edit(row.page, { properties: status('Review') })
    book.wrote(row.page, 'Status', 'Review')
    book.touch(row.page)
  }

  /** An agent's work is over: the trigger is moved, and now and then the same is wanted again. */
  async function endTask(row: BookRow): Promise<void> {
    if (isBusy(row.page) || shown(await notion.read(row.page), 'Status') !== 'In Progress') return
    const agent = join(triggersDir, AGENT.replaceAll(' ', '-'))
    const name = (await readdir(join(agent, '01_inbox')).catch(() => [])).find(file => file.includes(tokenOf(row.page)))
    if (!name) return
    await rename(join(agent, '01_inbox', name), join(agent, '02_processed', name))
    const isAgain = random.happens(0.3)
    await notion.edit(row.page, { properties: status(isAgain ? 'Ready' : 'Completed') })
    if (isAgain) book.wish(row.page)
    else book.wrote(row.page, 'Status', 'Completed')
  }

  return {
    async minute(wishes) {
      if (pause === 0 && random.happens(0.01)) pause = random.between(2, 30)
      pause = Math.max(0, pause - 1)
      while (pause === 0 && book.wishes() < wishes) await (random.happens(0.7) ? addTrack() : addTask())
      const row = book.some(random.pick(['track', 'track', 'handed']), random.part())
      if (!row || !random.happens(0.5)) return
      if (row.kind === 'handed') return endTask(row)
      await wantAgain(row)
    },
    async meanwhile(id) {
      if (!random.happens(0.02)) return
      const row = book.find(id)
      if (!row || row.trashed) return
      if (row.kind === 'track') await editTrack(row, await notion.read(id))
      else if (random.happens(0.3)) await moveTask(row)
    },
  }
}

const tokenOf = (page: string) => page.replaceAll('-', '').slice(0, 8)

/** Values as cells of the columns’ types. */
function cells(values: Record<string, string | number | boolean>): Record<string, object> {
  return Object.fromEntries(Object.entries(values).map(([column, value]) => [column, cell(column, value)]))
}

function cell(column: string, value: string | number | boolean): object {
  if (typeof value === 'number') return { number: value }
  if (typeof value === 'boolean') return { checkbox: value }
  if (column === 'URL') return { url: value }
  const text = value === '' ? [] : [{ text: { content: value } }]
  return column === 'Title' || column === 'Task Name' ? { title: text } : { rich_text: text }
}

const status = (name: string) => ({ Status: { status: { name } } })

function tags(page: Page, own: string): object {
  const there = String(shown(page, 'Audio Processing') ?? '')
    .split(', ')
    .filter(name => name !== '' && name !== own)
  return { 'Audio Processing': { multi_select: [...there, own].map(name => ({ name })) } }
}
