// A playlist: a link, a page of Playlists, or a file.

import { realpathSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { UsageFault } from '../errors.ts'
import { toPageId } from '../model/page-id.ts'
import { linkKind } from '../model/url/url.ts'
import { runOnePlaylist } from '../orchestrator/cycle.ts'
import { type PlaylistPlan, planPlaylist } from '../pipeline/playlist/plan.ts'
import { type PlaylistWish, readPlaylist } from '../pipeline/playlist/source.ts'
import { counted } from '../pipeline/playlist/told.ts'
import { requireListLink } from '../pipeline/row-of-link.ts'
import { isPlaylistFile } from '../sources/playlist-file.ts'
import { cycleDeps } from './cycle-deps.ts'
import { printReport } from './print-report.ts'
import { openDisplay } from './progress.ts'
import { type GlobalFlags, print, wholeNumber, withApp } from './with-app.ts'

export interface PlaylistFlags extends GlobalFlags {
  what: string
  limit?: number
  watch?: boolean
}

export async function playlist(flags: PlaylistFlags): Promise<number> {
  const limit = wholeNumber('--limit', flags.limit, 1)
  const wish = understand(flags.what)
  const display = openDisplay(flags)
  return withApp(
    flags,
    async running => {
      const { tools } = running.app
      if (flags.dryRun) {
        const read = await readPlaylist(tools, wish, { signal: running.signal })
        return printPlanned(flags, await planPlaylist(tools, read, limit))
      }
      const report = await runOnePlaylist(cycleDeps(running, display), { ...wish, limit, watch: flags.watch })
      display.close()
      return printReport(flags, report, running, { asked: 'playlist' })
    },
    { print: display.print, fileRoots: 'file' in wish ? [dirname(wish.file)] : [] },
  )
}

/** @throws UsageFault saying what was expected */
function understand(what: string): PlaylistWish {
  const pageId = toPageId(what)
  if (pageId) return { pageId }
  if (/^(https?|spotify):/i.test(what.trim()) && linkKind(what) !== 'file') {
    requireListLink(what)
    return { link: what }
  }
  const path = resolve(what)
  if (what.trim() && isPlaylistFile(path) && statSync(path, { throwIfNoEntry: false })?.isFile())
    return { file: realpathSync(path) }
  throw new UsageFault(
    `"${what}" is no playlist: expected a link, a page of Playlists (32 hex digits or its URL), or an M3U, M3U8 or CSV file that is there`,
  )
}

function printPlanned(flags: PlaylistFlags, plan: PlaylistPlan): number {
  const { title, total, entries, passedOver, page, m3u8, beyond, remarks } = plan
  const width = Math.max(0, ...entries.map(({ would }) => would.length))
  const count = entries.length + passedOver.length + beyond
  print(flags, plan, [
    `${title}: ${counted(count, 'entry', 'entries')}${total === undefined ? ', the service names no total' : ` of ${total}`}`,
    ...entries.map(({ name, would, because }) => `  ${would.padEnd(width)}  ${name}: ${because}`),
    ...passedOver.map(({ index, why }) => `  ${'passed over'.padEnd(width)}  number ${index}: ${why}`),
    ...(beyond > 0 ? [`  ${counted(beyond, 'entry', 'entries')} would not be looked at (--limit)`] : []),
    ...remarks.map(remark => `  ${remark}`),
    `  page of Playlists: ${page.would === 'make' ? 'would be made' : page.because}`,
    `  M3U8: ${m3u8}`,
  ])
  return 0
}
