// What is there twice: a plan for a person to read. Done is what a plan says that was read, by `--apply`.

import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { UsageFault } from '../errors.ts'
import { toPageId } from '../model/page-id.ts'
import { makeDedupePlan } from '../pipeline/dedupe/plan/make-plan.ts'
import type { Tools } from '../tools.ts'
import { planLines } from './dedupe/plan-lines.ts'
import { writePlan } from './dedupe/write-plan.ts'
import { openDisplay } from './progress.ts'
import { type GlobalFlags, print, type RunningApp, withApp } from './with-app.ts'

export interface DedupeFlags extends GlobalFlags {
  /** Page id, Notion URL or path of the copy that is kept. */
  keep?: string
  /** The same, of one that was picked: it is no pick any more. */
  forgetKeep?: string
  /** Path of a plan. */
  apply?: string
  /** Id of a plan that was applied; empty: the last. */
  undo?: string
  yesRemove?: number
}

export async function dedupe(flags: DedupeFlags): Promise<number> {
  const { apply, undo } = flags
  if (apply !== undefined || undo !== undefined) {
    const { applyDedupe, undoDedupe } = await import('./dedupe-apply.ts')
    return withApp(flags, running =>
      apply === undefined ? undoDedupe(flags, undo || undefined, running) : applyDedupe(flags, resolve(apply), running),
    )
  }
  const display = openDisplay(flags)
  return withApp(flags, running => makePlan(flags, { ...running, display }).finally(() => display.close()), {
    print: display.print,
  })
}

type Making = RunningApp & { display: ReturnType<typeof openDisplay> }

async function makePlan(flags: DedupeFlags, { app, signal, display }: Making): Promise<number> {
  const { tools, config } = app
  const forgotten = flags.forgetKeep === undefined ? undefined : forget(flags.forgetKeep, flags, tools)
  const picked = flags.keep === undefined ? undefined : nameOf(flags.keep)
  if (picked && !flags.dryRun) tools.ledger.setFact(pickOf(picked), String(tools.now().getTime()))
  const { plan, notes } = await makeDedupePlan({
    tools,
    signal,
    say: (what, done, of) =>
      display.progress('dedupe', of ? `${what}: ${done} of ${of}` : `${what}: ${done}`, of ? done / of : 0),
    pickedAt: name => {
      if (name === forgotten) return undefined
      return name === picked ? Number.MAX_SAFE_INTEGER : pickedAt(name, tools)
    },
  })
  display.close()
  const isOfNone = picked !== undefined && !plan.groups.some(({ copies }) => copies.some(({ isPicked }) => isPicked))
  const remarks = isOfNone ? [...notes, `${flags.keep} is in no group: nothing of it is there twice`] : notes
  const written = flags.dryRun || plan.groups.length === 0 ? undefined : await writePlan(plan, config.varDir)
  print(flags, { plan, notes: remarks, ...written }, planLines(plan, { notes: remarks, written }))
  return 0
}

/** @returns the name of the pick @throws UsageFault when it was none */
function forget(word: string, { dryRun }: DedupeFlags, { ledger }: Tools): string {
  const name = toPageId(word) ?? resolve(word) // the file may be gone
  if (!ledger.fact(pickOf(name)))
    throw new UsageFault(`${word} was not picked by --keep, so nothing is to be forgotten`)
  if (!dryRun) ledger.setFact(pickOf(name), '')
  return name
}

/** @throws UsageFault when it is neither a page nor a file */
function nameOf(word: string): string {
  const page = toPageId(word)
  if (page) return page
  const path = resolve(word)
  if (existsSync(path)) return path
  throw new UsageFault(`"${word}" is no page and no file: expected 32 hex digits, a Notion URL or a path that is there`)
}

const pickOf = (name: string) => `dedupe keeps ${name}`

function pickedAt(name: string, { ledger }: Tools): number | undefined {
  const at = name && ledger.fact(pickOf(name))
  return at ? Number(at) : undefined
}
