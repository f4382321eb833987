// One track now: a link, a page id or Notion URL, or a local file.

import { realpathSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { measureFile } from '../audio/measure-file.ts'
import { isFault, UsageFault } from '../errors.ts'
import { toPageId } from '../model/page-id.ts'
import { type Track, trackLabel, wantsWork } from '../model/track.ts'
import { canonicalLink } from '../model/url/url.ts'
import type { TrackTable } from '../notion/tracks.ts'
import { performAct } from '../orchestrator/acts/perform-act.ts'
import { runOneTrack } from '../orchestrator/cycle.ts'
import { requireTrackLink, rowOfLink } from '../pipeline/row-of-link.ts'
import { filesOfRecording } from '../pipeline/shared-files.ts'
import { writePlot } from './analyse/write-plot.ts'
import { cycleDeps } from './cycle-deps.ts'
import { doOrOrder } from './orders/give.ts'
import type { Said } from './orders/order.ts'
import { printReport } from './print-report.ts'
import { openDisplay } from './progress.ts'
import { type GlobalFlags, print, type RunningApp, withApp } from './with-app.ts'

export async function track(flags: GlobalFlags & { what: string; plot?: boolean }): Promise<number> {
  const wanted = understand(flags.what)
  const here = () => trackHere(flags, wanted)
  if (flags.plot || 'file' in wanted) return here()
  return doOrOrder(flags, { command: 'track', what: 'pageId' in wanted ? wanted.pageId : wanted.link }, here)
}

/** Beside the loop it is the next that this one works on. @throws UsageFault when there is no such row, or can be none */
export async function trackOrdered({ app, signal }: RunningApp, what: string, order: string): Promise<Said> {
  const { tools, config } = app
  const pageId = toPageId(what)
  const row = pageId ? await readRow(await tools.tracks(), pageId) : await rowOfLink(tools, what, signal)
  const act = { kind: 'force', page: row.id } as const
  const readyStatuses = config.settings.TASK_READY_STATUSES
  const { ok, says } = await performAct(tools, act, { by: 'command line', order, readyStatuses })
  return {
    exitCode: 0,
    data: { row: row.id, ok, says },
    lines: [`${says}.`, ...(ok ? ['How it goes: orchestrator status'] : [])],
  }
}

function trackHere(flags: GlobalFlags & { plot?: boolean }, wanted: Wanted): Promise<number> {
  const display = openDisplay(flags)
  return withApp(
    flags,
    async running => {
      if (flags.dryRun) return say(flags, running, wanted)
      const { tools } = running.app
      const row =
        'pageId' in wanted
          ? await readRow(await tools.tracks(), wanted.pageId)
          : await rowOfLink(tools, wanted.link, running.signal)
      const report = await runOneTrack(cycleDeps(running, display), row)
      const plot = flags.plot ? await plotOf(row, running) : undefined
      display.close()
      return printReport(flags, report, running, { plot, proofs: true, asked: 'track' })
    },
    { print: display.print, fileRoots: 'file' in wanted ? [dirname(wanted.file)] : [] },
  )
}

/** Of the track's files, or those that its row shares, the best, measured again. Undefined: it has none that is there. */
async function plotOf(row: Track, { app, signal }: RunningApp): Promise<string | undefined> {
  const { audio } = app.tools
  const files = filesOfRecording(row.id, app.tools).filter(({ path }) =>
    statSync(path, { throwIfNoEntry: false })?.isFile(),
  )
  const best = files.sort((a, b) => PLOTTED.indexOf(a.format) - PLOTTED.indexOf(b.format))[0]
  if (!best) return undefined
  return writePlot(app.config, trackLabel(row), {
    path: best.path,
    ...(await measureFile(audio, best.path, { signal })),
  })
}

/** The best come first. */
const PLOTTED = ['wav', 'aiff', 'flac', 'm4a', 'aac', 'mp3']

type Wanted = { pageId: string } | { link: string } | { link: string; file: string }

/** @throws UsageFault saying what was expected */
function understand(what: string): Wanted {
  const pageId = toPageId(what)
  if (pageId) return { pageId }
  if (canonicalLink(what)) {
    requireTrackLink(what)
    return { link: what }
  }
  const path = resolve(what)
  if (what.trim() && statSync(path, { throwIfNoEntry: false })?.isFile())
    return { link: pathToFileURL(path).href, file: realpathSync(path) }
  if (what.trim() && statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageFault(
      `${path} is a folder: expected https://…, 32 hex digits, or a path of one file; a list of files goes to orchestrator playlist`,
    )
  throw new UsageFault(
    `"${what}" is no link, no Notion page and no file that is there: expected https://…, 32 hex digits, or a path`,
  )
}

/** @throws UsageFault when Notion has no such page */
async function readRow(tracks: TrackTable, pageId: string): Promise<Track> {
  try {
    return await tracks.read(pageId)
  } catch (error) {
    if (!isFault(error) || error.fields.status !== 404) throw error
    throw new UsageFault(
      `there is no page ${pageId} that this connection sees: expected a row of "${tracks.databaseTitle}"`,
    )
  }
}

async function say(flags: GlobalFlags, { app }: RunningApp, wanted: Wanted): Promise<number> {
  const tracks = await app.tools.tracks()
  if ('link' in wanted) {
    const [row] = await tracks.listByLink(wanted.link)
    const text = row ? `would work on the row "${trackLabel(row)}"` : 'would make a row for this link and work on it'
    print(flags, { link: wanted.link, row: row?.id, would: text }, [`${wanted.link}: ${text}`])
    return 0
  }
  const row = await readRow(tracks, wanted.pageId)
  const want = wantsWork({ ...row, tags: [] })
  const text = want.wants ? `would work on it: ${want.because}` : `would leave it: ${want.because}`
  print(flags, { row: row.id, would: text }, [`${trackLabel(row)}: ${text}`])
  return 0
}
