// Writes the collection for another program to read. No other program's own database is touched.

import { join, resolve } from 'node:path'
import { requireOurs, writeRekordbox } from '../library/rekordbox.ts'
import { counted } from '../model/counted.ts'
import { collectionOf, type Exported } from '../orchestrator/export-collection.ts'
import type { DjWish } from '../pipeline/export/dj-track.ts'
import { openDisplay } from './progress.ts'
import { type GlobalFlags, print, withApp } from './with-app.ts'

export interface ExportFlags extends GlobalFlags, DjWish {
  out?: string
}

export function exportRekordbox(flags: ExportFlags): Promise<number> {
  const display = openDisplay(flags)
  return withApp(
    flags,
    async ({ app, signal }) => {
      const path = flags.out === undefined ? join(app.config.varDir, 'exports', 'rekordbox.xml') : resolve(flags.out)
      const collection = collectionOf({ tools: app.tools, signal, view: display, wish: flags })
      const writing = flags.dryRun ? lookThrough(path, collection) : writeRekordbox(path, collection)
      await writing.finally(() => display.close())
      print(
        flags,
        { exitCode: 0, path, written: !flags.dryRun, ...collection.sums },
        lines(path, collection.sums, flags),
      )
      return 0
    },
    { readOnly: true, print: display.print },
  )
}

async function lookThrough(path: string, { tracks, playlists }: ReturnType<typeof collectionOf>): Promise<void> {
  await requireOurs(path)
  for await (const _ of tracks);
  playlists()
}

function lines(path: string, sums: Exported, { dryRun }: GlobalFlags): string[] {
  const { tracks, playlists, shared, withoutFile, without } = sums
  const more = withoutFile - without.length
  return [
    `${counted(tracks, 'track')} and ${counted(playlists, 'playlist')} ${dryRun ? 'would be' : 'are'} in ${path}`,
    ...(shared > 0 ? [`  ${counted(shared, 'row shares', 'rows share')} the track of another row`] : []),
    ...(withoutFile > 0
      ? [
          `  ${counted(withoutFile, 'row has', 'rows have')} no file that is there, and ${withoutFile === 1 ? 'is' : 'are'} left out:`,
        ]
      : []),
    ...without.map(label => `    ${label}`),
    ...(more > 0 ? [`    and ${more} more (orchestrator verify names them)`] : []),
  ]
}
