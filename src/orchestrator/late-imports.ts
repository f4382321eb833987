// Tracks that were finished before Eagle was used go into it too: a few in each cycle, the oldest first.

import { basename, extname } from 'node:path'
import { z } from 'zod'
import { eagleKey } from '../model/job.ts'
import { EAGLE_LANE, importJob } from '../pipeline/eagle/wish.ts'
import type { FiledAt } from '../store/journal.ts'
import type { Tools } from '../tools.ts'
import type { Cycle } from './cycle-context.ts'

const MOST_PER_CYCLE = 10
const LOOKED_AT = 200
/** Under this name it is kept up to which file all were looked at. */
const MARK = 'tracks were given to Eagle up to'
const Mark = z.tuple([z.number(), z.string()])

export async function importLate({ tools, signal, log }: Pick<Cycle, 'tools' | 'signal' | 'log'>): Promise<void> {
  const { ledger, lanes, queue } = tools
  if (!(await tools.eagle?.isWanted(signal)) || lanes.parkedUntil(EAGLE_LANE) !== undefined) return
  if (queue.count('waiting', 'eagle') + queue.count('delayed', 'eagle') >= MOST_PER_CYCLE) return
  const { files, last } = await nextFiles(tools)
  if (!last) return
  await tools.store.commit(() => {
    for (const { page, path } of files) queue.add(importJob({ id: page, title: nameOf(path) }, { at: 0, isLate: true }))
    ledger.setFact(MARK, JSON.stringify([last.at, last.path]))
  })
  if (files.length > 0) log.info({ tracks: files.length }, 'tracks that were finished before go into Eagle')
}

/** @returns those that are to go in, and the last that was looked at */
async function nextFiles({ journal, ...tools }: Tools): Promise<{ files: FiledAt[]; last?: FiledAt }> {
  const files: FiledAt[] = []
  let last: FiledAt | undefined
  for (const file of journal.filedAfter(markIn(tools), LOOKED_AT)) {
    if (files.length >= MOST_PER_CYCLE) break
    for (const page of [file.page, ...tools.merges.withOwner(file.page)]) {
      const isNew = !files.some(known => known.page === page)
      if (isNew && !(await isLeft(page, tools))) files.push({ ...file, page })
    }
    last = file
  }
  return { files, last }
}

function markIn({ ledger }: Pick<Tools, 'ledger'>): Pick<FiledAt, 'at' | 'path'> {
  const [at, path] = Mark.parse(JSON.parse(ledger.fact(MARK) ?? '[0, ""]'))
  return { at, path }
}

/** It went in once, whatever a person did with it there, or is about to; or a person took the track back. */
async function isLeft(page: string, { eagle, queue, undone }: Omit<Tools, 'journal'>): Promise<boolean> {
  const key = eagleKey(page)
  if (queue.resting(key) || queue.running(key) || undone.find(page)) return true
  return (await eagle?.knows(page)) ?? true
}

/** `Artist - Title [0123abcd].wav` */
const nameOf = (path: string): string => basename(path, extname(path)).replace(/ \[[0-9a-f]{8}\]$/, '')
